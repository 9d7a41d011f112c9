"""The stub by itself: what every proxy asks, and what a client sees without one."""

from pathlib import Path

from processes import Process, accepts, free_port, wait_for
from systems.system import System


class Direct(System):
    """The stub, asked directly."""

    name = "direct"

    def __init__(self, stub: Path, folder: Path, socket: Path | None = None) -> None:
        address = (str(socket), 0) if socket else ("127.0.0.1", free_port())
        process = Process([stub, "--host", address[0], "--port", str(address[1])], folder / "stub.log")
        super().__init__(process, address, address)
        wait_for(lambda: accepts(address), process)
