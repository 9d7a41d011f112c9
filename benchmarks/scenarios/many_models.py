"""Five models in turn with room for two, as a household or an agent asks: some often, some seldom."""

import itertools
import random
import shlex
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import http_client
from bench import Bench
from report import Goal
from systems.llama_swap import LlamaSwap
from systems.ollama import Ollama
from systems.paddock import Paddock
from systems.router import ARGUMENTS, Router
from systems.system import System

TITLE = "Five models, room for two, six clients, 8 tokens an answer"
MODELS = 5
CLIENTS = 6


@dataclass
class Tally:
    """What six clients saw together."""

    waits: list[float] = field(default_factory=list)
    errors: int = 0


def run(bench: Bench, letter: str) -> None:
    real = bench.cache / "models/SmolLM2-135M-Instruct-Q4_1.gguf"
    if not real.exists():
        return bench.note("left out: SmolLM2; make models fetches it")
    models = {}
    for number in range(MODELS):
        # Copies, for the kernel shares the pages of one file.
        models[f"model-{number}"] = path = bench.folder / f"model-{number}.gguf"
        path.write_bytes(real.read_bytes())
    settings = {"variants": {"real": {"executable": str(bench.llama_server)}}, "variant": "real"}
    systems: dict[str, System] = {
        "Paddock": bench.keep(Paddock(bench.folder, models, max_loaded_models=2, **settings)),
        "router mode": bench.keep(Router(bench.folder, bench.llama_server, models, limit=2)),
        "Paddock, all loaded": bench.keep(Paddock(bench.folder, models, max_loaded_models=MODELS, **settings)),
        **bench.those_there(
            lambda: Ollama(bench.folder, models, limit=2),
            lambda: LlamaSwap(bench.folder, {name: command(bench, path) for name, path in models.items()}),
        ),
    }
    rate = bench.report.row(
        letter, "answers", "answers/s",
        Goal(
            "2 × router mode and 0.6 × all loaded",
            lambda all: all["Paddock"] >= max(2 * all["router mode"], 0.6 * all["Paddock, all loaded"]),
        ),
        baseline="router mode",
    )
    late = bench.report.row(letter, "wait for an answer, p99", "s", baseline="router mode")
    soon = Goal("under 3", lambda all: all["Paddock"] < 3)
    worst = bench.report.row(letter, "wait for an answer, worst", "s", soon, baseline="router mode")
    errors = bench.report.row(letter, "errors", "", Goal("none", lambda all: all["Paddock"] == 0))
    swaps = bench.report.row(letter, "swaps", "a minute")
    for system in systems.values():
        for model in models:
            answer(system, model)
    seconds = 5 if bench.quick else 20
    for turn, (name, system) in itertools.product(range(1 if bench.quick else 3), systems.items()):
        before = swaps_so_far(system)
        tally = ask_for(seconds, system, seed=turn)
        waits = sorted(tally.waits) or [float("inf")]
        rate.add(name, len(tally.waits) / seconds)
        late.add(name, waits[int(0.99 * len(waits))])
        worst.add(name, waits[-1])
        errors.add(name, tally.errors)
        if isinstance(system, Paddock):
            swaps.add(name, (swaps_so_far(system) - before) * 60 / seconds)
    for system in systems.values():
        system.close()


def command(bench: Bench, path: Path) -> str:
    """A llama-server for a gateway that chooses the port."""
    return shlex.join([str(bench.llama_server), "-m", str(path), *ARGUMENTS]) + " --host 127.0.0.1 --port ${PORT}"


def ask_for(seconds: float, system: System, seed: int) -> Tally:
    """Six clients that ask one thing after the other: the first model most often, then half as often, a third, …"""
    tally = Tally()
    end = time.monotonic() + seconds

    def ask(client: int) -> None:
        choices = random.Random(100 * seed + client)
        while time.monotonic() < end:
            [number] = choices.choices(range(MODELS), [1 / (rank + 1) for rank in range(MODELS)])
            start = time.monotonic()
            try:
                answer(system, f"model-{number}")
                tally.waits.append(time.monotonic() - start)
            except (OSError, RuntimeError, HTTPException):
                tally.errors += 1

    threads = [threading.Thread(target=ask, args=(client,), daemon=True) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def answer(system: System, model: str) -> None:
    body = {"model": model, "messages": [{"role": "user", "content": "Count."}], "max_tokens": 8, "temperature": 0}
    status, content = http_client.post(system.address, "/v1/chat/completions", body)
    if status != 200:
        raise RuntimeError(f"status {status}: {content[:300]!r}")


def swaps_so_far(system: System) -> int:
    """How many models Paddock has stopped, by its log."""
    return system.process.log.read_text().count(" INFO stopped ") if isinstance(system, Paddock) else 0
