"""What translating a stream costs: the same events handed on, as Ollama's lines, and as one whole answer."""

import http_client
from bench import Bench
from report import Goal

TITLE = "Streams of 500 events, translated by Paddock"

GOAL = Goal("at most 1.5 × handed on", lambda all: all["as Ollama's lines"] <= 1.5 * all["handed on"])

COMPARED = {"ours": "as Ollama's lines", "baseline": "handed on"}


def run(bench: Bench, letter: str) -> None:
    paddock = bench.stub_proxies()["Paddock"]
    count = 100 if bench.quick else 600
    patterns = {
        "burst, 8 streams": ("burst/500", 8, 0.5 if bench.quick else 3, None),
        "100 streams of 200 events/s": (f"paced/{count}/200", 100, 60, 100),
    }
    for label, (answer, connections, seconds, requests) in patterns.items():
        ways = {
            "handed on": http_client.chat(answer, stream=True),
            "as Ollama's lines": http_client.raw("/api/chat", http_client.chat_body(answer, stream=True)),
            "as one whole answer": http_client.chat(answer),
        }
        cpu = bench.report.row(letter, f"{label}: CPU an event", "µs", GOAL, **COMPARED)
        late = bench.report.row(letter, f"{label}: delay, p99", "µs", **COMPARED)
        for way, request in [*ways.items()] * (1 if bench.quick else 3):
            load = bench.load(paddock, request, connections, seconds, requests)
            events = load.seen["requests"] * int(answer.split("/")[1])
            cpu.add(way, load.cpu / events * 1e6)
            if way != "as one whole answer":
                late.add(way, load.seen["delay_p99"])
