"""However the server ends, what runs is finished if there is time, and no llama-server is left."""

import signal
import stat

import pytest

from conftest import counted
from server import Paddock, Start
from waiting import eventually


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stream_that_runs_is_finished_first(paddock: Start, number: signal.Signals) -> None:
    server = paddock("slow", "alpha")
    server.ask("alpha")
    stream = server.stream(tokens=600)
    server.signal(number)
    assert stream.finish() == counted("slow", 600)
    assert server.process.wait(timeout=10) == 0
    assert server.has_no_children()


def test_new_work_is_refused_while_old_work_is_finished(paddock: Start) -> None:
    server = paddock("slow")
    server.ask("slow")  # its connection stays open
    stream = server.stream(tokens=1000)
    server.signal(signal.SIGTERM)

    def is_refused() -> bool:
        """a new request is refused"""
        try:
            return server.http.post("/api/chat", json={"model": "slow", "messages": []}).status_code == 503
        except Exception:
            return True

    eventually(is_refused, within=2)
    assert stream.finish() == counted("slow", 1000)
    assert server.process.wait(timeout=10) == 0


def test_a_second_signal_ends_it_at_once(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.stream()
    server.signal(signal.SIGTERM)
    eventually(lambda: "SIGTERM" in server.log.read_text() or not accepts(server))
    server.signal(signal.SIGTERM)
    server.process.wait(timeout=3)
    eventually(server.has_no_children, within=1)
    stream.leave()


def accepts(server: Paddock) -> bool:
    try:
        server.wire().leave()
    except ConnectionRefusedError:
        return False
    return True


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "streaming"])
def test_no_llama_server_survives_a_killed_paddock(paddock: Start, busy: bool) -> None:
    server = paddock("slow", "alpha")
    server.ask("alpha")
    stream = server.stream()
    if not busy:
        stream.leave()
    assert len(server.children()) == 2
    server.signal(signal.SIGKILL)
    eventually(server.has_no_children, within=0.1)
    server.process.wait()


def test_sockets_lie_in_a_private_folder_that_goes_with_the_server(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    [folder] = {path.parent for path in server.runtime.rglob("*.sock")}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    server.signal(signal.SIGTERM)
    assert server.process.wait(timeout=10) == 0
    assert not folder.exists()
