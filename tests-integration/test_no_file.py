"""A server without a models.yaml serves what lies in the library."""

import os
import subprocess
from pathlib import Path

import httpx

from conftest import HELLO
from server import BINARY
from test_ollama_library import manifest
from waiting import eventually


def test_a_missing_file_that_nobody_named_means_defaults(models: dict, tmp_path: Path) -> None:
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    manifest(tmp_path / "data/models", "hello:latest", {"model": data}, {"model_format": "gguf"})
    environment = {
        **os.environ,
        "PADDOCK_DATA": str(tmp_path / "data"),
        "PADDOCK_CACHE": os.environ.get("PADDOCK_CACHE", str(Path.home() / ".cache/paddock")),
        "OLLAMA_MODELS": str(tmp_path / "none"),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    server = subprocess.Popen(
        [BINARY, "serve", "--port", "0", "--no-ollama-port"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        first = server.stdout.readline()
        assert "serves 1 models" in first
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


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    done = subprocess.run([BINARY, "serve", "--config", tmp_path / "gone.yaml"], capture_output=True, text=True)
    assert done.returncode == 2 and "gone.yaml" in done.stderr
