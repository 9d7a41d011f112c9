"""Operators ask for the pool's models at the worst of moments."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Gate, counted
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]


def load(server: Paddock, model: str, **fields: object) -> tuple[int, dict]:
    answer = server.http.post("/v1/pool/load", json={"model": model, **fields})
    return answer.status_code, answer.json()


def steps(server: Paddock, model: str) -> Iterator[tuple[str, str | None]]:
    """What a load tells on its way."""
    with server.http.stream("POST", "/v1/pool/load", json={"model": model, "stream": True}) as response:
        assert response.status_code == 200
        for line in response.iter_lines():
            if line.startswith("data: {"):
                event = json.loads(line[6:])
                yield event["type"], event.get("reason")
            elif line == "data: [DONE]":
                yield "done", None


@pytest.mark.parametrize("why", ["unload", "reload"])
def test_a_load_of_a_model_that_is_leaving_lasts_until_it_is_back(paddock: Start, models: dict, why: str) -> None:
    server = paddock("slow", "beta")
    stream = server.stream(tokens=800)
    with ThreadPoolExecutor() as pool:
        if why == "unload":
            pool.submit(server.http.post, "/v1/pool/unload", json={"model": "slow"})
        else:
            changed = {**models["slow"], "config": {**models["slow"]["config"], "n_ctx": 16384}}
            server.configure({**server.settings, "models": [changed, models["beta"]]})
            server.http.post("/v1/pool/reload")
        eventually(lambda: server.state("slow")["state"] == "draining")
        old = server.state("slow")["pid"]
        told = pool.submit(lambda: list(steps(server, "slow")))
        eventually(lambda: server.state("slow")["waiting"] == 1)
        assert stream.finish() == counted("slow", 800)
        *_, last, done = told.result()
    assert (last, done) == (("start", None), ("done", None))
    state = server.state("slow")
    assert state["state"] == "ready" and state["pid"] != old


def test_a_load_waits_for_a_model_that_is_leaving(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.stream(tokens=800)
    with ThreadPoolExecutor() as pool:
        left = pool.submit(server.http.post, "/v1/pool/unload", json={"model": "slow"})
        eventually(lambda: server.state("slow")["state"] == "draining")
        back = pool.submit(load, server, "slow")
        assert stream.finish() == counted("slow", 800)
        assert left.result().json()["state"] == "unloaded"
        assert back.result()[1]["state"] == "ready"


def test_a_model_that_is_always_asked_is_unloaded_all_the_same(paddock: Start) -> None:
    server = paddock("slow")
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            assert server.ask("slow", 100) == counted("slow", 100)

    with ThreadPoolExecutor(3) as pool:
        clients = [pool.submit(ask) for _ in range(3)]
        first = server.child("slow").process
        try:
            answer = server.http.post("/v1/pool/unload", json={"model": "slow"}, timeout=15)
        finally:
            is_over.set()
        assert answer.json()["state"] == "unloaded" and not Path(f"/proc/{first}").exists()
        for client in clients:
            client.result()


def test_an_unload_of_a_busy_model_is_told_as_one(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.stream(tokens=400)
    with server.http.stream("GET", "/v1/events") as feed, ThreadPoolExecutor() as pool:
        pool.submit(server.http.post, "/v1/pool/unload", json={"model": "slow"})
        assert stream.finish() == counted("slow", 400)
        events = (json.loads(line[6:]) for line in feed.iter_lines() if line.startswith("data: {"))
        assert next(event for event in events if event["type"] == "stop")["reason"] == "unload"


def test_an_unload_of_a_model_that_loads_calls_the_load_off(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), "beta", variants=gate.variants)
    with ThreadPoolExecutor() as pool:
        body = {"model": "alpha", "messages": HI, "max_tokens": 5}
        asked = pool.submit(server.http.post, "/v1/chat/completions", json=body)
        eventually(server.children)
        answer = pool.submit(server.http.post, "/v1/pool/unload", json={"model": "alpha"})
        gate.open()
        gate.open()
        assert answer.result().json()["state"] == "unloaded"
        # Who asked for it is either answered or told, but never left without an answer.
        assert asked.result().status_code in (200, 503)
    assert server.ask("beta") == counted("beta", 20)


def test_ten_loads_and_unloads_at_once_end_well(paddock: Start) -> None:
    server = paddock("alpha", "beta", "gamma", max_loaded_models=1)
    calls = [(route, model) for model in ("alpha", "beta", "gamma") for route in ("load", "unload") for _ in range(10)]
    with ThreadPoolExecutor(len(calls)) as pool:
        answers = list(pool.map(lambda call: server.http.post(f"/v1/pool/{call[0]}", json={"model": call[1]}), calls))
    for (route, _), answer in zip(calls, answers, strict=True):
        assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == ("ready" if route == "load" else "unloaded")
    assert len(server.children()) <= 1
    assert server.pool()["waiting"] == 0


def test_a_pinned_model_can_be_unloaded_by_hand(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "pinned": True}, "beta", max_loaded_models=1)
    server.ask("alpha")
    assert server.http.post("/v1/pool/unload", json={"model": "alpha"}).json()["state"] == "unloaded"
    assert server.ask("beta") == counted("beta", 20)


@pytest.mark.parametrize(("keep_alive", "stays"), [("200ms", False), (0.2, False), ("1h", True), (-1, True)])
def test_a_load_may_say_how_long_its_model_stays(paddock: Start, keep_alive: object, stays: bool) -> None:
    server = paddock("alpha", keep_alive="1s" if stays else "1h")
    assert load(server, "alpha", keep_alive=keep_alive)[0] == 200
    if stays:
        left = server.state("alpha").get("expires_in_seconds")
        assert left is None if keep_alive == -1 else left > 3000
    else:
        eventually(server.has_no_children, within=3)


@pytest.mark.parametrize(
    "body",
    [{}, {"model": 7}, {"model": ""}, {"model": "alpha", "keep_alive": "soon"}, {"model": "alpha", "stream": "yes"}],
)
def test_what_it_does_not_understand_it_refuses_in_openais_form(paddock: Start, body: dict) -> None:
    server = paddock("alpha")
    answer = server.http.post("/v1/pool/load", json=body)
    assert answer.status_code in (400, 404) and set(answer.json()["error"]) == {"message", "type", "param", "code"}
    assert server.has_no_children()


def test_a_load_as_a_stream_tells_why_it_cannot_be(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "pinned": True}, "beta", max_loaded_models=1)
    server.ask("alpha")
    with server.http.stream("POST", "/v1/pool/load", json={"model": "beta", "stream": True}) as response:
        text = "".join(response.iter_text())
    assert "Pinned" in text
    assert response.status_code == 503 or text.endswith("data: [DONE]\n\n")


def test_the_pool_tells_who_waits_and_who_is_answered(paddock: Start) -> None:
    server = paddock("slow", "beta", max_loaded_models=1)
    streams = [server.stream(), server.stream()]
    wires = [server.wire() for _ in range(3)]
    for wire in wires:
        wire.chat("beta")
    eventually(lambda: server.pool()["waiting"] == 3)
    assert server.state("slow")["leases"] == 2 and server.state("beta")["waiting"] == 3
    assert server.state("beta")["state"] == "unloaded"
    for wire in wires:
        wire.leave()
    eventually(lambda: server.pool()["waiting"] == 0)
    for stream in streams:
        stream.leave()
    eventually(lambda: server.state("slow")["leases"] == 0)


def test_a_model_in_its_first_seconds_is_shown_with_its_process(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    state = server.state("alpha")
    assert state["pid"] == server.child("alpha").process
    assert 0 < state["load_seconds"] < 30 and 0 <= state["idle_seconds"] < 30
    assert 0 < state["expires_in_seconds"] <= 300
    eventually(lambda: server.state("alpha").get("resident_bytes", 0) > 1 << 20)
