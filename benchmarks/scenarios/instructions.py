"""Instructions of a request, as `make bench-instructions` counts them."""

import instructions
from bench import Bench
from systems.system import Missing

TITLE = "Instructions of a request, without the kernel's"


def run(bench: Bench, letter: str) -> None:
    try:
        counting = instructions.Counting(bench.stub.parent, bench.folder, bench.tiny("stub"))
    except Missing as missing:
        return bench.note(f"left out: {missing}")
    for what, (request, requests) in instructions.REQUESTS.items():
        row = bench.report.row(letter, what, "")
        row.add("Paddock", counting.count(request, requests // 5 if bench.quick else requests))
