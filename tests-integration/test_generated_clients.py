"""Clients made from the document by other people's generators compile, and hold a conversation."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HELLO
from server import Paddock, Start

TOOLS = Path(sys.executable).parent

CONVERSATION = """
import { Configuration, OllamaApi, OpenAIApi, PoolApi } from "./index";

declare const process: { argv: string[] };

async function converse() {
  const server = new Configuration({ basePath: process.argv[2] });
  const messages = [{ role: "user" as const, content: "Hello?" }];
  const said = await new OpenAIApi(server).createChatCompletion({ openAIChatRequest: { model: "hello", messages } });
  const told = await new OllamaApi(server).ollamaChat({ ollamaChatRequest: { model: "hello", messages, stream: false } });
  const pool = await new PoolApi(server).getPool();
  console.log(JSON.stringify({
    openai: (said as any).choices[0].message.content,
    ollama: (told as any).message.content,
    running: pool.models.filter((model) => model.state === "ready").map((model) => model.id),
  }));
}

converse();
"""


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("hello", "alpha")


@pytest.fixture
def document(server: Paddock, tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_text(server.http.get("/openapi.json").text)
    return path


def run(*command: object, folder: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_client_in_python(
    server: Paddock, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate = (TOOLS / "openapi-python-client", "generate", "--meta", "none", "--output-path", "made_client")
    told = run(*generate, "--path", document, folder=tmp_path)
    assert "Unable to" not in told and "unsupported" not in told.lower(), told
    monkeypatch.syspath_prepend(tmp_path)
    made = importlib.import_module("made_client")
    chat = importlib.import_module("made_client.api.open_ai.create_chat_completion")
    models = importlib.import_module("made_client.models")
    with made.Client(server.url, timeout=60) as client:
        message = models.OpenAIChatMessage.from_dict({"role": "user", "content": "Hello?"})
        answer = chat.sync(client=client, body=models.OpenAIChatRequest(model="hello", messages=[message]))
        assert answer.choices[0].message["content"] == HELLO and answer.usage.completion_tokens > 0
        refusal = chat.sync(client=client, body=models.OpenAIChatRequest(model="orchid", messages=[message]))
        assert isinstance(refusal, models.OpenAIErrorBody) and refusal.error.code == "model_not_found"


def test_a_client_in_typescript(server: Paddock, document: Path, tmp_path: Path) -> None:
    folder = tmp_path / "client"
    run(TOOLS / "openapi-generator-cli", "generate", "-g", "typescript-fetch", "-i", document, "-o", folder, folder=tmp_path)
    (folder / "converse.ts").write_text(CONVERSATION)
    options = ("--target", "es2020", "--module", "commonjs", "--lib", "es2020,dom", "--strict", "--outDir", "made")
    # The compiler of Debian 12 is older than the guards that the generator writes.
    run("tsc", *options, "--noImplicitAny", "false", "converse.ts", folder=folder)
    said = run("node", "made/converse.js", server.url, folder=folder)
    assert said == '{"openai":%s,"ollama":%s,"running":["hello"]}\n' % ((as_json(HELLO),) * 2)


def as_json(text: str) -> str:
    return '"' + text.replace("\n", "\\n") + '"'
