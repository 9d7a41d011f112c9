"""A long conversation that goes on after its model has left and come back."""

import http_client
from bench import Bench
from report import Goal
from systems.paddock import Paddock
from systems.router import Router

TITLE = "A conversation of 1,800 tokens goes on: seconds to the first token"
FACTS = " ".join(f"Fact {number}: box {number} is {('red', 'blue')[number % 2]} inside." for number in range(140))


def run(bench: Bench, letter: str) -> None:
    real = bench.cache / "models/SmolLM2-135M-Instruct-Q4_1.gguf"
    if not real.exists():
        return bench.note("left out: SmolLM2; make models fetches it")
    settings = {"variants": {"real": {"executable": str(bench.llama_server)}}, "variant": "real"}
    models = {"model": real}
    forgetful = {"kv_cache": {"enabled": False}}
    systems = {
        "Paddock": bench.keep(Paddock(bench.folder, models, **settings)),
        "Paddock without kv_cache": bench.keep(Paddock(bench.folder, models, **settings, **forgetful)),
        "router mode": bench.keep(Router(bench.folder, bench.llama_server, models, limit=1)),
    }
    cold = bench.report.row(letter, "first turn", "s", baseline="router mode")
    warm = bench.report.row(letter, "second turn, the model has stayed", "s", baseline="router mode")
    back = bench.report.row(
        letter, "second turn, the model has left and come back", "s",
        Goal("at most 0.05 × the first turn", lambda all: all["Paddock"] <= 0.05 * cold.medians["Paddock"]),
        baseline="router mode",
    )
    whole = bench.report.row(letter, "the same, and the turn itself brings it back", "s", baseline="router mode")
    for turn in range(1 if bench.quick else 3):
        for name, system in systems.items():
            system.load("model")
            talk = Conversation(system, f"Number {name} {turn}.")
            cold.add(name, talk.turn())
            warm.add(name, talk.turn())
            system.unload("model")
            system.load("model")
            back.add(name, talk.turn())
            system.unload("model")
            whole.add(name, talk.turn())
            system.unload("model")
    for system in systems.values():
        system.close()


class Conversation:
    def __init__(self, system: Paddock | Router, subject: str) -> None:
        self.system = system
        self.messages = [{"role": "user", "content": f"{subject} Remember this. {FACTS}"}]

    def turn(self) -> float:
        """Seconds to the first token of the next answer."""
        if len(self.messages) > 1:
            self.messages.append({"role": "user", "content": "And now?"})
        body = {"model": "model", "messages": self.messages, "max_tokens": 8, "temperature": 0}
        seconds, text = http_client.timed_chat(self.system.address, body)
        self.messages.append({"role": "assistant", "content": text})
        return seconds
