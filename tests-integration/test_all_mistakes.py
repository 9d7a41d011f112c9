"""A body with five mistakes or more is told all of them in one answer, each with its place, on every route."""

import json
from pathlib import Path

import anthropic
import openai
import pytest

from server import Paddock, Start
from test_openai import HI

CASES = Path(__file__).parent.parent / "Tests/TranslateTests/Cases/mistakes"
BOTH = ("", "/v1")
# The routes of each request, by the first word of its cases' names.
ROUTES = {
    "chat": ["/v1/chat/completions", *(f"{root}/apply-template" for root in BOTH)],
    "response": ["/v1/responses"],
    "message": ["/v1/messages"],
    "completion": ["/v1/completions"],
    "embedding": ["/v1/embeddings"],
    "rerank": [f"{root}/{name}" for root in BOTH for name in ("rerank", "reranking")],
    "tokenize": [f"{root}/tokenize" for root in BOTH],
    "detokenize": [f"{root}/detokenize" for root in BOTH],
    "native": [f"{root}/completion" for root in BOTH],
    "infill": [f"{root}/infill" for root in BOTH],
}


def read(case: Path) -> tuple[dict, list[str]]:
    """A body, and what is wrong with it."""
    body, told = case.read_text().split("\n---\n")
    return json.loads(body), told.strip().splitlines()


def cases() -> list:
    found = [(path, case) for case in sorted(CASES.glob("*.case")) for path in ROUTES[case.stem.split("-")[0]]]
    return [pytest.param(path, case, id=f"{path} {case.stem}") for path, case in found]


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("hello")


@pytest.mark.parametrize(("path", "case"), cases())
def test_every_mistake_is_told_with_its_place(server: Paddock, path: str, case: Path) -> None:
    body, told = read(case)
    answer = server.http.post(path, json={"model": "hello", **body})
    error = answer.json()["error"]
    assert (answer.status_code, error["message"].split("; ")) == (400, "; ".join(told).split("; "))
    if path != "/v1/messages":
        assert error["param"] == told[0].split(": ")[0]
        assert error["type"] == "invalid_request_error"
    assert server.children() == []


def test_tokens_are_counted_of_no_body_with_mistakes(server: Paddock) -> None:
    body, told = read(CASES / "message.case")
    fields = {key: body[key] for key in ("messages", "tools", "tool_choice", "thinking")}
    answer = server.http.post("/v1/messages/count_tokens", json={"model": "hello", **fields})
    kept = [line for line in told if not line.startswith(("max_tokens", "temperature"))]
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "; ".join(kept))


def test_forms_are_told_theirs(server: Paddock) -> None:
    chat = {
        "messages": json.dumps([{"role": "fool", "content": "x"}, {"role": "user", "content": [{"type": "text"}]}]),
        "max_tokens": "0", "temperature": "hot", "top_k": "-2", "stream_options": "{}",
    }
    sound = {"response_format": "srt", "temperature": "hot", "max_tokens": "0", "stream": "maybe"}
    places = {
        "/v1/chat/completions/multipart": (
            chat, ["messages[0].role", "messages[1].content[0].text", "stream_options", "max_tokens", "temperature", "top_k"]
        ),
        "/v1/audio/transcriptions": (sound, ["response_format", "temperature", "max_tokens", "stream", "file"]),
    }
    for path, (fields, expected) in places.items():
        form = {key: (None, value) for key, value in {"model": "hello", **fields}.items()}
        answer = server.http.post(path, files=form)
        told = [line.split(": ")[0] for line in answer.json()["error"]["message"].split("; ")]
        assert (answer.status_code, sorted(told)) == (400, sorted(expected)), path


def test_openais_library_raises_them_as_one(server: Paddock) -> None:
    body, told = read(CASES / "chat.case")
    with pytest.raises(openai.BadRequestError) as caught:
        server.openai().chat.completions.create(model="hello", **body)
    assert caught.value.param == "messages[0].role" and caught.value.code == "invalid_value"
    assert all(line in caught.value.message for line in told)


def test_anthropics_library_raises_them_as_one(server: Paddock) -> None:
    body, told = read(CASES / "message.case")
    client = anthropic.Anthropic(base_url=server.url, api_key="none", max_retries=0)
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(model="hello", extra_body=body, max_tokens=body["max_tokens"], messages=body["messages"])
    assert all(line in caught.value.message for line in told)


@pytest.mark.parametrize(
    "fields",
    [
        {"max_tokens": -1, "stop": "."},
        {"stop": []},
        {"tools": [], "tool_choice": "none"},
        {"response_format": {"type": "text"}, "reasoning_effort": None},
        {"messages": [*HI, {"role": "assistant", "content": None, "tool_calls": [
            {"id": "a", "type": "function", "function": {"name": "f", "arguments": ""}}
        ]}, {"role": "tool", "tool_call_id": "a", "content": None}]},
    ],
    ids=["no-limit", "no-stop", "no-tools", "plain", "null"],
)
def test_what_clients_send_besides_is_welcome(server: Paddock, fields: dict) -> None:
    answer = server.http.post("/v1/chat/completions", json={"model": "hello", "messages": HI, **fields})
    assert answer.status_code == 200, answer.text
