"""llama-server's own router mode, with the arguments that Paddock gives its children."""

import json
from pathlib import Path

from http_client import get, post
from processes import Process, accepts, free_port, wait_for
from systems.system import System

# Those of Sources/Providers/LlamaServer/LlamaServerSettings+Entries.swift that change speed.
ARGUMENTS = ["-c", "4096", "-np", "2", "-kvu", "-b", "512", "-cram", "256", "-fit", "off", "--jinja", "--offline"]


class Router(System):
    name = "router mode"

    def __init__(self, folder: Path, program: Path, models: dict[str, Path], limit: int) -> None:
        presets = folder / "presets.ini"
        presets.write_text("\n".join(f"[{name}]\nmodel = {path}\n" for name, path in models.items()))
        port = free_port()
        command = [program, "--host", "127.0.0.1", "--port", str(port), "--models-preset", presets]
        process = Process([*command, "--models-max", str(limit), *ARGUMENTS], folder / "router.log")
        super().__init__(process, ("127.0.0.1", port))
        wait_for(lambda: accepts(self.address) and get(self.address, "/health")[0] == 200, process)

    def status(self, model: str) -> str:
        entries = json.loads(get(self.address, "/models")[1])["data"]
        return next(entry["status"]["value"] for entry in entries if entry["id"] == model)

    def unload(self, model: str) -> None:
        post(self.address, "/models/unload", {"model": model})
        wait_for(lambda: self.status(model) == "unloaded")

    def load(self, model: str) -> None:
        post(self.address, "/models/load", {"model": model})
        wait_for(lambda: self.status(model) == "loaded")
