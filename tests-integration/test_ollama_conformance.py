"""A set of requests and what Ollama 0.33 answers to them: the status and what clients rely on, and where they match
texts, the text.

Where we are better than the original on purpose, the text is the original's and the status is ours.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from conftest import CALL, HELLO, THOUGHT, counted
from pictures import png
from server import Paddock, Start

HI = [{"role": "user", "content": "Hi"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Tells the weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": ["string", "null"]}, "days": {"type": "integer"}}},
    },
}
NO_DIGEST = "sha256:" + "0" * 64
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)")
COUNTS = {"total_duration", "load_duration", "prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration"}


@dataclass
class Case:
    """One request and what is expected of its answer."""

    request: str
    body: object = None
    status: int = 200
    text: str | None = None
    """The whole text of an error, or of a body that is no JSON."""
    holds: Callable[[object], bool] = lambda _: True
    """What clients rely on, of the JSON, of the list of lines, or of the text."""
    headers: dict = field(default_factory=dict)


def chat(**fields: object) -> dict:
    return {"model": "hello", "messages": HI, "stream": False, **fields}


def generate(**fields: object) -> dict:
    return {"model": "hello", "prompt": "Hi", "stream": False, **fields}


def is_final(answer: dict, reason: str = "stop") -> bool:
    return answer["done"] is True and answer["done_reason"] == reason and COUNTS <= set(answer)


def is_line(answer: dict) -> bool:
    return answer["done"] is False and TIME.fullmatch(answer["created_at"]) and not COUNTS & set(answer)


def is_chat_stream(lines: list[dict], text: str = HELLO) -> bool:
    return (
        all(is_line(line) and line["message"]["role"] == "assistant" for line in lines[:-1])
        and "".join(line["message"]["content"] for line in lines) == text
        and is_final(lines[-1])
        and lines[-1]["message"] == {"role": "assistant", "content": ""}
    )


def is_listed(model: dict) -> bool:
    return (
        model["name"] == model["model"]
        and ":" in model["name"]
        and re.fullmatch("[0-9a-f]{64}", model["digest"])
        and model["size"] > 0
        and {"parent_model", "format", "family", "families", "parameter_size", "quantization_level"}
        <= set(model["details"])
    )


def wrong_type(name: str, kind: str) -> str:
    return f'option "{name}" must be of type {kind}'


CASES = {
    # The service itself.
    "root": Case("GET /", text="Ollama is running"),
    "root-head": Case("HEAD /"),
    "version": Case("GET /api/version", holds=lambda a: re.fullmatch(r"\d+\.\d+\.\d+", a["version"])),
    "version-head": Case("HEAD /api/version"),
    "status": Case("GET /api/status", holds=lambda a: a["cloud"]["disabled"] is True),
    "recommendations": Case("GET /api/experimental/model-recommendations", holds=lambda a: a["recommendations"] == []),
    "account": Case("POST /api/me", b"", status=503, text="account unavailable"),
    "unknown-path": Case("GET /api/nothing", status=404, text="404 page not found"),
    "path-case": Case("GET /API/tags", status=404),
    "wrong-method": Case("GET /api/chat", status=405, text="405 method not allowed"),
    "wrong-method-tags": Case("POST /api/tags", {}, status=405, text="405 method not allowed"),
    "trailing-slash": Case("GET /api/tags/", status=301),
    "trailing-slash-post": Case("POST /api/chat/", {}, status=307),
    "doubled-slash": Case("GET //api/tags", status=307),
    "query-ignored": Case("GET /api/version?a=b", holds=lambda a: "version" in a),
    "authorization-ignored": Case("GET /api/version", headers={"Authorization": "Bearer x"}),
    "foreign-host": Case("GET /api/version", status=403, headers={"Host": "evil.example"}),
    "local-host": Case("GET /api/version", headers={"Host": "something.local"}),
    "foreign-origin": Case("GET /api/version", status=403, headers={"Origin": "https://evil.example"}),
    "local-origin": Case("GET /api/version", headers={"Origin": "http://localhost:3000"}),
    "app-origin": Case("GET /api/version", headers={"Origin": "app://obsidian.md"}),
    "preflight": Case(
        "OPTIONS /api/chat", status=204,
        headers={"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"},
    ),
    # Lists.
    "tags": Case("GET /api/tags", holds=lambda a: all(map(is_listed, a["models"])) and len(a["models"]) == 6),
    "tags-head": Case("HEAD /api/tags"),
    "ps": Case("GET /api/ps", holds=lambda a: isinstance(a["models"], list)),
    # Bodies.
    "empty-body": Case("POST /api/chat", b"", status=400, text="missing request body"),
    "blank-body": Case("POST /api/generate", b"  \n", status=400, text="missing request body"),
    "cut-body": Case("POST /api/chat", b'{"model": "hello", "mess', status=400, text="unexpected EOF"),
    "null-body": Case("POST /api/chat", b"null", status=400, text="model is required"),
    "byte-order-mark": Case("POST /api/chat", b"\xef\xbb\xbf{}", status=400),
    "second-value-ignored": Case("POST /api/chat", json.dumps(chat()).encode() + b" {", holds=lambda a: is_final(a)),
    "field-case": Case("POST /api/chat", {"MODEL": "hello", "Messages": HI, "STREAM": False}, holds=lambda a: is_final(a)),
    "unknown-field": Case("POST /api/chat", chat(colour="red"), holds=lambda a: is_final(a)),
    "last-duplicate-wins": Case(
        "POST /api/chat", b'{"model":"nobody","model":"hello","messages":[{"role":"user","content":"Hi"}],"stream":false}',
        holds=lambda a: is_final(a),
    ),
    "nulls-are-absent": Case(
        "POST /api/chat",
        chat(tools=None, format=None, options=None, keep_alive=None, think=None, logprobs=None, top_logprobs=None),
        holds=lambda a: is_final(a),
    ),
    "lone-surrogate": Case("POST /api/chat", chat(messages=[{"role": "user", "content": "\ud800"}]), holds=lambda a: is_final(a)),
    "wrong-type-names-the-field": Case("POST /api/chat", chat(model=7), status=400, holds=lambda a: "model" in a["error"]),
    "wrong-type-before-unknown-model": Case(
        "POST /api/chat", chat(model="nobody", stream="yes"), status=400, holds=lambda a: "stream" in a["error"]
    ),
    "content-type-ignored": Case("POST /api/chat", chat(), headers={"Content-Type": "text/plain"}, holds=lambda a: is_final(a)),
    # Names.
    "no-model": Case("POST /api/chat", {"messages": HI}, status=400, text="model is required"),
    "no-model-generate": Case("POST /api/generate", {"prompt": "Hi"}, status=404, text="model '' not found"),
    "no-model-embed": Case("POST /api/embed", {"input": "Hi"}, status=404, holds=lambda a: "not found" in a["error"]),
    "no-model-embeddings": Case("POST /api/embeddings", {"prompt": "Hi"}, status=400, text="model is required"),
    "no-model-show": Case("POST /api/show", {}, status=400, text="model is required"),
    "no-model-delete": Case("DELETE /api/delete", {}, status=400, text="model is required"),
    "no-model-pull": Case("POST /api/pull", {}, status=400, text="invalid model name"),
    "no-model-create": Case("POST /api/create", {"from": "hello"}, status=400, text="invalid model name"),
    "no-model-push": Case("POST /api/push", {}, status=400, text="model is required"),
    "unknown-model": Case("POST /api/chat", chat(model="nobody"), status=404, text="model 'nobody' not found"),
    "unknown-model-stream": Case("POST /api/chat", chat(model="nobody", stream=True), status=404, text="model 'nobody' not found"),
    "unknown-model-generate": Case("POST /api/generate", generate(model="no:body"), status=404, text="model 'no:body' not found"),
    "unknown-model-embed": Case(
        "POST /api/embed", {"model": "nobody", "input": "Hi"}, status=404, text='model "nobody" not found, try pulling it first'
    ),
    "unknown-model-show": Case("POST /api/show", {"model": "nobody"}, status=404, text="model 'nobody:latest' not found"),
    "unknown-model-copy": Case("POST /api/copy", {"source": "nobody", "destination": "x"}, status=404, text='model "nobody" not found'),
    "unknown-model-delete": Case("DELETE /api/delete", {"model": "nobody"}, status=404, text="model 'nobody' not found"),
    "malformed-name": Case("POST /api/chat", chat(model="a//b"), status=400, text="invalid model name"),
    "malformed-name-delete": Case("DELETE /api/delete", {"model": "::"}, status=400, text='name "::" is invalid'),
    "malformed-source": Case("POST /api/copy", {"source": "::", "destination": "x"}, status=400, text='source "::" is invalid'),
    "malformed-destination": Case(
        "POST /api/copy", {"source": "hello", "destination": "::"}, status=400, text='destination "::" is invalid'
    ),
    "name-is-echoed": Case("POST /api/chat", chat(model="HELLO:Latest"), holds=lambda a: a["model"] == "HELLO:Latest"),
    "whole-name": Case("POST /api/chat", chat(model="registry.ollama.ai/library/hello:latest"), holds=lambda a: is_final(a)),
    "namespace": Case("POST /api/show", {"model": "library/hello"}, holds=lambda a: "model_info" in a),
    "tag-matters": Case("POST /api/chat", chat(model="hello:7b"), status=404, text="model 'hello:7b' not found"),
    "hosted-model": Case("POST /api/chat", chat(model="hello:cloud"), status=403, text="ollama cloud is disabled: remote model is unavailable"),
    # Chat.
    "chat": Case("POST /api/chat", chat(), holds=lambda a: is_final(a) and a["message"] == {"role": "assistant", "content": HELLO}),
    "chat-stream": Case("POST /api/chat", chat(stream=True), holds=is_chat_stream),
    "chat-streams-by-default": Case("POST /api/chat", {"model": "hello", "messages": HI}, holds=is_chat_stream),
    "chat-null-streams": Case("POST /api/chat", chat(stream=None), holds=is_chat_stream),
    "chat-load": Case(
        "POST /api/chat", {"model": "hello"},
        holds=lambda a: (a["done_reason"], a["message"]) == ("load", {"role": "assistant", "content": ""}),
    ),
    "chat-unload": Case("POST /api/chat", {"model": "hello", "keep_alive": 0}, holds=lambda a: a["done_reason"] == "unload"),
    "chat-length": Case(
        "POST /api/chat", chat(options={"num_predict": 3}), holds=lambda a: is_final(a, "length") and a["eval_count"] == 3
    ),
    "chat-stop": Case("POST /api/chat", chat(model="alpha", options={"stop": ["3"]}), holds=lambda a: a["message"]["content"].strip() == "alpha: 1 2"),
    "chat-json": Case("POST /api/chat", chat(model="json", format="json"), holds=lambda a: json.loads(a["message"]["content"]) == {"answer": 42}),
    "chat-schema": Case(
        "POST /api/chat", chat(model="json", format={"type": "object", "properties": {"answer": {"type": "integer"}}}),
        holds=lambda a: json.loads(a["message"]["content"]) == {"answer": 42},
    ),
    "chat-bad-format": Case(
        "POST /api/chat", chat(format="xml"), status=400, holds=lambda a: a["error"].startswith('invalid format: "')
    ),
    "chat-tools": Case(
        "POST /api/chat", chat(model="caller", tools=[TOOL], options={"temperature": 0}),
        holds=lambda a: a["message"]["tool_calls"][0]["function"]["arguments"] == json.loads(CALL.splitlines()[1])["arguments"]
        and a["done_reason"] == "stop",
    ),
    "chat-tools-stream": Case(
        "POST /api/chat", chat(model="caller", tools=[TOOL], stream=True, options={"temperature": 0}),
        holds=lambda lines: [len(line["message"].get("tool_calls", [])) for line in lines].count(1) == 1 and is_final(lines[-1]),
    ),
    "chat-tools-unsupported": Case("POST /api/chat", chat(tools=[TOOL]), status=400, holds=lambda a: "does not support tools" in a["error"]),
    "chat-tool-result": Case(
        "POST /api/chat",
        chat(
            model="caller",
            messages=[
                *HI,
                {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "get_weather", "arguments": {"city": "Rome"}}}]},
                {"role": "tool", "tool_name": "get_weather", "content": "sunny"},
            ],
        ),
        holds=lambda a: is_final(a),
    ),
    "chat-thinks": Case(
        "POST /api/chat", chat(model="thinker", think=True),
        holds=lambda a: a["message"]["thinking"].strip() == THOUGHT and a["message"]["content"].strip() == "Four.",
    ),
    "chat-thinks-unless-told": Case("POST /api/chat", chat(model="thinker"), holds=lambda a: a["message"]["thinking"].strip() == THOUGHT),
    "chat-think-unsupported": Case("POST /api/chat", chat(think=True), status=400, text='"hello" does not support thinking'),
    "chat-think-false": Case("POST /api/chat", chat(think=False), holds=lambda a: is_final(a)),
    "chat-think-level": Case("POST /api/chat", chat(model="thinker", think="high"), holds=lambda a: is_final(a)),
    "chat-think-wrong": Case(
        "POST /api/chat", chat(think="x"), status=400,
        text='invalid think value: "x" (must be "high", "medium", "low", "max", true, or false)',
    ),
    "chat-think-wrong-type": Case(
        "POST /api/chat", chat(think=7), status=400,
        text='think must be a boolean or string ("high", "medium", "low", "max", true, or false)',
    ),
    "chat-embedder": Case("POST /api/chat", chat(model="embed"), status=400, text='"embed" does not support chat'),
    "chat-logprobs": Case(
        "POST /api/chat", chat(model="alpha", logprobs=True, top_logprobs=2, options={"num_predict": 3}),
        holds=lambda a: len(a["logprobs"]) == 3
        and all({"token", "logprob", "bytes", "top_logprobs"} <= set(token) for token in a["logprobs"])
        and len(a["logprobs"][0]["top_logprobs"]) == 2,
    ),
    "chat-top-logprobs": Case("POST /api/chat", chat(top_logprobs=21), status=400, text="top_logprobs must be between 0 and 20"),
    "chat-bad-picture": Case(
        "POST /api/chat", chat(messages=[{**HI[0], "images": ["§"]}]), status=400, text="illegal base64 data at input byte 0"
    ),
    "chat-picture-for-a-blind-model": Case(
        "POST /api/chat", chat(messages=[{**HI[0], "images": [base64.b64encode(png(9, 9, 9)).decode()]}]), status=400
    ),
    "option-type": Case("POST /api/chat", chat(options={"temperature": "hot"}), status=400, text=wrong_type("temperature", "float32")),
    "option-whole": Case("POST /api/chat", chat(options={"num_predict": "x"}), status=400, text=wrong_type("num_predict", "integer")),
    "option-stop": Case("POST /api/chat", chat(options={"stop": [1]}), status=400, text=wrong_type("stop", "an array of strings")),
    "option-fraction": Case("POST /api/chat", chat(options={"num_predict": 3.9}), holds=lambda a: a["eval_count"] == 3),
    "option-unknown": Case("POST /api/chat", chat(options={"colour": "red"}), holds=lambda a: is_final(a)),
    "option-load-time": Case("POST /api/chat", chat(options={"num_ctx": 2048, "num_gpu": 0, "use_mmap": True}), holds=lambda a: is_final(a)),
    "keep-alive-text": Case("POST /api/chat", chat(keep_alive="10m"), holds=lambda a: is_final(a)),
    "keep-alive-forever": Case("POST /api/chat", chat(keep_alive=-1), holds=lambda a: is_final(a)),
    "keep-alive-fraction": Case("POST /api/chat", chat(keep_alive=90.5), holds=lambda a: is_final(a)),
    "keep-alive-word": Case("POST /api/chat", chat(keep_alive="abc"), status=400, text='time: invalid duration "abc"'),
    "keep-alive-unit": Case("POST /api/chat", chat(keep_alive="10"), status=400, text='time: missing unit in duration "10"'),
    "keep-alive-day": Case("POST /api/chat", chat(keep_alive="1d"), status=400, text='time: unknown unit "d" in duration "1d"'),
    "keep-alive-bool": Case("POST /api/chat", chat(keep_alive=True), status=400, text="Unsupported type: 'bool'"),
    # Generate.
    "generate": Case(
        "POST /api/generate", generate(),
        holds=lambda a: is_final(a) and a["response"] == HELLO and all(isinstance(t, int) for t in a["context"]),
    ),
    "generate-stream": Case(
        "POST /api/generate", generate(stream=True),
        holds=lambda lines: "".join(line["response"] for line in lines) == HELLO
        and all(is_line(line) for line in lines[:-1]) and is_final(lines[-1]) and "context" in lines[-1],
    ),
    "generate-load": Case("POST /api/generate", {"model": "hello"}, holds=lambda a: (a["response"], a["done_reason"]) == ("", "load")),
    "generate-unload": Case("POST /api/generate", {"model": "hello", "keep_alive": "0s"}, holds=lambda a: a["done_reason"] == "unload"),
    "generate-unload-unknown": Case("POST /api/generate", {"model": "nobody", "keep_alive": 0}, status=404, text="model 'nobody' not found"),
    "generate-raw": Case("POST /api/generate", generate(raw=True), holds=lambda a: is_final(a) and "context" not in a),
    "generate-raw-system": Case(
        "POST /api/generate", generate(raw=True, system="x"), status=400, text="raw mode does not support template, system, or context"
    ),
    "generate-suffix": Case("POST /api/generate", generate(suffix="x"), status=400, holds=lambda a: "does not support insert" in a["error"]),
    "generate-system": Case("POST /api/generate", generate(system="Be kind."), holds=lambda a: is_final(a)),
    "generate-context": Case("POST /api/generate", generate(context=[5, 6, 7]), holds=lambda a: a["context"][:3] == [5, 6, 7]),
    "generate-context-fraction": Case("POST /api/generate", generate(context=[1.5]), status=400, holds=lambda a: "context" in a["error"]),
    "generate-json": Case("POST /api/generate", generate(model="json", format="json"), holds=lambda a: json.loads(a["response"]) == {"answer": 42}),
    "generate-thinks": Case("POST /api/generate", generate(model="thinker"), holds=lambda a: a["thinking"].strip() == THOUGHT),
    "generate-options": Case(
        "POST /api/generate", generate(model="alpha", options={"num_predict": 4}), holds=lambda a: a["response"] == counted("alpha", 4)
    ),
    "generate-embedder": Case("POST /api/generate", generate(model="embed"), status=400, text='"embed" does not support generate'),
    "generate-prompt-only": Case(
        "POST /api/generate", generate(_debug_render_only=True), holds=lambda a: "Hi" in a["_debug_info"]["rendered_template"]
    ),
    "chat-prompt-only": Case(
        "POST /api/chat", chat(_debug_render_only=True), holds=lambda a: "Hi" in a["_debug_info"]["rendered_template"]
    ),
    # Vectors.
    "embed": Case("POST /api/embed", {"model": "embed", "input": "a cat"}, holds=lambda a: len(a["embeddings"]) == 1 and a["prompt_eval_count"] > 0),
    "embed-list": Case("POST /api/embed", {"model": "embed", "input": ["a", "b"]}, holds=lambda a: len(a["embeddings"]) == 2),
    "embed-nothing": Case("POST /api/embed", {"model": "embed"}, holds=lambda a: a == {"model": "embed", "embeddings": []}),
    "embed-dimensions": Case(
        "POST /api/embed", {"model": "embed", "input": "a", "dimensions": 2}, holds=lambda a: len(a["embeddings"][0]) == 2
    ),
    "embed-wrong-type": Case("POST /api/embed", {"model": "embed", "input": 7}, status=400, text="invalid input type"),
    "embeddings": Case("POST /api/embeddings", {"model": "embed", "prompt": "a"}, holds=lambda a: len(a["embedding"]) > 2),
    "embeddings-nothing": Case("POST /api/embeddings", {"model": "embed", "prompt": ""}, holds=lambda a: a == {"embedding": []}),
    # Models.
    "show": Case(
        "POST /api/show", {"model": "hello"},
        holds=lambda a: a["model_info"]["general.architecture"] == "llama"
        and isinstance(a["model_info"]["llama.context_length"], int)
        and a["capabilities"] == ["completion"] and "FROM" in a["modelfile"] and TIME.fullmatch(a["modified_at"]),
    ),
    "show-by-name": Case("POST /api/show", {"model": "", "name": "hello", "options": None}, holds=lambda a: "model_info" in a),
    "show-embedder": Case("POST /api/show", {"model": "embed"}, holds=lambda a: a["capabilities"] == ["embedding"]),
    "show-tools": Case("POST /api/show", {"model": "caller"}, holds=lambda a: {"completion", "tools"} <= set(a["capabilities"])),
    "create-nothing": Case("POST /api/create", {"model": "x"}, status=400, text="neither 'from' or 'files' was specified"),
    "blob-head": Case(f"HEAD /api/blobs/{NO_DIGEST}", status=404),
    "blob-get": Case(f"GET /api/blobs/{NO_DIGEST}", status=405),
    "blob-digest": Case("POST /api/blobs/sha256:12", b"", status=400, text="invalid digest format"),
    "blob-mismatch": Case(
        f"POST /api/blobs/{NO_DIGEST}", b"x", status=400,
        text=f'digest mismatch, expected "{NO_DIGEST}", got "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"',
    ),
}


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "json", "thinker", "caller", "embed", max_loaded_models=6)


def ask(server: Paddock, case: Case) -> httpx.Response:
    method, path = case.request.split(" ", 1)
    content = case.body if isinstance(case.body, bytes | None) else json.dumps(case.body).encode()
    url = f"{server.url}{path}"
    return server.http.request(method, url, content=content, headers=case.headers, follow_redirects=False)


def read(answer: httpx.Response) -> object:
    if "ndjson" in answer.headers.get("content-type", ""):
        return [json.loads(line) for line in answer.text.splitlines()]
    return answer.json() if "json" in answer.headers.get("content-type", "") and answer.content else answer.text


def faults(answer: httpx.Response, case: Case) -> Iterator[str]:
    """What is wrong with an answer, told apart by whether clients would break or only texts differ."""
    if answer.status_code != case.status:
        yield f"status {answer.status_code} instead of {case.status}: {answer.text[:200]}"
        return
    found = read(answer)
    try:
        if not case.holds(found):
            yield f"clients miss something: {answer.text[:300]}"
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as fault:
        yield f"{fault!r} in {answer.text[:300]}"
    if case.text is not None:
        text = found.get("error") if isinstance(found, dict) else found
        if text != case.text:
            yield f"text: {text!r} instead of {case.text!r}"


def test_clients_cannot_tell_the_difference(server: Paddock) -> None:
    found = {name: list(faults(ask(server, case), case)) for name, case in CASES.items()}
    lenient = {name: list_ for name, list_ in found.items() if any(not fault.startswith("text:") for fault in list_)}
    exact = {name: list_ for name, list_ in found.items() if list_}
    report = "\n".join(f"{name}: {'; '.join(list_)}" for name, list_ in exact.items())
    print(f"{len(CASES)} requests, {len(lenient)} break clients, {len(exact)} differ at all\n{report}")
    assert not lenient, report
    assert len(exact) <= len(CASES) * 0.03, report
