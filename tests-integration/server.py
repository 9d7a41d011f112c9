"""A Paddock under test."""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
import ollama
import openai

from children import Child, children, unix_connections
from streams import Stream
from waiting import eventually
from wire import Wire

BINARY = Path(os.environ.get("PADDOCK_BINARY", Path(__file__).parent.parent / ".build-release/release/paddock"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Paddock:
    def __init__(self, config: dict, folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.config = folder / f"models-{self.port}.yaml"
        self.configure(config)
        self.log = folder / f"log-{self.port}.txt"
        # The path of a unix socket must be short, which those of pytest are not.
        self.runtime = Path(tempfile.mkdtemp(prefix="paddock-"))
        # A server does not outlive the tests, however those end.
        command = [shutil.which("setpriv"), "--pdeathsig", "KILL", "--", BINARY, "serve", "--config", self.config]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), "--log-level", "debug", "--no-ollama-port", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "XDG_RUNTIME_DIR": str(self.runtime),
                    "PADDOCK_DATA": str(folder / "data"),
                    "OLLAMA_MODELS": str(folder / "ollama"),
                    **(environment or {}),
                },
            )
        self.http = httpx.Client(base_url=self.url, timeout=60)

    def configure(self, config: dict) -> None:
        """Writes models.yaml as an editor does: a new file takes the place of the old one."""
        self.settings = config
        new = self.config.with_suffix(".new")
        new.write_text(json.dumps(config, indent=2))  # all JSON is YAML
        new.rename(self.config)

    def pool(self) -> dict:
        return self.http.get("/v1/pool").json()

    def state(self, model: str) -> dict:
        """What the pool tells of one model."""
        return next(entry for entry in self.pool()["models"] if entry["id"] == model)

    def kill(self, model: str, number: signal.Signals = signal.SIGKILL) -> int:
        """Sends a signal to the child of a model, and returns its process number."""
        process = self.child(model).process
        os.kill(process, number)
        return process

    def is_up(self) -> bool:
        """the server answers /health"""
        assert self.process.poll() is None, f"the server ended with {self.process.returncode}:\n{self.log.read_text()}"
        try:
            return self.http.get("/health").status_code == 200
        except httpx.TransportError:
            return False

    def openai(self) -> openai.OpenAI:
        return openai.OpenAI(base_url=f"{self.url}/v1", api_key="none", max_retries=0, timeout=60)

    def ollama(self) -> ollama.Client:
        return ollama.Client(host=self.url, timeout=60)

    def wire(self) -> Wire:
        return Wire(self.port)

    def ask(self, model: str, tokens: int = 20, **fields: object) -> str:
        """What a model says in OpenAI's words, in one piece."""
        body = {"model": model, "messages": [{"role": "user", "content": "Go on."}], "max_tokens": tokens, **fields}
        answer = self.http.post("/v1/chat/completions", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["choices"][0]["message"]["content"]

    def stream(self, model: str = "slow", tokens: int = 100_000) -> Stream:
        """A stream that has begun."""
        return Stream(self.wire(), model, tokens).begin()

    def loaded(self) -> set[str]:
        """the models that /api/ps shows"""
        return {model["name"].removesuffix(":latest") for model in self.http.get("/api/ps").json()["models"]}

    def children(self) -> list[Child]:
        """the children"""
        return children(self.runtime)

    def child(self, name: str) -> Child:
        return eventually(lambda: next((child for child in self.children() if child.name == name), None))

    def upstream(self) -> set[str]:
        """The open connections to children."""
        return unix_connections(self.process.pid)

    def resident_bytes(self) -> int:
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGESIZE")

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def close(self) -> None:
        """Ends the server as a service manager would, and holds it to leaving nothing behind; once."""
        if self.http.is_closed:
            return
        self.http.close()
        try:
            if self.process.poll() is None:
                self.signal(signal.SIGTERM)
                assert self.process.wait(timeout=15) == 0
            eventually(self.has_no_children, within=2)
        finally:
            self.process.kill()
            self.process.wait()
            for child in self.children():
                os.kill(child.process, signal.SIGKILL)
            shutil.rmtree(self.runtime)

    def has_no_children(self) -> bool:
        """no llama-server is left"""
        return not self.children()


# What the fixture gives: a way to start a server for some models.
Start = Callable[..., Paddock]
