"""A client that leaves costs nothing: in every phase its upstream connection is closed at once."""

import select
import time
from collections.abc import Callable

import pytest

from conftest import Gate, counted
from server import Paddock, Start
from waiting import eventually
from wire import Wire

# What DESIGN promises for the connection, and what llama-server needs to notice that it was closed.
CLOSED = 0.1
IDLE_AFTER_STREAM = 1
IDLE_AFTER_PROMPT = 8

DIALECTS = ["/v1/chat/completions", "/api/chat"]


def gone(server: Paddock, connections: set[str]) -> Callable[[], bool]:
    def look() -> bool:
        """one of these connections to children is closed"""
        return not connections <= server.upstream()

    return look


@pytest.mark.parametrize("leave", [Wire.leave, Wire.vanish])
@pytest.mark.parametrize("path", DIALECTS)
def test_a_client_that_leaves_in_a_stream_frees_its_slot(
    paddock: Start, path: str, leave: Callable[[Wire], None]
) -> None:
    server = paddock("slow")
    wire = server.wire()
    wire.chat("slow", path)
    wire.head()
    next(wire.chunks())
    connections = server.upstream()
    assert connections and server.child("slow").busy_slots() == 1
    leave(wire)
    eventually(gone(server, connections), within=CLOSED)
    eventually(server.child("slow").is_idle, within=IDLE_AFTER_STREAM)


@pytest.mark.parametrize("path", DIALECTS)
@pytest.mark.parametrize("company", [False, True], ids=["alone", "beside-a-stream"])
def test_a_client_that_leaves_without_a_stream_frees_its_slot(paddock: Start, path: str, company: bool) -> None:
    server = paddock("slow")
    server.ask("slow")
    others = [server.stream()] if company else []
    child = server.child("slow")
    wire = server.wire()
    wire.chat("slow", path, stream=False)
    eventually(lambda: child.busy_slots() == 1 + len(others))
    connections = server.upstream()
    assert len(connections) > len(others)
    wire.leave()
    eventually(gone(server, connections), within=CLOSED)
    eventually(lambda: child.busy_slots() == len(others), within=IDLE_AFTER_STREAM)


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_while_its_prompt_is_read_frees_its_slot(paddock: Start, stream: bool) -> None:
    server = paddock("slow")
    server.ask("slow")
    child, wire = server.child("slow"), server.wire()
    # About fifteen seconds of reading.
    wire.chat("slow", messages=[{"role": "user", "content": "word " * 4000}], stream=stream)
    eventually(lambda: child.busy_slots() == 1)
    connections = server.upstream()
    assert connections
    wire.leave()
    eventually(gone(server, connections), within=CLOSED)
    # A busy child that is asked often sees late that a connection was closed.
    eventually(child.is_idle, within=IDLE_AFTER_PROMPT, every=2)


def test_a_client_that_leaves_while_its_model_loads_leaves_it_to_others(
    paddock: Start, models: dict, gate: Gate
) -> None:
    server = paddock(gate.before(models["alpha"]), variants=gate.variants)
    wire = server.wire()
    wire.chat("alpha")
    [child] = eventually(server.children)
    wire.leave()
    gate.open()
    # A model that loads is listed by /api/ps as well, so health is asked for those that serve.
    eventually(lambda: server.http.get("/health").json()["loaded"] == ["alpha"])
    assert child.is_idle()
    assert server.ask("alpha") == counted("alpha", 20)
    assert [one.process for one in server.children()] == [child.process]


def test_a_load_that_nobody_wants_any_more_gives_way(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), "beta", max_loaded_models=1, variants=gate.variants)
    wire = server.wire()
    wire.chat("alpha")
    eventually(server.children)
    wire.leave()
    assert server.ask("beta") == counted("beta", 20)  # the gate was never opened


def test_a_client_that_leaves_while_it_waits_for_a_slot_is_forgotten(paddock: Start) -> None:
    server = paddock("slow", "beta", max_loaded_models=1, queue={"limit": 1})
    stream = server.stream()
    visitors = [server.wire(), server.wire()]
    for wire in visitors:
        wire.chat("beta")
    # The queue has one place: if one of them is turned away, the other one waits.
    [turned_away], _, _ = select.select([wire.socket for wire in visitors], [], [], 10)
    [waiting] = [wire for wire in visitors if wire.socket is not turned_away]
    waiting.leave()
    # Clients leave in no order that another one could rely on.
    eventually(lambda: server.pool()["waiting"] == 0)
    stream.leave()
    assert server.ask("slow") == counted("slow", 20)
    assert server.loaded() == {"slow"}


def test_clients_that_leave_in_a_crowd_do_not_hold_up_the_next(paddock: Start) -> None:
    server = paddock("slow")
    crowd = []
    for _ in range(6):
        crowd.append(server.wire())
        crowd[-1].chat("slow", max_tokens=20_000)
    # Any of them: who comes first to the child's slots is nobody's promise.
    answered, _, _ = select.select([wire.socket for wire in crowd], [], [], 10)
    assert answered
    for wire in crowd:
        wire.leave()
    start = time.monotonic()
    assert server.ask("slow") == counted("slow", 20)
    assert time.monotonic() - start < 10  # one of them alone would have taken a minute


def test_a_conversation_id_does_not_keep_an_answer_going(paddock: Start) -> None:
    server = paddock("slow")
    wire = server.wire()
    wire.chat("slow", "/v1/chat/completions", "X-Conversation-Id: mine")
    wire.head()
    next(wire.chunks())
    wire.leave()
    eventually(server.child("slow").is_idle, within=IDLE_AFTER_STREAM)
