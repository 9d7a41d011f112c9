"""A budget of memory treats large and small models alike: nobody waits for ever."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

import tiny_gguf
from conftest import counted
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]


@pytest.fixture(scope="module")
def sizes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """A model that takes about 160 MiB, and three that take 60."""
    folder = tmp_path_factory.mktemp("sizes")
    entries = {}
    for name, size in {"large": 150, "a": 50, "b": 50, "c": 50}.items():
        tiny_gguf.write_chat(folder / f"{name}.gguf", name, mebibytes=size)
        config = {"model_path": str(folder / f"{name}.gguf"), "n_ctx": 512, "n_batch": 16}
        entries[name] = {"id": name, "server_args": ["--ubatch-size 16"], "config": config}
    return entries


@contextmanager
def crowd(server: Paddock, *models: str, each: int = 2) -> Iterator[dict[str, int]]:
    """Clients that ask for these models without a pause; how many answers each model has given."""
    is_over, answers = threading.Event(), dict.fromkeys(models, 0)

    def ask(model: str) -> None:
        while not is_over.is_set():
            assert server.ask(model, 30) == counted(model, 30)
            answers[model] += 1

    with ThreadPoolExecutor(each * len(models)) as pool:
        clients = [pool.submit(ask, model) for model in models * each]
        try:
            yield answers
        finally:
            is_over.set()
        for client in clients:
            client.result()


def test_a_large_model_gets_its_turn_beside_small_ones_that_are_always_busy(paddock: Start, sizes: dict) -> None:
    server = paddock(*sizes.values(), max_loaded_models=4, memory_budget="210MiB", queue={"patience": "500ms"})
    with crowd(server, "a", "b", "c") as answers:
        eventually(lambda: min(answers.values()) > 0, within=20)
        for _ in range(2):
            start = time.monotonic()
            assert server.ask("large", 5) == counted("large", 5)
            assert time.monotonic() - start < 8
            before = dict(answers)
            eventually(lambda: all(answers[model] > before[model] for model in answers), within=20)
    pool = server.pool()
    assert pool["memory_used"] <= pool["memory_budget"]


def test_small_models_get_their_turn_beside_a_large_one_that_is_always_busy(paddock: Start, sizes: dict) -> None:
    server = paddock(*sizes.values(), max_loaded_models=4, memory_budget="210MiB", queue={"patience": "500ms"})
    with crowd(server, "large", each=4) as answers:
        eventually(lambda: answers["large"] > 0, within=20)
        for name in ("a", "b", "c"):
            start = time.monotonic()
            assert server.ask(name, 5) == counted(name, 5)
            assert time.monotonic() - start < 8
        before = answers["large"]
        eventually(lambda: answers["large"] > before, within=20)


def test_one_that_can_never_fit_neither_waits_nor_disturbs(paddock: Start, sizes: dict) -> None:
    server = paddock(sizes["large"], sizes["a"], memory_budget="100MiB")
    stream = server.stream("a", 400)
    for path in ("/v1/chat/completions", "/api/chat"):
        start = time.monotonic()
        answer = server.http.post(path, json={"model": "large", "messages": HI})
        assert answer.status_code == 503 and time.monotonic() - start < 0.5
        assert "retry-after" not in answer.headers, "it will never fit, however often somebody asks"
    answer = server.http.post("/v1/pool/load", json={"model": "large"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "model_too_large")
    assert stream.finish() == counted("a", 400)


def test_a_budget_that_is_raised_lets_it_in(paddock: Start, sizes: dict) -> None:
    server = paddock(sizes["large"], memory_budget="100MiB")
    assert server.http.post("/v1/pool/load", json={"model": "large"}).status_code == 503
    server.configure({**server.settings, "memory_budget": "300MiB"})
    assert server.http.post("/v1/pool/reload").status_code == 200
    assert server.pool()["memory_budget"] == 300 << 20
    assert server.ask("large", 5) == counted("large", 5)


def test_a_budget_that_is_lowered_sends_idle_models_away(paddock: Start, sizes: dict) -> None:
    server = paddock(sizes["a"], sizes["b"], sizes["c"], max_loaded_models=3, memory_budget="400MiB")
    for name in ("a", "b", "c"):
        server.ask(name, 5)
    assert len(server.children()) == 3
    server.configure({**server.settings, "memory_budget": "100MiB"})
    assert server.http.post("/v1/pool/reload").status_code == 200
    eventually(lambda: server.loaded() == {"c"})


def test_no_budget_means_places_only(paddock: Start, sizes: dict) -> None:
    server = paddock(*sizes.values(), max_loaded_models=4, memory_budget="none")
    for name in sizes:
        server.ask(name, 5)
    assert len(server.children()) == 4 and server.pool().get("memory_budget") is None
