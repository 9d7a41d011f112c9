"""The pool: which models run, who waits, and that nobody is cut off for somebody else."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import Gate, counted
from server import Start
from waiting import eventually

THREE = ("alpha", "beta", "gamma")


def test_evicts_the_model_used_longest_ago(paddock: Start) -> None:
    server = paddock(*THREE)
    for model in ("alpha", "beta", "alpha", "gamma"):
        assert server.ask(model) == counted(model, 20)
    assert server.loaded() == {"alpha", "gamma"}
    assert {child.name for child in server.children()} == {"alpha", "gamma"}


def test_a_model_counts_as_used_when_its_request_ends(paddock: Start) -> None:
    server = paddock("slow", "beta", "gamma")
    stream = server.stream(tokens=1000)
    server.ask("beta")
    stream.finish()
    server.ask("gamma")
    assert server.loaded() == {"slow", "gamma"}


def test_a_pool_of_one_serves_all_models_in_turn(paddock: Start) -> None:
    server = paddock(*THREE, max_loaded_models=1)
    for model in THREE * 3:
        assert server.ask(model) == counted(model, 20)
        assert server.loaded() == {model}
        assert len(server.children()) == 1


def test_the_command_line_decides_how_many_models_are_loaded(paddock: Start) -> None:
    server = paddock(*THREE, arguments=("--max-loaded-models", "3"))
    for model in THREE:
        server.ask(model)
    assert server.loaded() == set(THREE)


def test_a_stream_goes_on_while_others_swap_models_beside_it(paddock: Start) -> None:
    server = paddock("slow", *THREE)
    stream = server.stream(tokens=1000)
    for model in THREE * 2:
        assert server.ask(model) == counted(model, 20)
    assert stream.finish() == counted("slow", 1000)


def test_a_stream_in_a_pool_of_one_ends_before_the_next_model_comes(paddock: Start) -> None:
    server = paddock("slow", "beta", max_loaded_models=1, queue={"patience": "100ms", "min_residency": "0s"})
    stream = server.stream(tokens=600)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(server.ask, "beta")
        assert stream.finish() == counted("slow", 600)
        assert waiting.result() == counted("beta", 20)


@pytest.mark.parametrize("slots", [1, 2, 3])
def test_each_of_24_requests_at_once_is_answered_by_its_own_model(paddock: Start, slots: int) -> None:
    server = paddock(*THREE, max_loaded_models=slots, queue={"patience": "100ms", "min_residency": "100ms"})
    models = THREE * 8
    with ThreadPoolExecutor(len(models)) as pool:
        answers = list(pool.map(server.ask, models))
    assert answers == [counted(model, 20) for model in models]
    assert len(server.children()) <= slots


def test_nobody_starves_beside_a_model_that_is_always_asked(paddock: Start) -> None:
    server = paddock("alpha", "beta", max_loaded_models=1, queue={"patience": "200ms", "min_residency": "200ms"})
    with ThreadPoolExecutor(9) as pool:
        # There is always one of these that is not answered yet.
        crowd = [pool.submit(lambda: [server.ask("alpha") for _ in range(40)]) for _ in range(8)]
        eventually(lambda: "alpha" in server.loaded())
        assert pool.submit(server.ask, "beta").result() == counted("beta", 20)
        for guest in crowd:
            assert set(guest.result()) == {counted("alpha", 20)}


def test_requests_for_a_model_that_is_loading_share_its_load(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), variants=gate.variants)
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(server.ask, "alpha") for _ in range(8)]
        [child] = eventually(server.children)
        gate.open()  # only one would get through
        assert {answer.result() for answer in answers} == {counted("alpha", 20)}
    assert [one.process for one in server.children()] == [child.process]


def test_a_load_does_not_hold_up_other_models(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), "beta", variants=gate.variants)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(server.ask, "alpha")
        eventually(server.children)
        assert server.ask("beta") == counted("beta", 20)
        gate.open()
        assert waiting.result() == counted("alpha", 20)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/api/chat"])
def test_a_full_queue_refuses_and_says_when_to_come_again(paddock: Start, path: str) -> None:
    server = paddock("slow", "beta", max_loaded_models=1, queue={"limit": 1})
    stream = server.stream()
    body = {"model": "beta", "messages": [{"role": "user", "content": "Hi!"}], "stream": False}
    with ThreadPoolExecutor(3) as pool:
        knocks = [pool.submit(server.http.post, path, json=body) for _ in range(3)]
        eventually(lambda: sum(one.done() for one in knocks) == 2)
        stream.leave()
        answers = sorted((one.result() for one in knocks), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200, 503, 503]
    assert int(answers[1].headers["retry-after"]) > 0
    error = answers[1].json()["error"]
    if path == "/api/chat":
        assert error == "server busy, please try again.  maximum pending requests exceeded"
    else:
        assert (error["type"], error["code"]) == ("service_unavailable", "model_overloaded")


def test_a_request_waits_no_longer_than_the_queue_allows(paddock: Start) -> None:
    server = paddock("slow", "beta", max_loaded_models=1, queue={"timeout": "300ms"})
    stream = server.stream()
    answer = server.http.post("/api/chat", json={"model": "beta", "messages": []})
    stream.leave()
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 0


def test_a_pinned_model_is_never_evicted(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "pinned": True}, "beta", "gamma")
    for model in THREE * 2:
        server.ask(model)
        assert "alpha" in server.loaded()


def test_more_pinned_models_than_slots_are_refused_clearly(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "pinned": True}, "beta", max_loaded_models=1)
    server.ask("alpha")
    answer = server.http.post("/api/chat", json={"model": "beta", "messages": []})
    assert answer.status_code == 503 and "Pinned models (alpha)" in answer.json()["error"]


def test_a_model_leaves_when_nobody_asked_for_it_in_a_while(paddock: Start) -> None:
    server = paddock("alpha", keep_alive="300ms")
    server.ask("alpha")
    eventually(lambda: server.loaded() == set())
    eventually(server.has_no_children)


def test_an_openai_request_may_say_how_long_its_model_stays(paddock: Start) -> None:
    server = paddock("alpha")
    assert server.ask("alpha", keep_alive=0) == counted("alpha", 20)
    eventually(lambda: server.loaded() == set())


def test_the_default_model_is_there_from_the_start(paddock: Start) -> None:
    server = paddock("alpha", "beta", default_model="beta")
    eventually(lambda: server.loaded() == {"beta"})


def test_a_model_whose_server_was_killed_is_started_again(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    [child] = server.children()
    os.kill(child.process, signal.SIGKILL)
    eventually(lambda: server.loaded() == set())
    assert server.ask("alpha") == counted("alpha", 20)
