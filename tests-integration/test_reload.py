"""models.yaml changes while the server serves."""

import signal
from concurrent.futures import ThreadPoolExecutor

from conftest import counted
from server import Start
from waiting import eventually


def test_twenty_streams_go_on_while_other_models_change(paddock: Start, models: dict) -> None:
    server = paddock("slow", "beta", server_args=["--threads 1 --parallel 20"])
    server.ask("beta")
    streams = [server.stream(tokens=300) for _ in range(20)]
    process = server.child("slow").process
    changed = {**models["beta"], "config": {**models["beta"]["config"], "n_ctx": 1024}}
    server.configure({**server.settings, "models": [models["slow"], changed, models["gamma"]]})
    assert server.http.post("/v1/pool/reload").json() == {"added": ["gamma"], "changed": ["beta"], "removed": []}
    assert server.ask("beta") == counted("beta", 20)
    assert server.child("beta").value("-c", "--ctx-size") == "1024"
    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(lambda stream: stream.finish(), streams)) == {counted("slow", 300)}
    assert server.child("slow").process == process


def test_a_change_of_the_file_is_noticed(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    server.configure({**server.settings, "models": [models["alpha"], models["beta"]]})
    eventually(lambda: len(server.http.get("/v1/models").json()["data"]) == 2, within=3)
    assert server.ask("beta") == counted("beta", 20)


def test_sighup_reads_the_file_again(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    server.configure({**server.settings, "models": [models["beta"]]})
    server.signal(signal.SIGHUP)
    eventually(lambda: [model["id"] for model in server.http.get("/v1/models").json()["data"]] == ["beta"])


def test_a_bad_file_changes_nothing_and_says_why(paddock: Start, models: dict) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    process = server.child("alpha").process
    server.configure({**server.settings, "max_loaded_models": 0, "modles": []})
    answer = server.http.post("/v1/pool/reload")
    message = answer.json()["error"]["message"]
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_configuration")
    assert "max_loaded_models" in message and "modles" in message and "models" in message
    assert server.ask("alpha") == counted("alpha", 20) and server.child("alpha").process == process


def test_a_busy_model_that_is_removed_finishes_and_leaves(paddock: Start, models: dict) -> None:
    server = paddock("slow", "beta")
    stream = server.stream(tokens=800)
    server.configure({**server.settings, "models": [models["beta"]]})
    assert server.http.post("/v1/pool/reload").json()["removed"] == ["slow"]
    body = {"model": "slow", "messages": [{"role": "user", "content": "hi"}]}
    assert server.http.post("/v1/chat/completions", json=body).status_code == 404
    assert stream.finish() == counted("slow", 800)
    eventually(server.has_no_children)


def test_a_request_that_waits_for_a_model_that_is_removed_is_told(paddock: Start, models: dict) -> None:
    server = paddock("slow", "beta", max_loaded_models=1)
    stream = server.stream(tokens=3000)
    with ThreadPoolExecutor() as pool:
        body = {"model": "beta", "messages": [{"role": "user", "content": "hi"}]}
        waiting = pool.submit(server.http.post, "/v1/chat/completions", json=body)
        eventually(lambda: server.pool()["waiting"] == 1)
        server.configure({**server.settings, "models": [models["slow"]]})
        server.http.post("/v1/pool/reload")
        answer = waiting.result()
    assert answer.status_code == 404 and "removed" in answer.json()["error"]["message"]
    stream.leave()


def test_more_places_are_used_at_once_and_fewer_empty_themselves(paddock: Start, models: dict) -> None:
    server = paddock("alpha", "beta", "gamma", max_loaded_models=1)
    server.configure({**server.settings, "max_loaded_models": 3})
    server.http.post("/v1/pool/reload")
    for name in ("alpha", "beta", "gamma"):
        server.ask(name)
    assert len(server.children()) == 3
    server.configure({**server.settings, "max_loaded_models": 1})
    server.http.post("/v1/pool/reload")
    eventually(lambda: [child.name for child in server.children()] == ["gamma"])
