"""Where the instructions of a request go, by two counts of callgrind's."""

import re
import shutil
import subprocess
from pathlib import Path

LINE = re.compile(r" *([\d,]+) \([ \d.]+%\) +[^:]*:(.*?)(?: \[[^\]]*\])?$")


def table(longer: Path, shorter: Path, requests: int, count: int = 40) -> str:
    """The functions with the most instructions a request, with and without those that they call."""
    lines = []
    for title, options in (("with what they call", ["--inclusive=yes"]), ("by themselves", [])):
        most, fewest = (costs(path, options) for path in (longer, shorter))
        a_request = {name: (cost - fewest.get(name, 0)) / requests for name, cost in most.items()}
        lines.append(f"  functions {title}:")
        for name in sorted(a_request, key=lambda name: -a_request[name])[:count]:
            lines.append(f"  {a_request[name]:>12,.0f}  {name}")
    return demangled("\n".join(lines))


def costs(path: Path, options: list[str]) -> dict[str, int]:
    """The instructions of each function."""
    words = ["callgrind_annotate", "--threshold=100", *options, path]
    said = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found: dict[str, int] = {}
    for match in filter(None, map(LINE.match, said.splitlines())):
        found[match[2]] = found.get(match[2], 0) + int(match[1].replace(",", ""))
    return found


def demangled(text: str) -> str:
    if not shutil.which("swift"):
        return text
    done = subprocess.run(["swift", "demangle", "--simplified"], input=text, capture_output=True, text=True, check=True)
    return "\n".join(line[:150] for line in done.stdout.splitlines())
