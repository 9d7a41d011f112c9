"""Where the instructions of a request go, by two counts of callgrind's."""

import re
import shutil
import subprocess
from pathlib import Path

LINE = re.compile(r" *([\d,]+) \([ \d.]+%\) +[^:]*:(.*?)(?: \[[^\]]*\])?$")
# What only passes a call on.
WRAPPERS = ("protocol witness for ", "partial apply for ", "thunk for ", "@objc ", "ThreadOpsPosix", "setupThread")


def table(longer: Path, shorter: Path, requests: int, count: int = 60) -> str:
    """The functions with the most instructions a request, with and without those that they call."""
    lines: list[str] = []
    for title, options in (("with what they call", ["--inclusive=yes"]), ("by themselves", [])):
        most, fewest = (costs(path, options) for path in (longer, shorter))
        a_request = {name: (cost - fewest.get(name, 0)) / requests for name, cost in most.items()}
        names = sorted(a_request, key=lambda name: -a_request[name])[: 4 * count]
        readable = zip(names, demangled(names), strict=True)
        told = [(a_request[name], text) for name, text in readable if not text.startswith(WRAPPERS)]
        lines += [f"  {title}:", *(f"  {cost:>12,.0f}  {text[:130]}" for cost, text in told[:count])]
    return "\n".join(lines)


def costs(path: Path, options: list[str]) -> dict[str, int]:
    """The instructions of each function."""
    words = ["callgrind_annotate", "--threshold=100", *options, path]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found: dict[str, int] = {}
    for match in filter(None, map(LINE.match, said.splitlines())):
        found[match[2]] = found.get(match[2], 0) + int(match[1].replace(",", ""))
    return found


def demangled(names: list[str]) -> list[str]:
    """The names as they stand in the sources."""
    if not shutil.which("swift"):
        return names
    words = ["swift", "demangle", "--simplified"]
    done = subprocess.run(words, input="\n".join(names), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
