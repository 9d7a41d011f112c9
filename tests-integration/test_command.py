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


@pytest.mark.parametrize("command", ["serve", "check"])
def test_a_missing_file_is_named(tmp_path: Path, command: str) -> None:
    ended = run(command, "--config", tmp_path / "nothing.yaml")
    assert ended.returncode == 2 and "nothing.yaml" in ended.stderr
    ended = run(command, PADDOCK_CONFIG=str(tmp_path / "nothing.yaml"))
    assert ended.returncode == 2 and "nothing.yaml" in ended.stderr


def test_a_good_file_passes_the_check(config: Path) -> None:
    assert run("check", "--config", config).returncode == 0


def test_the_shipped_file_passes_the_check() -> None:
    assert run("check", "--config", Path(__file__).parent.parent / "models.yaml").returncode == 0


def refused(config: Path, host: str, port: int) -> str:
    """What a server says that cannot listen there: one line."""
    ended = run("serve", "--config", config, "--host", host, "--port", port, "--no-ollama-port", "--open")
    assert ended.returncode == 1 and not ended.stdout
    assert "errno" not in ended.stderr and "Error" not in ended.stderr and "descriptor" not in ended.stderr
    [line] = [line for line in ended.stderr.splitlines() if "cannot listen on" in line]
    return line


def test_a_port_that_is_taken_is_named(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused(config, "127.0.0.1", port)
    assert f"127.0.0.1:{port}: another program" in told and "--port" in told


@pytest.mark.parametrize(("host", "words"), [("192.0.2.1", "no such address"), ("nonsense..x", "no host of this name")])
def test_an_address_that_is_not_of_this_machine_is_named(config: Path, host: str, words: str) -> None:
    told = refused(config, host, 8080)
    assert f"{host}:8080: " in told and words in told and "--host" in told


@pytest.mark.parametrize("arguments", [["--help"], ["serve", "--help"], ["--version"]])
def test_help_and_version_are_printed(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 0 and ended.stdout.strip()


@pytest.mark.parametrize("arguments", [["serve", "--unheard-of"], ["serve", "--port", "many"], ["dance"]])
def test_arguments_that_it_does_not_know_are_a_usage_error(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2 and "Usage" in ended.stderr


@pytest.mark.parametrize("api", ["openai", "ollama", "both"])
def test_the_routes_are_those_of_the_document(api: str) -> None:
    listed = json.loads(run("routes", "--json", "--api", api).stdout)["routes"]
    document = json.loads(run("openapi", PADDOCK_API=api).stdout)
    described = [
        (method.upper(), path, operation["tags"], operation["operationId"], operation["summary"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    told = [(r["method"], r["path"], [r["group"]], r["operation_id"], r["summary"]) for r in listed]
    assert sorted(told) == sorted(described)
    header, *rows = run("routes", PADDOCK_API=api).stdout.splitlines()
    assert header.split() == ["METHOD", "PATH", "GROUP", "SUMMARY"]
    assert [row.split()[:2] for row in rows] == [[route["method"], route["path"]] for route in listed]


@pytest.mark.parametrize("arguments", [["rub"], ["help", "rub"]])
def test_a_command_that_there_is_not_is_told_with_those_that_there_are(arguments: list[str]) -> None:
    ended = run(*arguments)
    assert ended.returncode == 2 and not ended.stdout
    for words in ("no command 'rub'", "Did you mean 'run'?", "serve, run, pull", "Usage: paddock <subcommand>"):
        assert words in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "name"),
    [
        (["serve", "--port", "80000"], {}, "--port"),
        (["serve"], {"PADDOCK_PORT": "80000"}, "PADDOCK_PORT"),
        (["serve", "--max-loaded-models", "0"], {}, "--max-loaded-models"),
        (["check", "--max-loaded-models", "65"], {}, "--max-loaded-models"),
        (["check"], {"PADDOCK_MAX_LOADED_MODELS": "0"}, "PADDOCK_MAX_LOADED_MODELS"),
        (["pull", "nothing", "--parallel", "99"], {}, "--parallel"),
    ],
)
def test_a_number_out_of_range_is_told_with_the_usage_of_its_command(
    arguments: list[str], environment: dict[str, str], name: str
) -> None:
    ended = run(*arguments, **environment)
    assert ended.returncode == 2 and f"{name} must be from " in ended.stderr
    assert f"Usage: paddock {arguments[0]} [" in ended.stderr or f"Usage: paddock {arguments[0]} <" in ended.stderr
    assert f"'paddock {arguments[0]} --help'" in ended.stderr


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


def test_times_in_the_log_are_milliseconds_and_empty_lists_are_left_out(paddock: Start) -> None:
    server = paddock("alpha", "beta", "gamma", max_loaded_models=1)
    server.ask("alpha")
    server.ask("beta")
    server.configure({**server.settings, "models": server.settings["models"][:2]})
    server.http.post("/v1/pool/reload").raise_for_status()
    eventually(lambda: "removed=gamma" in server.log.read_text())
    # The children's own lines are their own words.
    said = [line for line in server.log.read_text().splitlines() if " DEBUG " not in line]
    for words in (r"loaded load_ms=\d+(\.\d+)? model=alpha", r"answered bytes=\d+ duration_ms=\d+(\.\d+)? request="):
        assert any(re.search(words, line) for line in said), words
    [stopping] = [line for line in said if "stopping" in line]
    assert re.search(r"for=beta idle_ms=\d+(\.\d+)? model=alpha reason=evicted$", stopping)
    for line in said:
        assert not re.search(r"=\[\]|\d (seconds|us|ms)\b|[a-z]\(", line), line


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


@pytest.mark.parametrize(("places", "count"), [(1, None), (2, "1000")])
def test_children_that_share_cores_do_not_spin_for_long(paddock: Start, places: int, count: str | None) -> None:
    server = paddock("alpha", max_loaded_models=places)
    server.ask("alpha")
    [child] = server.children()
    assert child.environment.get("GOMP_SPINCOUNT") == count
