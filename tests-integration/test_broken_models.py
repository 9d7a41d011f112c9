"""A model that cannot run says why, in its caller's words, and harms nobody else."""

import shutil
from pathlib import Path

import pytest

from conftest import counted
from server import Paddock, Start

HI = [{"role": "user", "content": "Hi!"}]


def errors(server: Paddock, model: str) -> tuple[int, dict, str]:
    """Status and error in OpenAI's words, and the text in Ollama's."""
    ours = server.http.post("/v1/chat/completions", json={"model": model, "messages": HI})
    theirs = server.http.post("/api/chat", json={"model": model, "messages": HI})
    assert ours.status_code == theirs.status_code
    return ours.status_code, ours.json()["error"], theirs.json()["error"]


def broken(models: dict, path: Path) -> dict:
    return {"id": "broken", "provider": "llama_cpp", "config": {**models["alpha"]["config"], "model_path": str(path)}}


def test_a_truncated_file_is_told_as_one(paddock: Start, models: dict, tmp_path: Path) -> None:
    whole = Path(models["alpha"]["config"]["model_path"]).read_bytes()
    (tmp_path / "half.gguf").write_bytes(whole[: len(whole) // 2])
    server = paddock(broken(models, tmp_path / "half.gguf"), "beta")
    status, error, text = errors(server, "broken")
    assert (status, error["code"]) == (500, "model_load_failed")
    for words in (error["message"], text):
        assert "the file is cut short" in words and "broken" in words
    assert server.loaded() == set()
    assert server.ask("beta") == counted("beta", 20)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "the magic"), (b"hello, this is text", "not a GGUF file"), (b"GGUF\x03\0\0\0", "the tensors")]
)
def test_a_file_that_is_no_model_is_told_as_one(
    paddock: Start, models: dict, tmp_path: Path, content: bytes, reason: str
) -> None:
    (tmp_path / "text.gguf").write_bytes(content)
    server = paddock(broken(models, tmp_path / "text.gguf"))
    status, error, text = errors(server, "broken")
    assert (status, error["code"]) == (500, "model_load_failed")
    assert reason in error["message"] and reason in text


def test_a_missing_file_is_named(paddock: Start, models: dict, tmp_path: Path) -> None:
    server = paddock(broken(models, tmp_path / "nothing.gguf"), "beta")
    status, error, text = errors(server, "broken")
    assert (status, error["code"]) == (404, "model_file_not_found")
    assert "nothing.gguf" in error["message"] and "nothing.gguf" in text
    assert server.ask("beta") == counted("beta", 20)


def test_a_model_runs_once_its_file_is_repaired(paddock: Start, models: dict, tmp_path: Path) -> None:
    path = tmp_path / "late.gguf"
    server = paddock(broken(models, path))
    assert errors(server, "broken")[0] == 404
    shutil.copy(models["alpha"]["config"]["model_path"], path)
    assert server.ask("broken") == counted("alpha", 20)


def test_an_argument_that_llama_server_does_not_know_is_named(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "server_args": ["--unheard-of 7"]})
    status, error, text = errors(server, "alpha")
    assert status == 500
    assert "--unheard-of" in error["message"] and "--unheard-of" in text


def test_without_a_llama_server_it_says_how_to_get_one(paddock: Start, tmp_path: Path) -> None:
    server = paddock("alpha", environment={"PATH": "/nowhere", "PADDOCK_CACHE": str(tmp_path), "HOME": str(tmp_path)})
    status, error, text = errors(server, "alpha")
    assert (status, error["code"]) == (500, "executable_not_found")
    assert "make llama-server" in error["message"] and "make llama-server" in text


def test_a_llama_server_that_a_signal_ends_is_reported_by_its_name(
    paddock: Start, models: dict, llama_server: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "llama-server"
    foreign.write_text(
        f'#!/bin/sh\ncase "$*" in *--version*|*--help*) exec "{llama_server}" "$@" ;; esac\nkill -ILL $$\n'
    )
    foreign.chmod(0o755)
    server = paddock({**models["alpha"], "variant": "foreign"}, variants={"foreign": {"executable": str(foreign)}})
    status, error, text = errors(server, "alpha")
    assert (status, error["code"]) == (500, "model_load_failed")
    assert "SIGILL" in error["message"] and "SIGILL" in text
