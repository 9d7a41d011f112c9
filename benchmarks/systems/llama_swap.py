"""llama-swap, if LLAMA_SWAP_BIN names its program."""

import json
import os
from pathlib import Path

from processes import Process, accepts, free_port, wait_for
from systems.system import Missing, System


class LlamaSwap(System):
    name = "llama-swap"

    def __init__(self, folder: Path, commands: dict[str, str]) -> None:
        """Serves models by name, each started by a command that holds ${PORT}."""
        program = os.environ.get("LLAMA_SWAP_BIN")
        if not program:
            raise Missing("set LLAMA_SWAP_BIN to measure llama-swap")
        path = folder / "llama-swap.yaml"
        path.write_text(json.dumps({"models": {name: {"cmd": command} for name, command in commands.items()}}))
        address = ("127.0.0.1", free_port())
        process = Process([program, "--config", path, "--listen", f"{address[0]}:{address[1]}"], folder / "swap.log")
        super().__init__(process, address)
        wait_for(lambda: accepts(address), process)
