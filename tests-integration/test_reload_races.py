"""models.yaml changes at the worst of moments."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Gate, counted
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]


def reload(server: Paddock, **settings: object) -> dict:
    server.configure({**server.settings, **settings})
    answer = server.http.post("/v1/pool/reload")
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(server: Paddock) -> list[str]:
    return [model["id"] for model in server.http.get("/v1/models").json()["data"]]


def test_a_model_that_changes_while_it_loads_serves_who_asked(paddock: Start, models: dict, gate: Gate) -> None:
    entry = gate.before(models["alpha"])
    server = paddock(entry, variants=gate.variants)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.ask, "alpha")
        eventually(server.children)
        changed = {**entry, "config": {**entry["config"], "n_ctx": 1024}}
        assert reload(server, models=[changed])["changed"] == ["alpha"]
        gate.open()
        gate.open()
        assert answer.result() == counted("alpha", 20)
    gate.open()
    assert server.ask("alpha") == counted("alpha", 20)
    eventually(lambda: server.child("alpha").value("-c", "--ctx-size") == "1024")


def test_a_model_that_is_removed_while_it_loads_is_told_and_leaves(paddock: Start, models: dict, gate: Gate) -> None:
    server = paddock(gate.before(models["alpha"]), "beta", variants=gate.variants)
    with ThreadPoolExecutor() as pool:
        body = {"model": "alpha", "messages": HI}
        answer = pool.submit(server.http.post, "/v1/chat/completions", json=body)
        eventually(server.children)
        reload(server, models=[models["beta"]])
        gate.open()
        assert answer.result().status_code in (200, 404)
    eventually(server.has_no_children)
    assert server.ask("beta") == counted("beta", 20)


def test_fewer_places_cut_no_stream(paddock: Start) -> None:
    server = paddock("slow", "alpha", max_loaded_models=2)
    streams = [server.stream("slow", 600), server.stream("alpha", 1500)]
    reload(server, max_loaded_models=1)
    assert streams[0].finish() == counted("slow", 600)
    assert streams[1].finish() == counted("alpha", 1500)
    eventually(lambda: len(server.children()) == 1)


def test_a_model_that_is_pinned_or_let_go_while_it_runs_is_not_started_anew(paddock: Start, models: dict) -> None:
    server = paddock("alpha", "beta", max_loaded_models=1)
    server.ask("alpha")
    process = server.child("alpha").process
    reload(server, models=[{**models["alpha"], "pinned": True}, models["beta"]])
    assert server.state("alpha")["pinned"] and server.child("alpha").process == process
    answer = server.http.post("/v1/chat/completions", json={"model": "beta", "messages": HI})
    assert answer.status_code == 503 and "Pinned" in answer.json()["error"]["message"]
    reload(server, models=[models["alpha"], models["beta"]])
    assert server.ask("beta") == counted("beta", 20)


def test_words_for_people_change_nothing_that_runs(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    process = server.child("alpha").process
    reload(server, models=[{**models["alpha"], "description": "The first letter", "aliases": ["first"], "tags": ["a"]}])
    assert server.ask("first") == counted("alpha", 20) and server.child("alpha").process == process


def test_an_alias_may_move_to_another_model(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "aliases": ["best"]}, "beta")
    assert server.ask("best") == counted("alpha", 20)
    reload(server, models=[models["alpha"], {**models["beta"], "aliases": ["best"]}])
    assert server.ask("best") == counted("beta", 20)


def test_another_default_model_answers_who_names_none(paddock: Start) -> None:
    server = paddock("alpha", "beta", default_model="alpha")
    body = {"messages": HI, "max_tokens": 20}
    assert server.http.post("/v1/chat/completions", json=body).json()["model"] == "alpha"
    reload(server, default_model="beta")
    answer = server.http.post("/v1/chat/completions", json=body).json()
    assert answer["model"] == "beta" and answer["choices"][0]["message"]["content"] == counted("beta", 20)


def test_another_way_to_run_models_starts_them_anew_after_their_answers(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.stream(tokens=600)
    old = server.child("slow").process
    reload(server, server_args=["--threads 1 --parallel 3"])
    assert stream.finish() == counted("slow", 600)
    assert server.ask("slow") == counted("slow", 20)
    assert server.child("slow").process != old and server.child("slow").value("-np", "--parallel") == "3"


def test_a_name_may_get_another_file(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    assert server.ask("alpha") == counted("alpha", 20)
    assert reload(server, models=[{**models["beta"], "id": "alpha"}])["changed"] == ["alpha"]
    assert server.ask("alpha") == counted("beta", 20)


def test_a_new_keep_alive_holds_for_what_runs(paddock: Start) -> None:
    server = paddock("alpha", keep_alive="5m")
    server.ask("alpha")
    reload(server, keep_alive="300ms")
    eventually(lambda: server.loaded() == set())


def test_a_file_that_is_deleted_changes_nothing_until_it_is_back(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    process = server.child("alpha").process
    server.config.unlink()
    assert server.http.post("/v1/pool/reload").status_code == 400
    server.signal(signal.SIGHUP)
    assert server.ask("alpha") == counted("alpha", 20) and server.child("alpha").process == process
    server.configure({**server.settings, "models": [models["alpha"], models["beta"]]})
    eventually(lambda: names(server) == ["alpha", "beta"], within=4)


def test_a_file_that_is_written_in_place_is_noticed(paddock: Start, models: dict, tmp_path: Path) -> None:
    server = paddock("alpha")
    twin = paddock("alpha", "beta").config.read_text()
    server.config.write_text(twin)
    eventually(lambda: names(server) == ["alpha", "beta"], within=4)


def test_a_file_behind_a_link_is_noticed(paddock: Start, models: dict, tmp_path: Path) -> None:
    server = paddock("alpha")
    real = tmp_path / "real.yaml"
    real.write_text(server.config.read_text())
    server.config.unlink()
    server.config.symlink_to(real)
    assert server.http.post("/v1/pool/reload").status_code == 200
    settings = {**server.settings, "models": [models["alpha"], models["beta"]]}
    server.configure(settings)
    real.write_text(server.config.read_text())
    server.config.unlink()
    server.config.symlink_to(real)
    eventually(lambda: names(server) == ["alpha", "beta"], within=4)


def test_a_bad_file_that_lies_there_is_told_once_and_does_not_stop_the_next(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    server.config.write_text("models: [")
    eventually(lambda: "bad" in server.log.read_text(), within=4)
    server.configure({**server.settings, "models": [models["beta"]]})
    eventually(lambda: names(server) == ["beta"], within=4)
    assert server.log.read_text().count("so the former one stays") <= 2


def test_a_hundred_reloads_under_load_cut_nothing(paddock: Start, models: dict) -> None:
    server = paddock("slow", "beta")
    stream = server.stream(tokens=2000)
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(lambda: [server.ask("beta") for _ in range(30)])
        for number in range(100):
            changed = {**models["beta"], "config": {**models["beta"]["config"], "n_ctx": 1024 + 256 * (number % 3)}}
            reload(server, models=[models["slow"], changed])
            server.signal(signal.SIGHUP)
        assert set(asked.result()) == {counted("beta", 20)}
    assert stream.finish() == counted("slow", 2000)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_in_the_middle_of_a_load_is_no_harm(
    paddock: Start, models: dict, gate: Gate, number: signal.Signals
) -> None:
    server = paddock(gate.before(models["alpha"]), variants=gate.variants)
    with ThreadPoolExecutor() as pool:
        body = {"model": "alpha", "messages": HI, "max_tokens": 5}
        answer = pool.submit(server.http.post, "/v1/chat/completions", json=body)
        eventually(server.children)
        server.signal(number)
        gate.open()
        if number == signal.SIGHUP:
            assert answer.result().status_code == 200
        else:
            assert answer.result().status_code in (200, 503)
            assert server.process.wait(timeout=15) == 0
    assert number == signal.SIGTERM or os.path.exists(f"/proc/{server.process.pid}")
