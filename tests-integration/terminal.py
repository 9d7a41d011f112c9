"""A person at a terminal: a pseudo terminal with the command line in it."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping

from server import BINARY
from waiting import eventually

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Person:
    """Runs a command in a terminal of its own, types, and reads what stands there."""

    def __init__(self, *arguments: str, environment: Mapping[str, str]) -> None:
        self.screen, self.terminal = pty.openpty()
        self.resize(columns=80)
        os.set_blocking(self.screen, False)
        self.before = termios.tcgetattr(self.terminal)
        self.said = ""
        self.process = subprocess.Popen(
            [BINARY, *arguments],
            stdin=self.terminal,
            stdout=self.terminal,
            stderr=self.terminal,
            env={**os.environ, **environment},
            start_new_session=True,
            # Control-C must mean this process, so the terminal must be its own.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    def look(self) -> str:
        """What has been written since the last words that were waited for, without colours and movements."""
        try:
            self.said += os.read(self.screen, 1 << 16).decode(errors="replace")
        except BlockingIOError:
            pass
        # A line end of two carriage returns is how a terminal spells one.
        return ESCAPES.sub("", self.said).replace("\r\r\n", "\r\n")

    def sees(self, words: str) -> str:
        """Waits until these words stand there, and returns everything before them."""

        def look() -> str | None:
            return self.look() if words in self.look() else None

        look.__doc__ = f"the terminal shows {words!r}"
        try:
            before, _, after = eventually(look).partition(words)
        except AssertionError as error:
            raise AssertionError(f"{error}; it shows {self.look()!r}") from None
        self.said = after
        return before

    def types(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def leaves(self, status: int = 0) -> str:
        """Waits for the command to end, and returns what it said last."""
        # A terminal holds a few kilobytes; nobody can end who cannot finish a sentence.
        eventually(lambda: (self.look(), self.process.poll() is not None)[1])
        assert self.process.returncode == status, self.look()
        assert self.is_as_before(), "the terminal is not as it was"
        return self.look()

    def is_as_before(self) -> bool:
        """the terminal is in the mode that it was in at first"""
        return termios.tcgetattr(self.terminal) == self.before

    def resize(self, columns: int) -> None:
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        os.close(self.screen)
        os.close(self.terminal)
