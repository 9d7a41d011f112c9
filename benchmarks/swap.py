#!/usr/bin/env python3
"""Measures what Paddock adds to the start of a llama-server.

Three things are timed in turn, round by round, so that they see the same machine: a bare llama-server from exec to
healthy, with the binary and the very arguments that Paddock gives it; a load by Paddock into a free slot; and a swap by
Paddock, which stops another model first. The times of Paddock run from the request to its answer.

Run it with the Python of `scripts/venv tests`, after `make build`.
"""

import argparse
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests-integration"))

import tiny_gguf
from children import Child
from conftest import CACHE
from server import Paddock
from waiting import eventually

# What Paddock keeps from its children, and what it sets for them.
SCRUBBED = ("LLAMA_", "HF_TOKEN", "AIP_")
ADDED = {"GGML_NO_BACKTRACE": "1"}


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: str) -> None:
        super().__init__("child")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def is_healthy(path: str) -> bool:
    """the bare llama-server answers"""
    connection = UnixConnection(path)
    with contextlib.closing(connection), contextlib.suppress(OSError):
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    return False


def bare_start(child: Child, folder: Path) -> float:
    """Seconds from exec to healthy of a llama-server with the arguments of a child."""
    path = str(folder / "bare.sock")
    Path(path).unlink(missing_ok=True)
    arguments = [path if word == child.socket else word for word in child.arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SCRUBBED)}
    start = time.monotonic()
    process = subprocess.Popen(arguments, env={**kept, **ADDED}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    eventually(lambda: is_healthy(path), within=120, every=0.001)
    elapsed = time.monotonic() - start
    process.kill()
    process.wait()
    return elapsed


def load(server: Paddock, model: str) -> float:
    """Seconds from a request that only loads to its answer."""
    start = time.monotonic()
    answer = server.http.post("/api/chat", json={"model": model, "messages": []})
    elapsed = time.monotonic() - start
    assert answer.json()["done_reason"] == "load", answer.text
    return elapsed


def unload(server: Paddock, model: str) -> None:
    server.http.post("/api/chat", json={"model": model, "messages": [], "keep_alive": 0})
    eventually(server.has_no_children)


def rounds(server: Paddock, count: int, folder: Path) -> Iterator[tuple[float, float, float]]:
    load(server, "model")
    [child] = server.children()
    for _ in range(count):
        unload(server, "model")
        bare = bare_start(child, folder)
        free = load(server, "model")
        load(server, "other")
        yield bare, free, load(server, "model")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=CACHE / "models/SmolLM2-135M-Instruct-Q4_1.gguf")
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="swap-") as name:
        folder = Path(name)
        tiny_gguf.write_chat(folder / "other.gguf", "other")
        entries = [
            {"id": id, "provider": "llama_cpp", "config": {"model_path": str(path), "n_ctx": 2048}}
            for id, path in (("model", wanted.model), ("other", folder / "other.gguf"))
        ]
        queue = {"min_residency": "0s"}
        server = Paddock({"max_loaded_models": 1, "queue": queue, "models": entries}, folder)
        with contextlib.closing(server):
            eventually(server.is_up)
            times = list(rounds(server, wanted.rounds, folder))
    bare, free, swap = ([1000 * seconds for seconds in column] for column in zip(*times, strict=True))
    print(f"{wanted.model.name}, {wanted.rounds} rounds, median and range in milliseconds")
    for label, column in (("bare llama-server", bare), ("load into a free slot", free), ("swap", swap)):
        added = statistics.median(ours - theirs for ours, theirs in zip(column, bare, strict=True))
        print(
            f"  {label:22} {statistics.median(column):8.1f}   {min(column):8.1f} to {max(column):8.1f}"
            f"   {added:+7.1f} beside the bare one"
        )


if __name__ == "__main__":
    main()
