"""HTTP as it comes over the wire, from clients that are slow, old, clever or hostile."""

import json

import pytest

from conftest import HELLO, counted
from server import Paddock, Start
from streams import Stream
from waiting import eventually
from wire import Wire, post

CHAT = {"model": "hello", "messages": [{"role": "user", "content": "Hi!"}]}


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello")


@pytest.fixture
def wire(server: Paddock) -> Wire:
    with server.wire() as wire:
        yield wire


def said(body: bytes) -> str:
    return json.loads(body)["choices"][0]["message"]["content"]


def test_a_connection_serves_one_request_after_another(wire: Wire) -> None:
    for _ in range(3):
        wire.post("/v1/chat/completions", CHAT)
        assert said(wire.answer().body) == HELLO
        wire.chat("hello")
        assert wire.answer().body.endswith(b"data: [DONE]\n\n")
        wire.get("/")
        assert wire.answer().body == b"Ollama is running"


def test_requests_sent_ahead_are_answered_in_their_order(wire: Wire) -> None:
    wire.send(
        post("/v1/chat/completions", CHAT),
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
        post("/v1/chat/completions", {**CHAT, "stream": True}),
        "GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n",
    )
    answers = [wire.answer() for _ in range(5)]
    assert [answer.status for answer in answers] == [200, 200, 404, 200, 200]
    assert said(answers[0].body) == HELLO
    assert answers[1].body == b"Ollama is running"
    assert answers[3].body.endswith(b"data: [DONE]\n\n")
    assert b"version" in answers[4].body


def test_a_connection_is_closed_if_the_client_wants_it(wire: Wire) -> None:
    wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    answer = wire.answer()
    assert (answer.status, answer.headers["connection"]) == (200, "close")
    assert wire.has_ended()


def test_a_body_may_come_in_chunks(wire: Wire) -> None:
    body = json.dumps(CHAT).encode()
    wire.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
    for start in range(0, len(body), 7):
        part = body[start : start + 7]
        wire.send(f"{len(part):x}\r\n", part, "\r\n")
    wire.send("0\r\n\r\n")
    assert said(wire.answer().body) == HELLO


def test_a_request_may_come_byte_by_byte(wire: Wire) -> None:
    for byte in post("/v1/chat/completions", CHAT):
        wire.send(bytes([byte]))
    assert said(wire.answer().body) == HELLO


def test_a_client_that_asks_first_is_told_to_go_on(wire: Wire) -> None:
    head, _, body = post("/v1/chat/completions", CHAT, "Expect: 100-continue").partition(b"\r\n\r\n")
    wire.send(head, b"\r\n\r\n")
    assert wire.answer().status == 100
    wire.send(body)
    assert said(wire.answer().body) == HELLO


def test_a_body_of_eight_megabytes_is_taken(server: Paddock) -> None:
    answer = server.http.post("/api/chat", json={**CHAT, "stream": False, "padding": "x" * 8 * 2**20})
    assert answer.json()["message"]["content"] == HELLO


@pytest.mark.parametrize("dialect", ["/v1/chat/completions", "/api/chat"])
def test_a_client_of_http_1_0_gets_a_stream_without_chunks(wire: Wire, dialect: str) -> None:
    body = json.dumps({**CHAT, "stream": True})
    wire.send(f"POST {dialect} HTTP/1.0\r\nContent-Length: {len(body)}\r\n\r\n{body}")
    answer = wire.answer()
    assert answer.status == 200 and "transfer-encoding" not in answer.headers
    assert answer.body.endswith(b"data: [DONE]\n\n" if dialect.startswith("/v1") else b"}\n")


def test_a_client_of_http_1_0_gets_its_answer_and_the_end(wire: Wire) -> None:
    wire.send("GET / HTTP/1.0\r\n\r\n")
    assert wire.answer().body == b"Ollama is running"
    assert wire.has_ended()


def test_a_head_without_end_is_refused(wire: Wire) -> None:
    wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ", "x" * 100_000, "\r\n\r\n")
    assert wire.head()[0] == 431


GET, POST = "GET / HTTP/1.1\r\nHost: localhost\r\n", "POST /api/chat HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize(
    "bytes_",
    [
        "this is not HTTP\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        f"{GET}No colon here\r\n\r\n",
        f"{GET}X-Blank : before the colon\r\n\r\n",
        f"{GET}X-Folded: one\r\n two\r\n\r\n",
        f"{POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}",
        f"{POST}Content-Length: -2\r\n\r\n{{}}",
        f"{POST}Content-Length: two\r\n\r\n{{}}",
        f"{POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        f"{POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n",
    ],
    ids=["words", "version", "tls", "no-colon", "blank", "folded", "lengths", "negative", "word", "both", "chunk"],
)
def test_what_two_readers_could_understand_in_two_ways_is_refused(wire: Wire, server: Paddock, bytes_: str) -> None:
    wire.send(bytes_.encode("latin-1"))
    answer = wire.answer()
    assert answer.status in (400, 505) and answer.headers["connection"] == "close"
    assert wire.has_ended()
    assert server.http.get("/health").status_code == 200


def test_streams_name_their_kind_and_are_not_kept(wire: Wire) -> None:
    for path, kind in (("/v1/chat/completions", "text/event-stream"), ("/api/chat", "application/x-ndjson")):
        wire.chat("hello", path)
        answer = wire.answer()
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["transfer-encoding"] == "chunked"
        assert "llama.cpp" not in answer.headers.get("server", "")


def test_a_client_that_does_not_read_costs_little_memory_and_loses_nothing(paddock: Start, models: dict) -> None:
    roomy = {**models["alpha"], "config": {**models["alpha"]["config"], "n_ctx": 16_384}}
    server = paddock(roomy)
    server.ask("alpha")
    child, before = server.child("alpha"), server.resident_bytes()
    # About 20 MB, written while nobody reads.
    stream = Stream(Wire(server.port, receive_buffer=4096), "alpha", 8000, logprobs=True, top_logprobs=20)
    eventually(child.is_idle, within=60, every=0.2)
    assert server.resident_bytes() - before < 8 * 2**20
    assert stream.begin().finish() == counted("alpha", 8000)
    assert server.resident_bytes() - before < 8 * 2**20
