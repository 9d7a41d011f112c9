"""What the tests share: tiny models, servers that run them, and a gate that holds up a model's start."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import tiny_gguf
from recording import Recorder
from server import BINARY, Paddock, Start
from waiting import eventually

os.environ["NO_PROXY"] = "127.0.0.1,localhost"

CACHE = Path(os.environ.get("PADDOCK_CACHE", Path.home() / ".cache/paddock"))
HELLO = "Hello from a tiny model. It has little to say, but it says so well.\nGood bye!"
THOUGHT = "Two and two, let me see."
CALL = '<tool_call>\n{"name": "get_weather", "arguments": {"city": "Paris", "days": 3}}\n</tool_call>'


def counted(name: str, tokens: int) -> str:
    """What a counting model says in so many tokens."""
    return " ".join([f"{name}:", *(str(1 + number % 1000) for number in range(tokens - 1))])


@pytest.fixture(scope="session")
def llama_server() -> Path:
    found = shutil.which("llama-server") or CACHE / "bin/llama-server"
    assert os.access(found, os.X_OK), "there is no llama-server: run make llama-server"
    return Path(found)


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Entries for models.yaml. alpha, beta, gamma and slow count for ever, slow a few hundred tokens a second."""
    folder = tmp_path_factory.mktemp("models")
    for name in ("alpha", "beta", "gamma"):
        tiny_gguf.write_chat(folder / f"{name}.gguf", name)
    tiny_gguf.write_chat(folder / "slow.gguf", "slow", mebibytes=60)
    tiny_gguf.write_chat(folder / "hello.gguf", "hello", HELLO)
    tiny_gguf.write_chat(folder / "json.gguf", "json", '{"answer": 42}')
    tiny_gguf.write_chat(folder / "thinker.gguf", "thinker", f"<think>\n{THOUGHT}\n</think>\n\nFour.", tiny_gguf.AGENT)
    tiny_gguf.write_chat(folder / "caller.gguf", "caller", CALL, tiny_gguf.AGENT)
    tiny_gguf.write_embedder(folder / "embed.gguf")
    tiny_gguf.write_reranker(folder / "rerank.gguf")
    return {
        path.stem: {
            "id": path.stem,
            "provider": "llama_cpp",
            "config": {"model_path": str(path), "n_ctx": 32768 if path.stem == "slow" else 2048},
        }
        for path in folder.glob("*.gguf")
    }


@pytest.fixture
def paddock(models: dict[str, dict], llama_server: Path, tmp_path: Path) -> Iterator[Start]:
    """Starts servers for models, named or with entries of their own, with settings of models.yaml."""
    assert BINARY.exists(), f"there is no {BINARY}: run make build"
    running = ExitStack()

    def start(
        *wanted: str | dict,
        arguments: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
        **settings: object,
    ) -> Paddock:
        config = {
            "max_loaded_models": 2,
            "keep_alive": "5m",
            "queue": {"limit": 512, "timeout": "5m", "patience": "2s", "min_residency": "1s"},
            "server_args": ["--threads 1"],
            "kv_cache": {"directory": str(tmp_path / "kv")},
            "models": [models[one] if isinstance(one, str) else one for one in wanted],
            **settings,
        }
        server = Paddock(config, tmp_path, *arguments, environment=environment)
        running.callback(lambda: print(server.log.read_text()))  # pytest shows it if the test failed
        running.callback(server.close)
        eventually(server.is_up)
        return server

    with running:
        yield start


class Gate:
    """A llama-server that waits until it is let through before it starts."""

    def __init__(self, llama_server: Path, folder: Path) -> None:
        bell = folder / "gate.bell"
        os.mkfifo(bell)
        executable = folder / "gate"
        executable.write_text(
            "#!/bin/sh\n"
            'case " $* " in *" --version "*|*" --help "*|*" --list-devices "*) ;; '
            f'*) read -r _ < "{bell}" ;; esac\n'
            f'exec "{llama_server}" "$@"\n'
        )
        executable.chmod(0o755)
        self.variants = {"gated": {"executable": str(executable)}}
        # Opened both ways, because a pipe that nobody reads yet cannot be opened for writing alone.
        self.bell = os.open(bell, os.O_RDWR)

    def before(self, entry: dict) -> dict:
        """An entry whose model starts behind the gate, in a server with these variants."""
        return {**entry, "variant": "gated"}

    def open(self) -> None:
        """Lets one start through."""
        os.write(self.bell, b"\n")


@pytest.fixture
def gate(llama_server: Path, tmp_path: Path) -> Iterator[Gate]:
    gate = Gate(llama_server, tmp_path)
    yield gate
    os.close(gate.bell)


@pytest.fixture
def recorder(llama_server: Path, tmp_path: Path) -> Recorder:
    return Recorder(llama_server, tmp_path)
