"""What operators ask of the pool, and tell it to do; and what they see happen."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator

import httpx

from conftest import Gate, counted
from server import Paddock, Start
from waiting import eventually


class Watcher:
    """Collects the events of a server in the background."""

    def __init__(self, server: Paddock) -> None:
        self.events: list[dict] = []
        self.client = httpx.Client(base_url=server.url, timeout=None)
        self.response = self.client.send(self.client.build_request("GET", "/v1/events"), stream=True)
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self) -> None:
        # The server may end in the middle of it.
        with contextlib.suppress(httpx.TransportError):
            for line in self.response.iter_lines():
                if line.startswith("data: {"):
                    self.events.append(json.loads(line[6:]))

    def kinds(self) -> list[tuple[str, str, str | None]]:
        return [(event["type"], event["model"], event.get("reason")) for event in self.events]


def events(response: httpx.Response) -> Iterator[str]:
    return (line for line in response.iter_lines() if line.startswith(("event: ", "data: ")))


def test_load_waits_until_the_model_can_be_used(paddock: Start) -> None:
    server = paddock("alpha")
    answer = server.http.post("/v1/pool/load", json={"model": "alpha"}).json()
    assert answer["state"] == "ready" and answer["load_seconds"] > 0
    assert server.state("alpha")["state"] == "ready" and server.state("alpha")["leases"] == 0
    assert server.http.post("/v1/pool/load", json={"model": "ALPHA:latest"}).json()["model"] == "alpha"


def test_load_tells_how_it_goes_if_asked(paddock: Start) -> None:
    server = paddock("alpha", "beta", max_loaded_models=1)
    server.ask("beta")
    with server.http.stream("POST", "/v1/pool/load", json={"model": "alpha", "stream": True}) as response:
        lines = list(events(response))
    assert lines[0] == "event: load_started" and lines[-2].startswith('data: {"type":"start"')
    assert lines[-1] == "data: [DONE]" and "drop_and_load" in lines[1]
    with server.http.stream("POST", "/v1/pool/load", json={"model": "alpha", "stream": True}) as response:
        assert [line for line in events(response)][-1] == "data: [DONE]"


def test_a_load_that_fails_says_why(paddock: Start, models: dict, tmp_path) -> None:
    entry = {**models["alpha"], "id": "gone", "config": {"model_path": str(tmp_path / "gone.gguf")}}
    server = paddock(entry)
    answer = server.http.post("/v1/pool/load", json={"model": "gone"})
    assert answer.status_code == 404 and answer.json()["error"]["code"] == "model_file_not_found"
    with server.http.stream("POST", "/v1/pool/load", json={"model": "gone", "stream": True}) as response:
        lines = list(events(response))
    assert "event: load_failed" in lines and "model_file_not_found" in lines[-2] and lines[-1] == "data: [DONE]"


def test_unload_waits_until_the_process_is_gone(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.stream(tokens=800)
    answer = server.http.post("/v1/pool/unload", json={"model": "slow"}).json()
    assert answer["state"] == "unloaded" and server.children() == []
    assert stream.finish() == counted("slow", 800)
    assert server.http.post("/v1/pool/unload", json={"model": "slow"}).json()["state"] == "unloaded"


def test_an_unknown_model_is_told_as_one(paddock: Start) -> None:
    server = paddock("alpha")
    for path in ("load", "unload"):
        answer = server.http.post(f"/v1/pool/{path}", json={"model": "alpa"})
        assert answer.status_code == 404 and "alpha" in answer.json()["error"]["message"]


def test_a_client_that_gives_a_load_up_lets_it_go(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), variants=gate.variants)
    with server.http.stream("POST", "/v1/pool/load", json={"model": "alpha", "stream": True}):
        eventually(lambda: server.state("alpha")["waiting"] == 1)
    eventually(lambda: server.state("alpha")["waiting"] == 0)
    gate.open()


def test_events_tell_of_a_swap_in_order(paddock: Start) -> None:
    server = paddock("alpha", "beta", max_loaded_models=1)
    watcher = Watcher(server)
    server.ask("alpha")
    server.ask("beta")
    eventually(lambda: len(watcher.events) >= 9)
    assert watcher.kinds() == [
        ("load_started", "alpha", "load"),
        ("start", "alpha", None),
        ("request_started", "alpha", None),
        ("request_finished", "alpha", None),
        ("load_started", "beta", "drop_and_load"),
        ("stop", "alpha", "evicted"),
        ("start", "beta", None),
        ("request_started", "beta", None),
        ("request_finished", "beta", None),
    ]
    start, finish = watcher.events[1], watcher.events[3]
    assert start["pid"] > 0 and start["load_ms"] > 0 and finish["status"] == 200 and finish["duration_ms"] > 0


def test_events_tell_of_a_crash(paddock: Start) -> None:
    server = paddock("alpha")
    watcher = Watcher(server)
    server.ask("alpha")
    server.kill("alpha")
    crash = eventually(lambda: next((event for event in watcher.events if event["type"] == "crash"), None))
    assert crash["exit_status"] == "signal 9 (SIGKILL)"


def test_a_watcher_that_does_not_read_delays_nobody(paddock: Start) -> None:
    server = paddock("alpha")
    with server.http.stream("GET", "/v1/events"):
        start = time.monotonic()
        for _ in range(300):
            server.ask("alpha", tokens=1)
        assert time.monotonic() - start < 30
    assert server.resident_bytes() < 200 << 20


def test_a_server_with_watchers_shuts_down(paddock: Start) -> None:
    server = paddock("alpha")
    Watcher(server)
    server.close()
