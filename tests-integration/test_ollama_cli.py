"""The calls of Ollama's own command line, in its order and with its bodies, and what it needs of the answers.

The program itself cannot be had from a package registry; what it sends was written down from its source.
"""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from conftest import HELLO
from server import Paddock, Start
from waiting import eventually

SHOWN = {"model": "", "system": "", "template": "", "verbose": False, "options": None}


class Ollama:
    """The command line: it asks whether somebody is there, then does its work, and believes no answer above 399."""

    def __init__(self, server: Paddock) -> None:
        agent = "ollama/0.33.0 (amd64 linux) Go/go1.24.1"
        self.http = httpx.Client(base_url=server.url, timeout=60, headers={"User-Agent": agent})

    def start(self) -> None:
        assert self.http.head("/").is_success

    def get(self, path: str) -> dict:
        return self.http.get(path, headers={"Accept": "application/json"}).raise_for_status().json()

    def post(self, path: str, **body: object) -> dict:
        return self.http.post(path, json=body, headers={"Accept": "application/json"}).raise_for_status().json()

    def stream(self, path: str, **body: object) -> list[dict]:
        with self.http.stream("POST", path, json=body, headers={"Accept": "application/x-ndjson"}) as response:
            assert response.status_code < 400, response.read()
            lines = [json.loads(line) for line in response.iter_lines()]
        assert not any("error" in line for line in lines)
        return lines


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "embed", "slow")


@pytest.fixture
def cli(server: Paddock) -> Ollama:
    cli = Ollama(server)
    cli.start()
    return cli


def test_list(cli: Ollama) -> None:
    for model in cli.get("/api/tags")["models"]:
        assert model["name"] and len(model["digest"]) >= 12 and model["size"] > 0 and model["modified_at"]


def test_ps_and_stop(cli: Ollama, server: Paddock) -> None:
    cli.post("/api/generate", model="hello", prompt="")
    [model] = cli.get("/api/ps")["models"]
    assert model["name"] == "hello:latest" and len(model["digest"]) >= 12
    assert model["size"] > 0 and model["size_vram"] == 0 and model["context_length"] == 2048 and model["expires_at"]
    cli.post("/api/show", **SHOWN, name="hello")
    stopped = cli.post("/api/generate", model="hello", prompt="", keep_alive="0s", options=None, stream=None)
    assert stopped["done_reason"] == "unload"
    eventually(server.has_no_children)


@pytest.mark.parametrize("model", ["hello", "embed"])
def test_stop_of_a_model_that_does_not_run(cli: Ollama, model: str) -> None:
    cli.post("/api/show", **SHOWN, name=model)
    assert cli.post("/api/generate", model=model, prompt="", keep_alive="0s", options=None)["done_reason"] == "unload"


def test_show(cli: Ollama) -> None:
    shown = cli.post("/api/show", **SHOWN, name="hello")
    info = shown["model_info"]
    family = info["general.architecture"]
    assert isinstance(info[f"{family}.context_length"], int) and isinstance(info[f"{family}.embedding_length"], int)
    assert shown["details"]["parameter_size"] and shown["capabilities"] == ["completion"] and shown["parameters"]


def test_run_with_a_prompt(cli: Ollama) -> None:
    shown = cli.post("/api/show", **SHOWN, name="hello")
    assert "embedding" not in shown["capabilities"]
    lines = cli.stream(
        "/api/generate", model="hello", prompt="Hi", suffix="", system="", template="", context=None, stream=None,
        raw=False, format="", keep_alive="1m0s", options={}, think=None, images=[],
    )
    assert "".join(line["response"] for line in lines) == HELLO and lines[-1]["done"] and lines[-1]["context"]


