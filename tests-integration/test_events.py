"""What GET /v1/events tells: every change, in order, as the standard for server-sent events spells it."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from conftest import Gate
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]


@contextmanager
def watched(server: Paddock) -> Iterator[Iterator[dict]]:
    """The events from now on; each is held to its framing."""
    with server.http.stream("GET", "/v1/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield frames(response.iter_lines())


def frames(lines: Iterator[str]) -> Iterator[dict]:
    for line in lines:
        if not line or line.startswith(":"):
            continue
        kind = line.removeprefix("event: ")
        event = json.loads(next(lines).removeprefix("data: "))
        assert event["type"] == kind and next(lines) == ""
        yield event


def upto(events: Iterator[dict], kind: str, model: str) -> dict:
    """Reads on to an event."""
    return next(event for event in events if (event["type"], event["model"]) == (kind, model))


def test_every_event_says_what_when_and_of_which_model(paddock: Start) -> None:
    server = paddock("alpha")
    before = datetime.now(UTC)
    with watched(server) as events, ThreadPoolExecutor() as pool:
        asked = pool.submit(server.ask, "alpha")
        seen = [next(events) for _ in range(4)]
        asked.result()
    times = [datetime.fromisoformat(event["time"]) for event in seen]
    assert times == sorted(times) and abs((times[0] - before).total_seconds()) < 5
    started, finished = seen[2], seen[3]
    assert started["id"] == finished["id"] and seen[1]["pid"] == server.child("alpha").process


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_a_client_that_leaves_is_told_as_one(paddock: Start, stream: bool) -> None:
    server = paddock("slow")
    server.ask("slow")
    with watched(server) as events:
        wire = server.wire()
        wire.chat("slow", stream=stream)
        upto(events, "request_started", "slow")
        wire.leave()
        assert upto(events, "request_finished", "slow")["status"] == 499


def test_an_answer_is_told_with_the_status_that_its_client_saw(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    with watched(server) as events:
        body = {"model": "alpha", "messages": HI, "grammar": "nonsense"}
        answer = server.http.post("/v1/chat/completions", json=body)
        assert answer.status_code == upto(events, "request_finished", "alpha")["status"] == 400


def test_a_load_that_fails_is_told_with_its_reason(paddock: Start, models: dict, tmp_path: Path) -> None:
    (tmp_path / "text.gguf").write_text("this is no model")
    server = paddock({**models["alpha"], "config": {"model_path": str(tmp_path / "text.gguf")}})
    with watched(server) as events:
        answer = server.http.post("/v1/chat/completions", json={"model": "alpha", "messages": HI})
        event = upto(events, "load_failed", "alpha")
    assert (event["code"], event["message"]) == (answer.json()["error"]["code"], answer.json()["error"]["message"])


@pytest.mark.parametrize("reason", ["evicted", "idle", "unload", "reload"])
def test_a_stop_is_told_with_its_reason(paddock: Start, models: dict, reason: str) -> None:
    server = paddock("alpha", "beta", max_loaded_models=1)
    with watched(server) as events:
        server.ask("alpha", keep_alive="200ms" if reason == "idle" else "5m")
        if reason == "evicted":
            server.ask("beta")
        elif reason == "unload":
            server.http.post("/v1/pool/unload", json={"model": "alpha"})
        elif reason == "reload":
            server.configure({**server.settings, "models": [models["beta"]]})
        stop = upto(events, "stop", "alpha")
    assert stop["reason"] == reason


def test_a_shutdown_is_told_and_ends_the_feed(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    with watched(server) as events:
        server.signal(signal.SIGTERM)
        assert upto(events, "stop", "alpha")["reason"] == "shutdown"
    assert server.process.wait(timeout=10) == 0


def test_a_load_that_nobody_wants_any_more_is_told_to_its_end(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), "beta", max_loaded_models=1, variants=gate.variants)
    with watched(server) as events:
        wire = server.wire()
        wire.chat("alpha")
        upto(events, "load_started", "alpha")
        wire.leave()
        server.ask("beta")
        assert upto(events, "stop", "alpha")["reason"] == "evicted"
        upto(events, "start", "beta")


def test_a_crash_during_a_request_is_told_before_its_second_try(paddock: Start) -> None:
    server = paddock("slow")
    server.ask("slow")
    with watched(server) as events, ThreadPoolExecutor() as pool:
        asked = pool.submit(server.ask, "slow", 300)
        upto(events, "request_started", "slow")
        first = server.kill("slow")
        assert upto(events, "crash", "slow")["exit_status"] == "signal 9 (SIGKILL)"
        upto(events, "load_started", "slow")
        assert upto(events, "start", "slow")["pid"] != first
        assert upto(events, "request_finished", "slow")["status"] == 200
        asked.result()


def test_a_hundred_watchers_that_leave_cost_nothing(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    folder = f"/proc/{server.process.pid}/fd"
    before = len(os.listdir(folder))
    watchers = [server.wire() for _ in range(100)]
    for wire in watchers:
        wire.get("/v1/events")
        wire.head()
    server.ask("alpha")
    for wire in watchers:
        wire.vanish()
    eventually(lambda: len(os.listdir(folder)) <= before)
