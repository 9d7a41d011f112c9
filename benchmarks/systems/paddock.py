"""Paddock, the release build, with its checks and its log on."""

import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from http_client import Address, get, post
from processes import Process, accepts, free_port, wait_for
from systems.system import System

BINARY = Path(os.environ.get("PADDOCK_BINARY", Path(__file__).parents[2] / ".build-release/release/paddock"))


class Paddock(System):
    name = "Paddock"

    def __init__(
        self,
        folder: Path,
        models: dict[str, Path],
        stub: Path | None = None,
        program: Sequence[str | Path] = (BINARY,),
        **settings: object,
    ) -> None:
        """Serves models by name, from their files, run by the stub if there is one."""
        self.folder = Path(tempfile.mkdtemp(prefix="paddock-", dir=folder))
        # The stub answers whatever it is asked; its file alone would make it a model that only writes.
        able = {"server_args": ["--embeddings"]} if stub else {}
        entries = [
            {"id": name, "config": {"model_path": str(path), "n_ctx": 4096}, **able} for name, path in models.items()
        ]
        configuration = {
            "max_loaded_models": 2,
            "memory_budget": "none",
            "kv_cache": {"directory": str(self.folder / "kv")},
            "models": entries,
            **({"variants": {"stub": {"executable": str(stub.resolve())}}, "variant": "stub"} if stub else {}),
            **settings,
        }
        (self.folder / "models.yaml").write_text(json.dumps(configuration))  # all JSON is YAML
        address = ("127.0.0.1", free_port())
        start = time.monotonic()
        super().__init__(self.start(program, address[1]), address)
        wait_for(lambda: accepts(address), self.process, every=0.0002)
        self.start_seconds = time.monotonic() - start

    def start(self, program: Sequence[str | Path], port: int) -> Process:
        command = [*program, "serve", "--config", self.folder / "models.yaml", "--port", str(port)]
        environment = {
            "XDG_RUNTIME_DIR": str(self.folder),
            "PADDOCK_DATA": str(self.folder / "data"),
            "OLLAMA_MODELS": str(self.folder / "ollama"),
        }
        return Process([*command, "--no-ollama-port"], self.folder / "log.txt", environment)

    @property
    def upstream(self) -> Address:
        """The socket of the only child."""
        [socket] = self.folder.rglob("*.sock")
        return (str(socket), 0)

    def state(self, model: str) -> dict:
        """What the pool tells of a model."""
        pool = json.loads(get(self.address, "/v1/pool")[1])
        return next(entry for entry in pool["models"] if entry["id"] == model)

    def load(self, model: str) -> None:
        self.expect("/v1/pool/load", model)

    def unload(self, model: str) -> None:
        self.expect("/v1/pool/unload", model)

    def expect(self, path: str, model: str) -> None:
        status, body = post(self.address, path, {"model": model})
        if status != 200:
            raise RuntimeError(f"{path} {model}: status {status}: {body[:500]!r}")
