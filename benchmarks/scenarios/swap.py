"""From the request for a model that does not run to the first byte of its answer, beside a bare start of its child."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import http_client
from bench import Bench
from report import Goal
from systems.paddock import Paddock
from systems.router import Router

TITLE = "A model that does not run: from the request to the first token"

# What Paddock keeps from its children, and what it sets for them.
SCRUBBED = ("LLAMA_", "HF_TOKEN", "AIP_")
ADDED = {"GGML_NO_BACKTRACE": "1"}


def run(bench: Bench, letter: str) -> None:
    real = bench.cache / "models/SmolLM2-135M-Instruct-Q4_1.gguf"
    for label, model in (("tiny model", bench.tiny("tiny")), ("SmolLM2 135M", real)):
        if not model.exists():
            bench.note(f"left out: {label}; make models fetches it")
            continue
        into_free = bench.report.row(letter, f"{label}, into a free place", "ms", goal(), baseline="bare llama-server")
        swap = bench.report.row(letter, f"{label}, another one leaves", "ms", baseline="bare llama-server")
        for bare, free, swapped, routed in rounds(bench, model, 2 if bench.quick else 7):
            into_free.add("bare llama-server", 1000 * bare)
            into_free.add("Paddock", 1000 * free)
            swap.add("bare llama-server", 1000 * bare)
            swap.add("Paddock", 1000 * swapped)
            swap.add("router mode", 1000 * routed)


def goal() -> Goal:
    return Goal("at most the bare start and 10 ms", lambda all: all["Paddock"] <= all["bare llama-server"] + 10)


def rounds(bench: Bench, model: Path, count: int) -> Iterator[tuple[float, float, float, float]]:
    models = {"model": model, "other": bench.tiny("other")}
    queue = {"min_residency": "0s"}
    variants = {"real": {"executable": str(bench.llama_server)}}
    settings = {"max_loaded_models": 1, "queue": queue, "variants": variants, "variant": "real"}
    # Nothing is saved: what is measured is the change itself.
    settings["kv_cache"] = {"enabled": False}
    paddock = bench.keep(Paddock(bench.folder, models, **settings))
    router = bench.keep(Router(bench.folder, bench.llama_server, models, limit=1))
    paddock.load("model")
    arguments = arguments_of_child(paddock)
    for _ in range(count):
        paddock.unload("model")
        bare = bare_start(bench.folder, arguments)
        free = first_token(paddock, "model")
        first_token(paddock, "other")
        swapped = first_token(paddock, "model")
        first_token(router, "other")
        yield bare, free, swapped, first_token(router, "model")
    paddock.close()
    router.close()


def first_token(system: Paddock | Router, model: str) -> float:
    return http_client.first_token(system.address, question(model))


def question(model: str) -> dict:
    return {"model": model, "messages": [{"role": "user", "content": "Go on."}], "max_tokens": 2, "temperature": 0}


def arguments_of_child(paddock: Paddock) -> list[str]:
    [socket] = paddock.folder.rglob("*.sock")
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = Path(f"/proc/{entry}/cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
        except OSError:
            continue
        if str(socket) in words:
            return words
    raise RuntimeError("the child is not there")


def bare_start(folder: Path, arguments: list[str]) -> float:
    """Seconds from exec to the first token, of a llama-server with the arguments of a child of Paddock's."""
    address = (str(folder / "bare.sock"), 0)
    Path(address[0]).unlink(missing_ok=True)
    words = [address[0] if word.endswith(".sock") else word for word in arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SCRUBBED)}
    start = time.monotonic()
    process = subprocess.Popen(words, env={**kept, **ADDED}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not is_healthy(address):
            # As often as Paddock asks.
            time.sleep(0.002)
        http_client.first_token(address, question("model"))
        return time.monotonic() - start
    finally:
        process.kill()
        process.wait()


def is_healthy(address: http_client.Address) -> bool:
    with contextlib.suppress(OSError):
        return http_client.get(address, "/health")[0] == 200
    return False
