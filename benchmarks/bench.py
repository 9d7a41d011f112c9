"""What scenarios work with: programs, systems that are started when they are needed, and the load client."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import http_client
from report import Report
from systems.litellm import LiteLLM
from systems.llama_swap import LlamaSwap
from systems.nginx import Nginx
from systems.paddock import Paddock
from systems.stub import Direct
from systems.system import Missing, System

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Load:
    """What the load client saw, and what it cost the system."""

    seen: dict[str, float]
    cpu: float

    @property
    def rate(self) -> float:
        return self.seen["requests"] / self.seen["seconds"]

    @property
    def cpu_per_request(self) -> float:
        return self.cpu / max(1, self.seen["requests"]) * 1e6

    @property
    def event_rate(self) -> float:
        return self.seen["events"] / self.seen["seconds"]

    @property
    def cpu_per_event(self) -> float:
        return self.cpu / max(1, self.seen["events"]) * 1e6


class Bench:
    def __init__(self, report: Report, folder: Path, tools: Path, llama_server: Path, cache: Path, quick: bool) -> None:
        self.report = report
        self.folder = folder
        self.stub = tools / "stub"
        self.client = tools / "load"
        self.llama_server = llama_server
        self.cache = cache
        self.quick = quick
        self.running = ExitStack()
        self.proxies: dict[str, System] | None = None
        self.descriptors = raise_descriptor_limit()

    def keep(self, system: System) -> System:
        """Sees to it that a system is ended with the run."""
        self.running.callback(system.close)
        return system

    def paddock(self, **settings: object) -> Paddock:
        """A Paddock with the stub as its llama-server, warm."""
        settings = {"models": {"stub": self.tiny("stub")}, **settings}
        paddock = self.keep(Paddock(self.folder, stub=self.stub, **settings))
        paddock.load("stub")
        return paddock

    def stub_proxies(self) -> dict[str, System]:
        """The stub, and what can stand before it; started once."""
        if self.proxies is None:
            direct = self.keep(Direct(self.stub, self.folder))
            behind_nginx = self.keep(Direct(self.stub, self.folder, socket=self.folder / "stub.sock"))
            swapped = {"stub": f"{self.stub} --host 127.0.0.1 --port ${{PORT}}"}
            others = self.those_there(
                lambda: Nginx(self.folder, behind_nginx.address, self.descriptors),
                lambda: LiteLLM(self.folder, direct.address),
                lambda: LlamaSwap(self.folder, swapped),
            )
            self.proxies = {direct.name: direct, Paddock.name: self.paddock(), **others}
        return self.proxies

    def those_there(self, *starts: Callable[[], System]) -> dict[str, System]:
        """The systems that are on this machine; of the others a line in the report says what would bring them."""
        systems: dict[str, System] = {}
        for start in starts:
            try:
                system = self.keep(start())
                systems[system.name] = system
            except Missing as missing:
                self.note(f"left out: {missing}")
        return systems

    def tiny(self, name: str, **options: object) -> Path:
        """A tiny model that counts."""
        path = self.folder / f"{name}.gguf"
        if not path.exists():
            sys.path.insert(0, str(ROOT / "tests-integration"))
            import tiny_gguf

            tiny_gguf.write_chat(path, name, **options)
        return path

    def load(
        self, system: System, request: bytes, connections: int, seconds: float, requests: int | None = None
    ) -> Load:
        """Has the load client ask a system over so many connections, for so long or so many times."""
        file = self.folder / "request"
        file.write_bytes(request)
        words = [*map(str, (self.client, *system.address, file, connections, seconds, requests or 0))]
        before = system.cpu_seconds()
        done = subprocess.run(words, capture_output=True, text=True, timeout=seconds + 120)
        if done.returncode:
            raise RuntimeError(f"{system.name}: {done.stderr}")
        seen = json.loads(done.stdout)
        if seen["errors"]:
            asked = seen["requests"] + seen["errors"]
            self.note(f"{system.name}: {seen['errors']} of {asked} requests failed {done.stderr[:200]}".strip())
        return Load(seen, system.cpu_seconds() - before)

    def rounds(self, systems: dict[str, System], count: int) -> Iterator[tuple[str, System]]:
        """All systems in turn, again and again; the slow ones once."""
        for turn in range(1 if self.quick else count):
            yield from ((name, system) for name, system in systems.items() if turn == 0 or not system.is_slow)

    def note(self, words: str) -> None:
        if words not in self.report.notes:
            self.report.notes.append(words)
            print(f"    {words}", file=sys.stderr)

    def close(self) -> None:
        self.running.close()


def raise_descriptor_limit() -> int:
    """Allows as many open files as ten thousand streams need on both sides, or as many as there may be."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(65536, most), max(65536, most)))
    except (ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def stats(system: System) -> dict[str, int]:
    """What the stub behind a system counts."""
    return json.loads(http_client.get(system.upstream, "/bench/stats")[1])
