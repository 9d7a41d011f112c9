"""The memory budget: as many models as fit, estimated before they are loaded and measured afterwards."""

from pathlib import Path

import pytest

import tiny_gguf
from server import Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]
MIB = 1 << 20


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Models with files of 100 MiB each, and small buffers."""
    folder = tmp_path_factory.mktemp("large")
    entries = {}
    for name in ("one", "two", "three"):
        tiny_gguf.write_chat(folder / f"{name}.gguf", name, mebibytes=100)
        config = {"model_path": str(folder / f"{name}.gguf"), "n_ctx": 512, "n_batch": 16}
        entries[name] = {"id": name, "server_args": ["--ubatch-size 16"], "config": config}
    return entries


def test_no_more_models_run_than_the_budget_has_room_for(paddock: Start, large: dict) -> None:
    server = paddock(*large.values(), max_loaded_models=8, memory_budget="300MiB")
    for name in ("one", "two", "three", "one"):
        server.ask(name, tokens=2)
        pool = server.pool()
        assert pool["memory_used"] <= pool["memory_budget"] == 300 * MIB
        assert len(server.children()) <= 2
    assert server.loaded() == {"three", "one"}


def test_the_estimate_is_near_the_truth(paddock: Start, large: dict) -> None:
    server = paddock(large["one"], memory_budget="2GiB")
    server.ask("one", tokens=2)
    state = server.state("one")
    assert state["estimated_bytes"] == pytest.approx(state["resident_bytes"], rel=0.25)


def test_a_model_that_can_never_fit_is_refused_at_once(paddock: Start, large: dict, models: dict) -> None:
    server = paddock(large["one"], models["beta"], memory_budget="80MiB")
    server.ask("beta")
    answer = server.http.post("/v1/chat/completions", json={"model": "one", "messages": HI})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (503, "model_too_large")
    assert "'one'" in error["message"] and "80 MiB" in error["message"] and "MiB" in error["message"].split("budget")[0]
    assert server.loaded() == {"beta"}


def test_two_names_of_one_file_share_its_pages(paddock: Start, large: dict) -> None:
    twin = {**large["one"], "id": "twin"}
    server = paddock(large["one"], twin, memory_budget="230MiB")
    server.ask("one", tokens=2)
    server.ask("twin", tokens=2)
    assert server.loaded() == {"one", "twin"}


def test_what_was_measured_is_remembered(paddock: Start, large: dict, tmp_path: Path) -> None:
    server = paddock(large["one"])
    server.ask("one", tokens=2)
    # Only a model that has run for a few seconds has shown what it takes.
    eventually(lambda: server.state("one")["idle_seconds"] > 3.2, every=0.1)
    server.http.post("/v1/pool/unload", json={"model": "one"})
    eventually(lambda: (tmp_path / "data/footprints.json").exists())
