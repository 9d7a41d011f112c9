"""Counts the instructions that Paddock itself executes for a request, which no other load on the machine changes.

valgrind's callgrind counts two runs of the same length in time and with different numbers of requests: the difference
is the requests' own, without the start, the end, and what happens every second. The kernel's part is not in it.

Run by `make bench-instructions`, it fails if a figure is more than 2 % above benchmarks/instructions.json;
`make bench-instructions WRITE=1` writes that file anew, `make bench-instructions FUNCTIONS=1` tells where they go.
`make gate`, a part of `make test`, counts fewer requests of the first kinds, and fails at 5 %.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import hot_functions
import http_client
from systems.paddock import BINARY, Paddock
from systems.system import Missing

REFERENCE = Path(__file__).parent / "instructions.json"
TOLERANCE = 0.02
# A gate looks at so many kinds of request, and at one in so many of them.
GATE_KINDS, GATE_PART, GATE_TOLERANCE = 2, 3, 0.05

# What is asked, and how often in the longer run; the shorter one has a sixth of it.
REQUESTS: dict[str, tuple[bytes, int]] = {
    "embeddings, 1 KB": (http_client.raw("/v1/embeddings", {"model": "stub", "input": "word " * 8}), 6000),
    "chat, whole answer of 8 events": (http_client.chat("plain/8"), 3000),
    "chat, request of 50 KB": (http_client.chat("plain/8", padding=50_000), 1200),
    "chat, stream of 500 events": (http_client.chat("plain/500", stream=True), 1800),
    "Ollama's chat, stream of 500 events": (
        http_client.raw("/api/chat", http_client.chat_body("plain/500", stream=True)), 180,
    ),
}


class Counting:
    """Counts with one stub, one client and one folder."""

    def __init__(self, tools: Path, folder: Path, model: Path) -> None:
        self.tools = tools
        self.folder = folder
        self.model = model
        self.program = folder / "paddock"
        if not shutil.which("valgrind"):
            raise Missing("apt-get install valgrind")
        # valgrind stumbles over Swift's debugging data.
        subprocess.run(["strip", "--strip-debug", "-o", self.program, BINARY], check=True)

    def count(self, request: bytes, requests: int) -> float:
        """Instructions of one request."""
        fewer = requests // 6
        most, seconds = self.total(self.counts("longer"), request, requests)
        fewest, _ = self.total(self.counts("shorter"), request, fewer, seconds)
        return (most - fewest) / (requests - fewer)

    def counts(self, run: str) -> Path:
        return self.folder / f"callgrind-{run}"

    def total(self, counts: Path, request: bytes, requests: int, seconds: float = 0) -> tuple[int, float]:
        """Instructions of a whole run with so many requests, which lasts so long at least, and how long it lasted."""
        valgrind = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={counts}", self.program)
        paddock = Paddock(self.folder, {"stub": self.model}, stub=self.tools / "stub", program=valgrind)
        try:
            paddock.load("stub")
            file = self.folder / "request"
            file.write_bytes(request)
            words = [*map(str, (self.tools / "load", *paddock.address, file, 1, 500, requests))]
            start = time.monotonic()
            seen = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
            if seen["errors"] or seen["requests"] != requests:
                raise RuntimeError(f"{seen['errors']} errors in {seen['requests']} requests")
            time.sleep(max(0, start + seconds - time.monotonic()))
            seconds = time.monotonic() - start
        finally:
            paddock.close()
        [line] = [line for line in counts.read_text().splitlines() if line.startswith("totals:")]
        return int(line.split()[1]), seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tools", type=Path, required=True, help="where stub and load client lie")
    parser.add_argument("--functions", action="store_true", help="tell where they go")
    parser.add_argument("--gate", action="store_true", help="count fewer requests, and be more lenient")
    parser.add_argument("--write", action="store_true", help="write the reference anew")
    wanted = parser.parse_args()
    if wanted.gate and not runs():
        print("valgrind does not run here, so no instructions are counted")
        return
    kinds = list(REQUESTS.items())[: GATE_KINDS if wanted.gate else None]
    part, tolerance = (GATE_PART, GATE_TOLERANCE) if wanted.gate else (1, TOLERANCE)
    reference = json.loads(REFERENCE.read_text()) if REFERENCE.exists() else {}
    found, failed = {}, []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        counting = Counting(wanted.tools, Path(name), write_model(Path(name)))
        for what, (request, requests) in kinds:
            requests //= part
            found[what] = round(counting.count(request, requests))
            change = found[what] / reference[what] - 1 if what in reference else 0
            print(f"{what:40} {found[what]:>10,} instructions, {change:+.1%} beside the reference", flush=True)
            if wanted.functions:
                longer, shorter = counting.counts("longer"), counting.counts("shorter")
                print(hot_functions.table(longer, shorter, requests - requests // 6), flush=True)
            if change > tolerance:
                failed.append(what)
    if wanted.write:
        REFERENCE.write_text(json.dumps(found, indent=2) + "\n")
    elif failed:
        sys.exit(f"more than {tolerance:.0%} above the reference: {'; '.join(failed)}")


def runs() -> bool:
    """Whether valgrind can run a program on this machine."""
    words = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "true"]
    return subprocess.run(words, capture_output=True).returncode == 0


def write_model(folder: Path) -> Path:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests-integration"))
    import tiny_gguf

    tiny_gguf.write_chat(folder / "stub.gguf", "stub")
    return folder / "stub.gguf"


if __name__ == "__main__":
    main()
