"""What all systems have in common."""

from __future__ import annotations

import processes
from http_client import Address
from processes import Process


class System:
    """A running server: where it listens, which processes count as its own, and the stub behind it."""

    name = ""
    # Whether one round tells enough, because it is far from the others.
    is_slow = False

    def __init__(self, process: Process, address: Address, upstream: Address | None = None) -> None:
        self.process = process
        self.address = address
        self.upstream_address = upstream

    @property
    def own_processes(self) -> list[int]:
        return [self.process.pid]

    @property
    def upstream(self) -> Address:
        """Where the stub listens that this one asks."""
        assert self.upstream_address
        return self.upstream_address

    def cpu_seconds(self) -> float:
        return processes.cpu_seconds(self.own_processes)

    def resident_bytes(self) -> int:
        return processes.resident_bytes(self.own_processes)

    def close(self) -> None:
        self.process.end()


class Missing(Exception):
    """A system that is not on this machine; says what would bring it."""
