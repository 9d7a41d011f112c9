"""A child that hangs: noticed by probes in every phase, killed and replaced, and no burden for anybody else."""

import json
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ollama
import openai
import pytest

from conftest import counted
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]


def is_gone(process: int) -> Callable[[], bool]:
    def look() -> bool:
        """the process that hung is gone"""
        return not Path(f"/proc/{process}").exists()

    return look


def through_openai(server: Paddock, stream: bool) -> str:
    answer = server.openai().chat.completions.create(model="slow", messages=HI, max_tokens=300, stream=stream)
    if stream:
        return "".join(chunk.choices[0].delta.content or "" for chunk in answer)
    return answer.choices[0].message.content


def through_ollama(server: Paddock, stream: bool) -> str:
    answer = server.ollama().chat("slow", HI, stream=stream, options={"num_predict": 300})
    return "".join(piece.message.content for piece in answer) if stream else answer.message.content


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("ask", [through_openai, through_ollama])
def test_a_client_that_has_no_byte_yet_never_learns_of_it(
    paddock: Start, ask: Callable[[Paddock, bool], str], stream: bool
) -> None:
    server = paddock("slow", hang_timeout="1s")
    server.ask("slow")
    first = server.kill("slow", signal.SIGSTOP)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, server, stream)
        assert answer.result(timeout=8) == counted("slow", 300)
    assert server.child("slow").process != first
    eventually(is_gone(first))


def test_each_library_raises_its_own_error_when_a_stream_stands_still(paddock: Start) -> None:
    server = paddock("slow", hang_timeout="1s")
    ours = server.openai().chat.completions.create(model="slow", messages=HI, stream=True, max_tokens=9000)
    next(ours)
    theirs = server.ollama().chat("slow", HI, stream=True, options={"num_predict": 9000})
    next(theirs)
    server.kill("slow", signal.SIGSTOP)
    with pytest.raises(openai.APIError, match="did not answer"):
        list(ours)
    with pytest.raises(ollama.ResponseError, match="did not answer"):
        list(theirs)
    assert server.ask("slow") == counted("slow", 20)


def test_it_is_noticed_within_six_seconds_unless_told_otherwise(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    start = time.monotonic()
    first = server.kill("alpha", signal.SIGSTOP)
    eventually(is_gone(first), within=10)
    assert time.monotonic() - start < 7.5
    assert server.ask("alpha") == counted("alpha", 20)


def test_a_child_that_only_paused_goes_on(paddock: Start) -> None:
    server = paddock("slow", hang_timeout="5s")
    stream = server.stream(tokens=600)
    process = server.kill("slow", signal.SIGSTOP)
    # As long as a probe takes that is answered late.
    eventually(lambda: is_stopped(process))
    end = time.monotonic() + 1.5
    eventually(lambda: time.monotonic() > end)
    os.kill(process, signal.SIGCONT)
    assert stream.finish() == counted("slow", 600)
    assert server.child("slow").process == process and server.state("slow")["failures"] == 0


def is_stopped(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_one_that_hangs_while_it_loads_is_replaced(paddock: Start) -> None:
    server = paddock("alpha", hang_timeout="1s", load_timeout="4s")
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.http.post, "/v1/pool/load", json={"model": "alpha"})
        [child] = eventually(server.children)
        os.kill(child.process, signal.SIGSTOP)
        assert answer.result(timeout=15).status_code in (200, 504)
    eventually(is_gone(child.process))
    assert server.ask("alpha") == counted("alpha", 20)


def test_one_that_hangs_is_unloaded_all_the_same(paddock: Start) -> None:
    server = paddock("alpha", hang_timeout=0)
    server.ask("alpha")
    first = server.kill("alpha", signal.SIGSTOP)
    answer = server.http.post("/v1/pool/unload", json={"model": "alpha"}, timeout=6)
    assert answer.json()["state"] == "unloaded" and is_gone(first)()


def test_one_that_hangs_gives_its_place_to_others(paddock: Start) -> None:
    server = paddock("slow", "beta", max_loaded_models=1, hang_timeout="1s", queue={"patience": "100ms"})
    stream = server.stream()
    server.kill("slow", signal.SIGSTOP)
    assert server.ask("beta") == counted("beta", 20)
    assert b"did not answer" in b"".join(stream.wire.chunks())


def test_the_server_ends_in_time_with_children_that_hang(paddock: Start) -> None:
    server = paddock("slow", "beta", hang_timeout=0, shutdown_grace="500ms")
    stream = server.stream()
    server.ask("beta")
    for model in ("slow", "beta"):
        server.kill(model, signal.SIGSTOP)
    server.signal(signal.SIGTERM)
    assert server.process.wait(timeout=6) == 0
    assert server.has_no_children()
    events = b"".join(stream.wire.chunks())
    assert b'"error"' in events and events.endswith(b"data: [DONE]\n\n")


def test_it_counts_as_a_failure_and_is_told_as_one(paddock: Start) -> None:
    server = paddock("alpha", hang_timeout="1s")
    server.ask("alpha")
    with server.http.stream("GET", "/v1/events") as feed:
        server.kill("alpha", signal.SIGSTOP)
        data = (json.loads(line[6:]) for line in feed.iter_lines() if line.startswith("data: {"))
        crash = next(event for event in data if event["type"] == "crash")
    assert crash["model"] == "alpha" and "did not answer" in crash["message"]
    eventually(lambda: server.state("alpha")["failures"] == 1)
    server.ask("alpha")
    assert server.state("alpha")["failures"] == 0
