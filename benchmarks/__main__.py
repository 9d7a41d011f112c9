"""Measures Paddock beside what does the same or less: see docs/performance.md.

Run it by `make bench`, or after that with the Python of `scripts/venv tests`.
"""

import argparse
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import machine
from bench import ROOT, Bench
from report import Report
from systems.paddock import BINARY

SCENARIOS = {
    "a": "completions",
    "b": "streams",
    "c": "translation",
    "d": "large_requests",
    "e": "idle_streams",
    "f": "swap",
    "g": "many_models",
    "h": "returning_conversation",
    "i": "scaling",
    "j": "footprint",
    "k": "instructions",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(SCENARIOS), help="letters of scenarios, with commas")
    parser.add_argument("--quick", action="store_true", help="one short round: whether it works, not how fast")
    parser.add_argument("--tools", type=Path, default=ROOT / ".build-bench", help="where stub and load client lie")
    parser.add_argument("--output", type=Path, default=ROOT / ".build-bench/results")
    parser.add_argument("--document", action="store_true", help="put the tables into docs/performance.md")
    wanted = parser.parse_args()
    # A polite end is like Ctrl-C: nothing is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    cache = Path(os.environ.get("PADDOCK_CACHE", Path.home() / ".cache/paddock"))
    llama_server = Path(shutil.which("llama-server") or cache / "bin/llama-server")
    programs = {
        "Paddock": [str(BINARY), "--version"],
        "nginx": ["nginx", "-v"],
        "LiteLLM": [os.environ.get("LITELLM_BIN", "litellm"), "--version"],
        "llama-server": [str(llama_server), "--version"],
    }
    report = Report(machine.describe(programs))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        bench = Bench(report, Path(folder), wanted.tools, llama_server, cache, wanted.quick)
        status = 0
        try:
            for letter in wanted.only.split(","):
                status |= run(letter, bench)
        except KeyboardInterrupt:
            status = 130
            report.notes.append("stopped before its end")
        finally:
            # What has been started is ended now, however often somebody asks.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            bench.close()
    report.write(wanted.output)
    if wanted.document and status == 0:
        report.write_into(ROOT / "docs/performance.md")
    print(report.markdown())
    sys.exit(status)


def run(letter: str, bench: Bench) -> int:
    """Runs a scenario; one that fails does not keep the others from running."""
    scenario = importlib.import_module(f"scenarios.{SCENARIOS[letter]}")
    bench.report.titles[letter] = scenario.TITLE
    print(f"{letter}. {scenario.TITLE}", file=sys.stderr)
    start = time.monotonic()
    try:
        scenario.run(bench, letter)
    except Exception as failure:
        traceback.print_exc()
        bench.note(f"scenario {letter} failed: {failure}")
        return 1
    print(f"    {time.monotonic() - start:.0f} s", file=sys.stderr)
    return 0


if __name__ == "__main__":
    main()
