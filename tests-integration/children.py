"""The llama-server processes of a server under test, seen from outside through /proc."""

import os
from itertools import pairwise
from pathlib import Path

import httpx


class Child:
    def __init__(self, process: int, arguments: list[str]) -> None:
        self.process = process
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"{self.name} (process {self.process})"

    def value(self, *flags: str) -> str:
        """What follows the first of these flags."""
        place = next(place for place, word in enumerate(self.arguments) if word in flags)
        return self.arguments[place + 1]

    @property
    def name(self) -> str:
        return self.value("--alias", "-a")

    @property
    def socket(self) -> str:
        return self.value("--host")

    @property
    def environment(self) -> dict[str, str]:
        lines = Path(f"/proc/{self.process}/environ").read_bytes().decode().split("\0")
        return dict(line.split("=", 1) for line in lines if line)

    def client(self) -> httpx.Client:
        """A client that talks to the child past the server."""
        return httpx.Client(transport=httpx.HTTPTransport(uds=self.socket), base_url="http://child", timeout=60)

    def busy_slots(self) -> int:
        """How many requests it works on. Asked often, it sees later that a client left while a prompt is read."""
        with self.client() as client:
            return sum(slot["is_processing"] for slot in client.get("/slots").json())

    def is_idle(self) -> bool:
        return self.busy_slots() == 0


def children(folder: Path) -> list[Child]:
    """The children that listen below a folder, the oldest first."""
    found = []
    for entry in sorted(map(int, filter(str.isdigit, os.listdir("/proc")))):
        try:
            words = Path(f"/proc/{entry}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
        except OSError:
            continue
        if any(flag == "--host" and value.startswith(f"{folder}/") for flag, value in pairwise(words)):
            found.append(Child(entry, words))
    return found


def unix_connections(process: int) -> set[str]:
    """The connections over unix sockets that a process holds, by inode."""
    connected = set()
    for line in Path("/proc/net/unix").read_text().splitlines()[1:]:
        _, _, _, _, kind, state, inode, *_ = line.split()
        if kind == "0001" and state == "03":
            connected.add(f"socket:[{inode}]")
    held = set()
    for descriptor in os.listdir(f"/proc/{process}/fd"):
        try:
            held.add(os.readlink(f"/proc/{process}/fd/{descriptor}"))
        except FileNotFoundError:
            continue
    return connected & held
