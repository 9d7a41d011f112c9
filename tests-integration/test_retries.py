"""What a child that is killed means for its clients: nothing at all before their first byte, in whatever words."""

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tiny_gguf
from conftest import Gate, counted
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]
LONG = [{"role": "user", "content": "word " * 1500}]


def openai_whole(server: Paddock) -> str:
    answer = server.openai().chat.completions.create(model="slow", messages=LONG, max_tokens=20)
    return answer.choices[0].message.content


def openai_stream(server: Paddock) -> str:
    chunks = server.openai().chat.completions.create(model="slow", messages=LONG, max_tokens=20, stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def ollama_whole(server: Paddock) -> str:
    return server.ollama().chat("slow", LONG, options={"num_predict": 20}).message.content


def ollama_stream(server: Paddock) -> str:
    pieces = server.ollama().chat("slow", LONG, stream=True, options={"num_predict": 20})
    return "".join(piece.message.content for piece in pieces)


@pytest.mark.parametrize("ask", [openai_whole, openai_stream, ollama_whole, ollama_stream])
def test_a_request_whose_prompt_was_being_read_is_answered_by_the_next_child(
    paddock: Start, ask: Callable[[Paddock], str]
) -> None:
    server = paddock("slow")
    server.ask("slow")
    child = server.child("slow")
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, server)
        eventually(lambda: child.busy_slots() == 1)
        server.kill("slow")
        assert answer.result() == counted("slow", 20)
    assert server.child("slow").process != child.process


def test_comment_lines_do_not_count_as_a_first_byte(paddock: Start) -> None:
    server = paddock("slow", ping_interval="50ms")
    server.ask("slow")
    wire = server.wire()
    wire.chat("slow", messages=LONG, max_tokens=20)
    assert wire.head()[0] == 200
    chunks = wire.chunks()
    assert next(chunks) == b":\n\n"
    server.kill("slow")
    body = b"".join(chunks)
    assert b'"error"' not in body and body.endswith(b"data: [DONE]\n\n")
    data = [json.loads(line[6:]) for line in body.decode().splitlines() if line.startswith("data: {")]
    said = "".join(choice["delta"].get("content") or "" for chunk in data for choice in chunk["choices"])
    assert said == counted("slow", 20)


def is_another(state: dict, process: int) -> bool:
    """another child is ready"""
    return state["state"] == "ready" and state.get("pid") != process


def test_a_second_death_is_told(paddock: Start) -> None:
    server = paddock("slow")
    server.ask("slow")
    with ThreadPoolExecutor() as pool:
        body = {"model": "slow", "messages": LONG}
        answer = pool.submit(server.http.post, "/v1/chat/completions", json=body)
        first = server.child("slow")
        eventually(lambda: first.busy_slots() == 1)
        os.kill(first.process, signal.SIGKILL)
        eventually(lambda: is_another(server.state("slow"), first.process))
        second = server.child("slow")
        eventually(lambda: second.busy_slots() == 1)
        os.kill(second.process, signal.SIGKILL)
        error = answer.result().json()["error"]
    assert answer.result().status_code == 502 and error["code"] == "backend_failed" and "SIGKILL" in error["message"]
    # After two deaths in a row it is left alone for a second.
    eventually(lambda: server.state("slow")["state"] == "unloaded")
    assert server.ask("slow") == counted("slow", 20)


def test_one_that_is_killed_while_it_loads_is_told_or_replaced(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), variants=gate.variants)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(
            server.http.post, "/v1/chat/completions", json={"model": "alpha", "messages": HI, "max_tokens": 5}
        )
        [child] = eventually(server.children)
        os.kill(child.process, signal.SIGKILL)
        gate.open()
        result = answer.result()
    assert result.status_code == 500 and "SIGKILL" in result.json()["error"]["message"]
    gate.open()
    assert server.ask("alpha") == counted("alpha", 20)


def test_vectors_are_made_anew(paddock: Start) -> None:
    server = paddock("embed")
    body = {"model": "embed", "input": ["word " * 80] * 64}
    right = server.http.post("/v1/embeddings", json=body).json()["data"]
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.http.post, "/v1/embeddings", json=body)
        eventually(lambda: server.state("embed")["leases"] == 1 or answer.done())
        server.kill("embed")
        assert answer.result().json()["data"] == right


def test_a_tool_call_is_made_anew(paddock: Start) -> None:
    server = paddock("caller")
    for stream in (False, True):
        server.http.post("/v1/pool/load", json={"model": "caller"})
        server.kill("caller")
        body = {
            "model": "caller",
            "messages": HI,
            "stream": stream,
            "tools": [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}],
        }
        answer = server.http.post("/api/chat", json=body)
        assert answer.status_code == 200 and answer.text.count("get_weather") == 1


def test_twenty_deaths_leave_nothing_behind(paddock: Start, tmp_path: Path) -> None:
    server = paddock("alpha")

    def die() -> None:
        server.ask("alpha")
        server.kill("alpha")

    for _ in range(3):
        die()
    server.ask("alpha")
    before = len(os.listdir(f"/proc/{server.process.pid}/fd"))
    for _ in range(20):
        die()
    server.ask("alpha")
    assert len(os.listdir(f"/proc/{server.process.pid}/fd")) <= before + 2
    assert len(list(server.runtime.rglob("*.sock"))) == 1


def test_deaths_between_answers_do_not_add_up_to_a_breaker(paddock: Start) -> None:
    server = paddock("alpha")
    for _ in range(5):
        assert server.ask("alpha") == counted("alpha", 20)
        server.kill("alpha")
    assert server.ask("alpha") == counted("alpha", 20)


def test_a_model_that_cannot_take_its_file_any_more_harms_nobody(paddock: Start, tmp_path: Path) -> None:
    path = tmp_path / "swapped.gguf"
    tiny_gguf.write_chat(path, "swapped")
    server = paddock({"id": "swapped", "config": {"model_path": str(path), "n_ctx": 2048}}, "beta")
    assert server.ask("swapped") == counted("swapped", 20)
    half = tmp_path / "half.gguf"
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    half.rename(path)
    # The one that runs has its own hold on the old file.
    assert server.ask("swapped") == counted("swapped", 20)
    server.kill("swapped")
    answer = server.http.post("/v1/chat/completions", json={"model": "swapped", "messages": HI})
    assert answer.status_code == 500 and answer.json()["error"]["code"] == "model_load_failed"
    assert server.ask("beta") == counted("beta", 20)
    tiny_gguf.write_chat(half, "mended")
    half.rename(path)
    eventually(lambda: server.http.post("/v1/pool/load", json={"model": "swapped"}).status_code == 200)
    assert server.ask("swapped") == counted("mended", 20)
