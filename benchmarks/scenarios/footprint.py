"""What Paddock takes by itself."""

import shutil
import subprocess

import processes
from bench import Bench
from report import Goal
from systems.paddock import BINARY, Paddock

TITLE = "Paddock by itself"


def run(bench: Bench, letter: str) -> None:
    start = bench.report.row(letter, "from start to the first connection", "ms", below(30))
    memory = bench.report.row(letter, "memory, idle", "MB", below(25))
    for _ in range(3 if bench.quick else 15):
        paddock = bench.keep(Paddock(bench.folder, {"stub": bench.tiny("stub")}, stub=bench.stub))
        start.add("Paddock", paddock.start_seconds * 1000)
        memory.add("Paddock", processes.resident_bytes([paddock.process.pid], with_files=True) / 1e6)
        paddock.close()
    size = bench.report.row(letter, "size of the program, without symbols", "MB")
    bare = bench.folder / "stripped"
    if shutil.which("strip"):
        subprocess.run(["strip", "-o", bare, BINARY], check=True)
        size.add("Paddock", bare.stat().st_size / 1e6)


def below(limit: float) -> Goal:
    return Goal(f"under {limit:g}", lambda all: all["Paddock"] < limit)
