"""What the figures were measured on."""

import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path


def describe(programs: dict[str, list[str]]) -> dict[str, str]:
    """The machine, and the version of each program that can be asked for it."""
    facts = {
        "date": time.strftime("%Y-%m-%d"),
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGESIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{pretty_name()}, Linux {platform.release()}",
        "load before": f"{os.getloadavg()[0]:.2f}",
    }
    return facts | {name: version(command) for name, command in programs.items()}


def processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def pretty_name() -> str:
    return platform.freedesktop_os_release()["PRETTY_NAME"]


def version(command: list[str]) -> str:
    """The first number with dots in what a program says of itself, or its first line."""
    if not shutil.which(command[0]):
        return "not there"
    said = subprocess.run(command, capture_output=True, text=True, timeout=60)
    text = said.stdout + said.stderr
    found = re.search(r"\d+\.\d+[\w.-]*(?: \(build \d+)?", text)
    return found[0].replace(" (", ", ") if found else (text.splitlines() or ["unknown"])[0]
