"""The command line: what it says, and how it ends when it cannot start."""

import json
import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from conftest import counted
from server import BINARY, Start, free_port
from waiting import eventually

BROKEN = """\
max_loaded_models: many
modles: []
models:
  - id: alpha
    provider: llama_cpp
    config:
      model_path: /models/alpha.gguf
      n_ctx: minus five
  - id: alpha
    provider: abacus
"""


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BINARY, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=10,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


@pytest.fixture
def config(models: dict, tmp_path: Path) -> Path:
    path = tmp_path / "models.yaml"
    path.write_text(json.dumps({"models": [models["alpha"]]}))
    return path


@pytest.mark.parametrize("command", ["serve", "check"])
def test_every_problem_of_a_bad_file_is_told_with_its_place(tmp_path: Path, command: str) -> None:
    path = tmp_path / "models.yaml"
    path.write_text(BROKEN)
    ended = run(command, "--config", path)
    assert ended.returncode == 2
    places = {int(line) for line in re.findall(r"models\.yaml:(\d+):\d+", ended.stderr)}
    assert {1, 2, 8, 10} <= places
    assert "models" in ended.stderr.split("modles")[1]  # the nearest key that it knows


def test_a_file_that_is_not_yaml_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "models.yaml"
    path.write_text("models:\n  - id: alpha\n   provider: llama_cpp\n")
    ended = run("check", "--config", path)
    assert ended.returncode == 2
    assert re.search(r"models\.yaml:3:\d+", ended.stderr)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    ended = run("serve", "--config", tmp_path / "nothing.yaml")
    assert ended.returncode == 2 and "nothing.yaml" in ended.stderr


def test_a_good_file_passes_the_check(config: Path) -> None:
    assert run("check", "--config", config).returncode == 0


def test_the_shipped_file_passes_the_check() -> None:
    assert run("check", "--config", Path(__file__).parent.parent / "models.yaml").returncode == 0


def test_a_port_that_is_taken_is_named(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("serve", "--config", config, "--port", port, "--no-ollama-port")
    assert ended.returncode == 1 and f"127.0.0.1:{port}" in ended.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["--version"]])
def test_help_and_version_are_printed(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 0 and ended.stdout.strip()


@pytest.mark.parametrize("arguments", [["serve", "--unheard-of"], ["serve", "--port", "many"], ["dance"]])
def test_arguments_that_it_does_not_know_are_a_usage_error(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2 and "Usage" in ended.stderr


def test_the_environment_stands_in_for_arguments(paddock: Start) -> None:
    server = paddock("alpha", "beta", "gamma", environment={"PADDOCK_MAX_LOADED_MODELS": "1"})
    for model in ("alpha", "beta"):
        server.ask(model)
    assert server.loaded() == {"beta"}


def test_an_argument_beats_the_environment(paddock: Start) -> None:
    port = str(free_port())
    paddock("alpha", environment={"PADDOCK_PORT": port})  # its own --port is the one that answers
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(port)))


@pytest.mark.parametrize(
    ("api", "served", "not_served"), [("openai", "/v1/models", "/api/tags"), ("ollama", "/api/tags", "/v1/models")]
)
def test_one_dialect_can_be_served_alone(paddock: Start, api: str, served: str, not_served: str) -> None:
    server = paddock("alpha", arguments=("--api", api))
    assert server.http.get(served).status_code == 200
    assert server.http.get(not_served).status_code == 404
    assert not_served not in server.http.get("/openapi.json").json()["paths"]
    assert server.http.get("/health").status_code == 200


def test_a_server_says_where_it_is_and_what_to_try(paddock: Start) -> None:
    server = paddock("alpha")
    eventually(lambda: "/docs" in server.log.read_text())
    said = server.log.read_text()
    for words in (server.url, "curl", "/v1/chat/completions", "/api/chat", "/docs"):
        assert words in said


def test_children_inherit_nothing_that_would_change_them(paddock: Start) -> None:
    surprises = {
        "LLAMA_ARG_CTX_SIZE": "64",
        "LLAMA_API_KEY": "secret",
        "LLAMA_SERVER_ROUTER_PORT": "1",
        "HF_TOKEN": "secret",
    }
    server = paddock("alpha", environment=surprises)
    assert server.ask("alpha", tokens=100) == counted("alpha", 100)
    [child] = server.children()
    assert not {name for name in child.environment if name.startswith(("LLAMA_", "HF_"))}
