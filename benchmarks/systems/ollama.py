"""Ollama, if OLLAMA_BIN names its program."""

import os
import subprocess
from pathlib import Path

from processes import Process, accepts, free_port, wait_for
from systems.system import Missing, System


class Ollama(System):
    name = "Ollama"

    def __init__(self, folder: Path, models: dict[str, Path], limit: int) -> None:
        """Serves copies of models by name, so many of them at a time."""
        program = os.environ.get("OLLAMA_BIN")
        if not program:
            raise Missing("set OLLAMA_BIN to measure Ollama")
        address = ("127.0.0.1", free_port())
        environment = {
            "OLLAMA_HOST": f"{address[0]}:{address[1]}",
            "OLLAMA_MODELS": str(folder / "ollama-models"),
            "OLLAMA_MAX_LOADED_MODELS": str(limit),
            "OLLAMA_NUM_PARALLEL": "2",
            "OLLAMA_CONTEXT_LENGTH": "4096",
        }
        super().__init__(Process([program, "serve"], folder / "ollama.log", environment), address)
        wait_for(lambda: accepts(address), self.process)
        for name, path in models.items():
            recipe = folder / f"{name}.modelfile"
            recipe.write_text(f"FROM {path}\n")
            command = [program, "create", name, "-f", str(recipe)]
            subprocess.run(command, env={**os.environ, **environment}, check=True, capture_output=True)
