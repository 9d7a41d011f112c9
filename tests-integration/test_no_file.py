"""A server without a models.yaml serves what lies in the library."""

import os
import subprocess
from pathlib import Path

import httpx
import pytest

from conftest import HELLO
from server import BINARY
from test_ollama_library import manifest
from waiting import eventually


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PADDOCK_DATA": str(tmp_path / "data"),
        "PADDOCK_CACHE": os.environ.get("PADDOCK_CACHE", str(Path.home() / ".cache/paddock")),
        "OLLAMA_MODELS": str(tmp_path / "none"),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }


@pytest.fixture
def hello(models: dict, tmp_path: Path) -> None:
    """A model in the library."""
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    manifest(tmp_path / "data/models", "hello:latest", {"model": data}, {"model_format": "gguf"})


def serve(folder: Path, environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [BINARY, "serve", "--port", "0", "--no-ollama-port"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_missing_file_that_nobody_named_means_defaults(
    models: dict, hello: None, environment: dict[str, str], tmp_path: Path
) -> None:
    server = serve(tmp_path, environment)
    try:
        first = server.stdout.readline()
        assert "serves 1 model at" in first
        url = first.split()[-1]
        body = {"model": "hello", "prompt": "Hi", "stream": False}
        assert httpx.post(f"{url}/api/generate", json=body, timeout=30).json()["response"] == HELLO
        # A file that comes later is read.
        (tmp_path / "models.yaml").write_text(
            f"models: [{{id: later, config: {{model_path: {models['hello']['config']['model_path']}}}}}]"
        )
        eventually(lambda: "later" in httpx.get(f"{url}/api/tags").text)
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_a_server_without_models_says_how_to_get_some(environment: dict[str, str], tmp_path: Path) -> None:
    server = serve(tmp_path, environment)
    try:
        assert "serves 0 models at" in server.stdout.readline()
        assert "no models yet" in server.stdout.readline()
        assert "paddock pull " in server.stdout.readline()
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_the_check_lists_what_is_served_without_a_file(
    hello: None, environment: dict[str, str], tmp_path: Path
) -> None:
    done = subprocess.run([BINARY, "check"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and "There is no models.yaml" in done.stderr
    model, count = done.stdout.splitlines()
    assert model.startswith("hello:latest\t/") and count == "1 model, 2 at once"


def test_the_check_of_a_file_counts_what_is_served_beside_it(
    models: dict, hello: None, environment: dict[str, str], tmp_path: Path
) -> None:
    path = models["alpha"]["config"]["model_path"]
    (tmp_path / "models.yaml").write_text(f"models: [{{id: alpha, config: {{model_path: {path}}}}}]")
    done = subprocess.run([BINARY, "check"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [f"alpha\t{path}", "1 model, and 1 more without an entry, 2 at once"]


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    done = subprocess.run([BINARY, "serve", "--config", tmp_path / "gone.yaml"], capture_output=True, text=True)
    assert done.returncode == 2 and "gone.yaml" in done.stderr
