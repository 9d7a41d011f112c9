"""Processes that are started here: owned, measured, and ended however the run ends."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class Process:
    """A program that ends with us. Its output goes to a file."""

    def __init__(self, command: list[str | Path], log: Path, environment: dict[str, str] | None = None) -> None:
        # A terminal's Ctrl-C reaches us alone, and then we end them one by one. All stay in one session, for on a busy
        # machine the kernel shares processors out by sessions.
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                [shutil.which("setpriv"), "--pdeathsig", "KILL", "--", *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **(environment or {})},
                process_group=0,
            )
        self.log = log

    @property
    def pid(self) -> int:
        return self.popen.pid

    def has_ended(self) -> bool:
        return self.popen.poll() is not None

    def end(self) -> None:
        self.popen.terminate()
        try:
            self.popen.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()


def cpu_seconds(processes: list[int]) -> float:
    """What processes have used of processors, in user and kernel mode."""
    # The kernel's number for the clock of a whole process (linux/posix-timers_types.h): finer than /proc/PID/stat.
    return sum(time.clock_gettime(~process << 3 | 2) for process in processes)


def resident_bytes(processes: list[int], with_files: bool = False) -> int:
    """What processes hold in memory: their own, or also the pages of files that they have read or run."""
    field = "VmRSS:" if with_files else "RssAnon:"
    lines = [line for process in processes for line in Path(f"/proc/{process}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def children(process: int) -> list[int]:
    """The direct children of a process."""
    with contextlib.suppress(FileNotFoundError):
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts(address: tuple[str, int]) -> bool:
    """Whether somebody listens."""
    family = socket.AF_UNIX if "/" in address[0] else socket.AF_INET
    with socket.socket(family) as probe, contextlib.suppress(OSError):
        probe.connect(address[0] if family == socket.AF_UNIX else address)
        return True
    return False


def wait_for(
    condition: Callable[[], object], process: Process | None = None, within: float = 60, every: float = 0.005
) -> None:
    """Looks again and again until something is true."""
    end = time.monotonic() + within
    while not condition():
        if process and process.has_ended():
            raise RuntimeError(f"{process.popen.args[4]} ended:\n{process.log.read_text()[-2000:]}")
        if time.monotonic() > end:
            raise TimeoutError(f"not within {within} s: {condition.__qualname__}")
        time.sleep(every)
