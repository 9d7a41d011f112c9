#!/usr/bin/env python3
"""Holds the built server to its promises for minutes, with random clients and random faults.

Clients of both dialects stream, wait, embed, leave in every phase, load, unload and watch, while children are killed or
stopped, models.yaml changes and a model's file is cut short and mended. No answer may be lost, mixed up or unfinished:
an error is let pass only if a fault concerns its model, and only in its dialect's proper form. In the end nothing may be
left: no process, no socket, no descriptor, no byte per request.

    make soak
    MINUTES=1 SEED=7 make soak
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

import tiny_gguf
from conftest import counted
from server import Paddock
from waiting import eventually

MODELS = ("alpha", "beta", "gamma", "slow")
# How long after a fault its model may answer with errors: it is noticed, replaced, and perhaps left alone for a while.
AFTERMATH = 20.0
ALLOWED = {"backend_failed", "model_failing", "model_load_failed", "model_file_not_found", "model_not_found"}
MESSAGES = [{"role": "user", "content": "Go on."}]


class Failed(Exception):
    """Something that must not happen."""


class Refused(Exception):
    """An error in its dialect's proper form."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Soak:
    def __init__(self, folder: Path, seed: int, minutes: float) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.end = time.monotonic() + minutes * 60
        self.outcomes: Counter[str] = Counter()
        self.failures: list[str] = []
        self.faults: list[tuple[float, str]] = []
        self.longest = 0.0
        self.broken: set[str] = set()
        self.calm = threading.Event()
        self.lock = threading.Lock()
        for name in MODELS:
            tiny_gguf.write_chat(folder / f"{name}.gguf", name, mebibytes=60 if name == "slow" else 0)
        tiny_gguf.write_embedder(folder / "embed.gguf")
        self.server = Paddock(self.settings(), folder)
        eventually(self.server.is_up)

    def entry(self, name: str, context: int = 2048) -> dict:
        return {"id": name, "config": {"model_path": str(self.folder / f"{name}.gguf"), "n_ctx": context}}

    def settings(self, gamma: bool = True, context: int = 2048) -> dict:
        entries = [self.entry("alpha", context), self.entry("beta"), self.entry("slow", 8192), self.entry("embed", 256)]
        return {
            "max_loaded_models": 2,
            "keep_alive": "3s",
            "hang_timeout": "2s",
            "queue": {"patience": "300ms", "min_residency": "100ms", "timeout": "60s"},
            "server_args": ["--threads 1"],
            "kv_cache": {"directory": str(self.folder / "kv"), "max_bytes": "200MiB"},
            "models": entries + ([self.entry("gamma")] if gamma else []),
        }

    # Clients

    def client(self, seed: int) -> None:
        chance = random.Random(seed)
        acts = [self.openai_stream, self.openai_whole, self.ollama_stream, self.ollama_whole] * 3
        acts += [self.embed, self.leave, self.leave, self.manage, self.look]
        with httpx.Client(base_url=self.server.url, timeout=60) as http:
            while time.monotonic() < self.end:
                act, model = chance.choice(acts), chance.choice(MODELS)
                name = "embed" if act == self.embed else model
                start = time.monotonic()
                try:
                    act(http, model, chance)
                    outcome = act.__name__
                    if act != self.leave and not self.is_troubled(name, start):
                        self.longest = max(self.longest, time.monotonic() - start)
                except Refused as refusal:
                    outcome = f"refused: {refusal.code}"
                    if refusal.code not in ALLOWED or not self.is_troubled(name, start):
                        self.fail(f"{act.__name__} {name}: {refusal.code} without a fault")
                except (Failed, httpx.HTTPError, ValueError, KeyError, IndexError) as error:
                    outcome = "failed"
                    self.fail(f"{act.__name__} {name}: {type(error).__name__} {error}")
                with self.lock:
                    self.outcomes[outcome] += 1

    def is_troubled(self, model: str, start: float) -> bool:
        with self.lock:
            return model in self.broken or any(name == model and start - AFTERMATH < moment for moment, name in self.faults)

    def fail(self, text: str) -> None:
        with self.lock:
            self.failures.append(f"{time.strftime('%H:%M:%S')} {text}")

    def expect(self, said: str, model: str, tokens: int) -> None:
        if said != counted(model, tokens):
            raise Failed(f"said {said[:80]!r}, not {tokens} tokens of {model}")

    def body(self, model: str, tokens: int, stream: bool) -> dict:
        return {"model": model, "messages": MESSAGES, "max_tokens": tokens, "stream": stream}

    def openai_error(self, value: dict) -> None:
        if "error" in value:
            raise Refused(value["error"]["code"])

    def openai_whole(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        tokens = chance.randint(1, 200)
        answer = http.post("/v1/chat/completions", json=self.body(model, tokens, False)).json()
        self.openai_error(answer)
        self.expect(answer["choices"][0]["message"]["content"], model, tokens)

    def openai_stream(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        tokens = chance.randint(1, 400)
        with http.stream("POST", "/v1/chat/completions", json=self.body(model, tokens, True)) as answer:
            text = "".join(answer.iter_text())
        if answer.status_code != 200:
            self.openai_error(json.loads(text))
        events = [event.removeprefix("data: ") for event in text.split("\n\n") if event.startswith("data: ")]
        if not events or events.pop() != "[DONE]":
            raise Failed("a stream without its end")
        said = ""
        for event in map(json.loads, events):
            self.openai_error(event)
            said += "".join(choice["delta"].get("content") or "" for choice in event["choices"])
        self.expect(said, model, tokens)

    def ollama_body(self, model: str, tokens: int, stream: bool) -> dict:
        return {"model": model, "messages": MESSAGES, "stream": stream, "options": {"num_predict": tokens}}

    def ollama_error(self, value: dict) -> None:
        if "error" in value:
            text = value["error"]
            known = {"running the model": "backend_failed", "times in a row": "model_failing", "not found": "model_not_found"}
            raise Refused(next((code for words, code in known.items() if words in text), "model_load_failed"))

    def ollama_whole(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        tokens = chance.randint(1, 200)
        answer = http.post("/api/chat", json=self.ollama_body(model, tokens, False)).json()
        self.ollama_error(answer)
        self.expect(answer["message"]["content"], model, tokens)

    def ollama_stream(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        tokens = chance.randint(1, 400)
        with http.stream("POST", "/api/chat", json=self.ollama_body(model, tokens, True)) as answer:
            lines = [json.loads(line) for line in answer.iter_lines()]
        for line in lines:
            self.ollama_error(line)
        if not lines or not lines[-1]["done"]:
            raise Failed("lines without their end")
        self.expect("".join(line["message"]["content"] for line in lines), model, tokens)

    def embed(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        answer = http.post("/v1/embeddings", json={"model": "embed", "input": "a word"}).json()
        self.openai_error(answer)
        if not answer["data"][0]["embedding"]:
            raise Failed("no vector")

    def leave(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        """Goes away while it waits, while the model loads, or in the middle of the answer."""
        patience = chance.choice([0.0, 0.01, 0.1, 0.5])
        with contextlib.suppress(httpx.ReadTimeout), httpx.Client(base_url=self.server.url, timeout=patience or 1) as own:
            path, body = chance.choice(
                # Two requests share a context: together they must not fill it, or llama-server fails both.
                [("/v1/chat/completions", self.body(model, 900, True)), ("/api/chat", self.ollama_body(model, 900, False))]
            )
            with own.stream("POST", path, json=body) as answer:
                for _, _ in zip(answer.iter_raw(), range(chance.randint(0, 20)), strict=False):
                    pass

    def manage(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        answer = http.post(f"/v1/pool/{chance.choice(['load', 'unload'])}", json={"model": model}).json()
        self.openai_error(answer)

    def look(self, http: httpx.Client, model: str, chance: random.Random) -> None:
        pool = http.get("/v1/pool").json()
        running = [entry for entry in pool["models"] if entry["state"] not in ("unloaded", "failing")]
        if len(running) > pool["max_loaded_models"]:
            raise Failed(f"{len(running)} models run at once")
        http.get("/api/ps").raise_for_status()
        with http.stream("GET", "/v1/events") as events:
            for _, _ in zip(events.iter_lines(), range(3), strict=False):
                pass

    # Faults

    def trouble(self) -> None:
        """One fault after the other, until shortly before the end."""
        while time.monotonic() < self.end - AFTERMATH - 5 and not self.calm.wait(self.chance.uniform(0.5, 4)):
            fault = self.chance.choice(["kill", "kill", "stop", "change", "remove", "cut", "nonsense"])
            self.outcomes[f"fault: {fault}"] += 1
            if fault in ("kill", "stop"):
                if children := self.server.children():
                    child = self.chance.choice(children)
                    self.note(child.name)
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(child.process, signal.SIGKILL if fault == "kill" else signal.SIGSTOP)
            elif fault == "change":
                self.server.configure(self.settings("gamma" not in self.broken, self.chance.choice([2048, 3072])))
                self.server.http.post("/v1/pool/reload").raise_for_status()
            elif fault == "remove":
                there = self.chance.choice([True, False])
                self.broken.add("gamma")
                self.server.configure(self.settings(gamma=there))
                self.server.signal(signal.SIGHUP)
                self.note("gamma")
                if there:
                    self.broken.discard("gamma")
            elif fault == "cut":
                self.note("beta")
                self.replace("beta", half="beta" not in self.broken)
                self.note("beta")
            else:
                self.server.config.write_text("models: [")
                if self.server.http.post("/v1/pool/reload").status_code != 400:
                    self.fail("a bad models.yaml was taken on")
                self.server.configure(self.server.settings)
        self.replace("beta", half=False)
        self.server.configure(self.settings())
        self.server.http.post("/v1/pool/reload").raise_for_status()
        self.broken.clear()
        for name in ("beta", "gamma"):
            self.note(name)

    def note(self, model: str) -> None:
        with self.lock:
            self.faults.append((time.monotonic(), model))

    def replace(self, name: str, half: bool) -> None:
        """Puts a cut or a whole file in a model's place, as a download does."""
        new = self.folder / "new.gguf"
        tiny_gguf.write_chat(new, name)
        if half:
            os.truncate(new, new.stat().st_size // 2)
        if half:
            self.broken.add(name)
        new.rename(self.folder / f"{name}.gguf")
        if not half:
            self.broken.discard(name)

    # The end

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.server.process.pid}/fd"))

    def settle(self) -> None:
        """Waits until nobody is served any more and every model has left."""
        def is_quiet() -> bool:
            pool = self.server.pool()
            return pool["waiting"] == 0 and all(entry["state"] in ("unloaded", "failing") for entry in pool["models"])

        eventually(is_quiet, within=60, every=0.1)

    def run(self, clients: int) -> bool:
        threads = [threading.Thread(target=self.client, args=(self.chance.random(),)) for _ in range(clients)]
        chaos = threading.Thread(target=self.trouble)
        for thread in [*threads, chaos]:
            thread.start()
        warm = None
        start = time.monotonic()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.2)
            if warm is None and time.monotonic() - start > min(60, (self.end - start) / 3):
                warm = self.server.resident_bytes()
                answers = sum(self.outcomes.values())
        chaos.join()
        self.settle()
        grown = self.server.resident_bytes() - (warm or 0)
        more = sum(self.outcomes.values()) - answers
        sockets = [path for path in self.server.runtime.rglob("*.sock")]
        for name in MODELS:
            if self.server.ask(name, 7) != counted(name, 7):
                self.fail(f"{name} does not answer rightly in the end")
        parts = [path for path in (self.folder / "kv").iterdir() if path.suffix not in (".kv", ".json", "")]
        for text, isWrong in [
            (f"{self.descriptors()} descriptors open", self.descriptors() > 60),
            (f"{len(sockets)} sockets left", bool(sockets)),
            (f"{len(parts)} unfinished files of conversations left", bool(parts)),
            (f"{grown / 1e6:.1f} MB grown over {more} requests", grown > 4 << 20 and grown > 200 * more),
        ]:
            print(text)
            if isWrong:
                self.fail(text)
        runtime = self.server.runtime
        self.server.close()
        if runtime.exists():
            self.fail("the folder of sockets is left")
        for name, count in sorted(self.outcomes.items()):
            print(f"{count:8} {name}")
        print(f"{self.longest:8.1f} s: the longest wait of a request without a fault")
        for failure in self.failures[:40]:
            print(failure)
        return not self.failures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--clients", type=int, default=12)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    print(f"seed {options.seed}, {options.minutes} minutes, {options.clients} clients, {folder}")
    isGood = Soak(folder, options.seed, options.minutes).run(options.clients)
    print("nothing was lost" if isGood else f"failed; the log is in {folder}")
    if isGood:
        shutil.rmtree(folder)
    sys.exit(0 if isGood else 1)


if __name__ == "__main__":
    main()