def test_run_at_a_terminal(cli: Ollama) -> None:
    cli.post("/api/show", **SHOWN, name="hello")
    shown = cli.post("/api/show", **SHOWN, name="hello")
    assert "remote_host" not in shown and not shown.get("messages")
    cli.post("/api/generate", model="hello", prompt="", keep_alive=None, options={}, think=None)
    turns: list[dict] = []
    for _ in range(2):
        turns.append({"role": "user", "content": "Hi", "images": None})
        lines = cli.stream("/api/chat", model="hello", messages=turns, format="", options={}, keep_alive=None, think=None)
        text = "".join(line["message"]["content"] for line in lines)
        assert text == HELLO and lines[-1]["done"] and lines[-1]["eval_count"] > 0
        turns.append({"role": "assistant", "content": text})
    # /save friend
    steps = cli.stream("/api/create", model="friend", **{"from": "hello"}, system="Be kind.", parameters={}, messages=turns)
    assert steps[-1] == {"status": "success"}
    assert [turn["role"] for turn in cli.post("/api/show", **SHOWN, name="friend")["messages"]] == ["user", "assistant"] * 2


def test_run_of_an_embedding_model(cli: Ollama) -> None:
    assert cli.post("/api/show", **SHOWN, name="embed")["capabilities"] == ["embedding"]
    assert len(cli.post("/api/embed", model="embed", input="Hi", keep_alive="5m0s", options={})["embeddings"][0]) > 2


def test_copy_and_remove(cli: Ollama) -> None:
    answer = cli.http.post("/api/copy", json={"source": "hello", "destination": "twin"})
    assert answer.status_code == 200 and answer.content == b""
    cli.post("/api/show", **SHOWN, name="twin")
    cli.post("/api/generate", model="twin", prompt="", keep_alive="0s", options=None)
    answer = cli.http.request("DELETE", "/api/delete", json={"model": "", "name": "twin"})
    assert answer.status_code == 200 and answer.content == b""
    answer = cli.http.post("/api/show", json={**SHOWN, "name": "twin"})
    assert answer.status_code == 404 and "not found" in answer.json()["error"]


def test_create_from_a_modelfile_that_names_a_file(cli: Ollama, models: dict) -> None:
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    # Sent in chunks, without a length and without asking first.
    pieces = (data[start : start + 32768] for start in range(0, len(data), 32768))
    assert cli.http.post(f"/api/blobs/{digest}", content=pieces).status_code == 201
    steps = cli.stream(
        "/api/create",
        model="mine", name="", stream=None, files={"hello.gguf": digest}, template="{{ .Prompt }}", system="Be kind.",
        license=["MIT"], parameters={"temperature": 0.5, "stop": ["zzz"]}, messages=[{"role": "user", "content": "Ahoy"}],
    )
    words = [step["status"] for step in steps]
    assert words[0] == "parsing GGUF" and words[-2:] == ["writing manifest", "success"]
    lines = cli.stream("/api/generate", model="mine", prompt="Hi", keep_alive="1m0s", options={})
    assert "".join(line["response"] for line in lines) == HELLO


def test_a_name_of_the_file_does_not_end_a_chat_that_is_saved_under_it(cli: Ollama) -> None:
    """The command line goes on after an error with these words, and gives up after any other."""
    refusal = cli.http.post("/api/create", json={"model": "hello", "from": "hello", "stream": False})
    assert refusal.status_code == 400 and "invalid model name" in refusal.json()["error"]


def test_options_of_one_who_looks_colour_the_modelfile_alone(cli: Ollama) -> None:
    shown = cli.post("/api/show", **{**SHOWN, "name": "hello", "options": {"num_predict": 7}})
    assert "PARAMETER num_predict 7" in shown["modelfile"] and "num_predict" not in shown.get("parameters", "")


def test_a_busy_model_that_is_stopped_is_shown_as_stopping(cli: Ollama, server: Paddock) -> None:
    stream = server.stream("slow")
    cli.post("/api/generate", model="slow", prompt="", keep_alive="0s", options=None)
    running = cli.get("/api/ps")["models"][0]
    assert datetime.fromisoformat(running["expires_at"]) <= datetime.now(UTC)
    stream.leave()
