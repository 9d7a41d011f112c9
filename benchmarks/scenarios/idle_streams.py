"""Many streams that say nothing: what each one takes, and how soon the model is told that its client left."""

import json
import subprocess

import http_client
from bench import Bench, stats
from processes import wait_for
from report import Goal
from systems.nginx import Nginx
from systems.stub import Direct
from systems.system import Missing, System

TITLE = "Streams that say nothing"


def run(bench: Bench, letter: str) -> None:
    for count in (1000,) if bench.quick else (1000, 10000):
        # A stream takes a descriptor on either side.
        possible = min(count, (bench.descriptors - 500) // 2)
        if possible < count:
            bench.note(f"{possible:,} idle streams, not {count:,}: only {bench.descriptors:,} open files are allowed")
        memory = bench.report.row(letter, f"{possible:,} streams: memory of a stream", "kB", at_most(12))
        release = bench.report.row(letter, f"{possible:,} streams: release", "ms", at_most(100))
        for _ in range(1 if bench.quick else 3):
            # Servers that have just been started, for memory is seldom given back.
            for start in (bench.paddock, lambda: behind_nginx(bench)):
                try:
                    system = start()
                except Missing:
                    continue
                size, delay = hold(bench, system, possible)
                memory.add(system.name, size / 1000)
                release.add(system.name, delay * 1000)
                system.close()


def at_most(limit: float) -> Goal:
    return Goal(f"at most {limit}", lambda all: all["Paddock"] <= limit)


def behind_nginx(bench: Bench) -> Nginx:
    stub = bench.keep(Direct(bench.stub, bench.folder, socket=bench.folder / "idle.sock"))
    return bench.keep(Nginx(bench.folder, stub.address, bench.descriptors))


def hold(bench: Bench, system: System, count: int) -> tuple[float, float]:
    """Opens and leaves so many streams: bytes for each, and seconds until all are released."""
    # What is made once is not the streams'.
    request = http_client.chat("silent", stream=True)
    bench.load(system, http_client.chat("plain/8", stream=True), 32, seconds=0.3)
    file = bench.folder / "request"
    file.write_bytes(request)
    before = system.resident_bytes()
    client = subprocess.Popen(
        [*map(str, (bench.client, *system.address, file, count, "idle"))],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    with client:
        client.stdout.readline()
        wait_for(lambda: stats(system)["silent"] == count)
        size = (system.resident_bytes() - before) / count
        client.stdin.close()
        left = json.loads(client.stdout.readline())
    wait_for(lambda: stats(system)["silent"] == 0)
    return size, max(0, stats(system)["released_at"] - left["left_until"]) / 1e9
