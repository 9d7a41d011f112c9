"""Whether a request costs more where there are many models, or many that wait."""

import json
import subprocess

import http_client
from bench import Bench
from processes import wait_for
from report import Goal
from systems.paddock import Paddock

TITLE = "Whether a request costs more among many models or waiters"
FEW, MANY = 10, 1000


def run(bench: Bench, letter: str) -> None:
    request = http_client.raw("/v1/embeddings", {"model": "stub", "input": "word " * 8})
    goal = Goal("within 5 %", lambda all: all[f"{MANY:,}"] <= 1.05 * all[str(FEW)])
    for what, servers in (("models", among_models(bench)), ("waiters", among_waiters(bench))):
        cpu = bench.report.row(
            letter, f"among many {what}: CPU a request", "µs", goal, ours=f"{MANY:,}", baseline=str(FEW)
        )
        for _ in range(2 if bench.quick else 9):
            for count, (paddock, _) in servers.items():
                load = bench.load(paddock, request, 32, seconds=0.5 if bench.quick else 1)
                cpu.add(f"{count:,}", load.cpu_per_request)
        for paddock, waiters in servers.values():
            if waiters:
                waiters.kill()
                waiters.wait()
            paddock.close()


def among_models(bench: Bench) -> dict[int, tuple[Paddock, None]]:
    path = bench.tiny("stub")
    return {
        count: (bench.paddock(models={"stub": path, **{f"model-{number}": path for number in range(count - 1)}}), None)
        for count in (FEW, MANY)
    }


def among_waiters(bench: Bench) -> dict[int, tuple[Paddock, subprocess.Popen]]:
    """Servers whose only place is kept by the model that is asked, while others wait for another one."""
    path = bench.tiny("stub")
    queue = {"limit": 2000, "patience": "1h", "timeout": "1h"}
    servers = {}
    for count in (FEW, MANY):
        paddock = bench.paddock(models={"stub": path, "other": path}, max_loaded_models=1, queue=queue)
        file = bench.folder / f"waiting-{count}"
        # A stream that says nothing keeps the model busy.
        file.write_bytes(http_client.chat("silent", stream=True))
        holder = hold(bench, paddock, file, 1)
        wait_for(lambda: paddock.state("stub")["leases"] == 1)
        file.write_bytes(http_client.chat("plain/8", model="other"))
        waiters = hold(bench, paddock, file, count)
        wait_for(lambda: waiting(paddock) == count)
        bench.running.callback(holder.kill)
        servers[count] = (paddock, waiters)
    return servers


def hold(bench: Bench, paddock: Paddock, file: object, count: int) -> subprocess.Popen:
    words = [*map(str, (bench.client, *paddock.address, file, count, "idle"))]
    client = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    client.stdout.readline()
    return client


def waiting(paddock: Paddock) -> int:
    return json.loads(http_client.get(paddock.address, "/health")[1])["waiting"]
