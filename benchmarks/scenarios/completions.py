"""Whole answers of about 1 KB: how many a second, how late, and at what cost."""

import http_client
from bench import Bench
from report import Goal

TITLE = "Whole answers of 1 KB"

# Embeddings are handed on as they are. A chat's answer Paddock makes from a stream (docs/decisions/0006).
REQUESTS = {
    "embeddings": http_client.raw("/v1/embeddings", {"model": "stub", "input": "word " * 8}),
    "chat": http_client.chat("plain/8"),
}


def run(bench: Bench, letter: str) -> None:
    systems = bench.stub_proxies()
    for kind, request in REQUESTS.items():
        for connections in (1, 32, 256):
            label = f"{kind}, {connections} connection{'s'[: connections > 1]}"
            rate = bench.report.row(letter, f"{label}: throughput", "requests/s", throughput_goal(connections))
            middle = bench.report.row(letter, f"{label}: p50", "µs", latency_goal(connections))
            late = bench.report.row(letter, f"{label}: p99", "µs")
            cpu = bench.report.row(letter, f"{label}: CPU a request", "µs")
            for name, system in bench.rounds(systems, 3):
                load = bench.load(system, request, connections, seconds=0.5 if bench.quick else 2)
                rate.add(name, load.rate)
                middle.add(name, load.seen["latency_p50"])
                late.add(name, load.seen["latency_p99"])
                if name != "direct":
                    cpu.add(name, load.cpu_per_request)


def throughput_goal(connections: int) -> Goal | None:
    if connections != 32:
        return None
    return Goal("at least nginx's", lambda figures: figures["Paddock"] >= figures["nginx"])


def latency_goal(connections: int) -> Goal | None:
    if connections != 1:
        return None
    return Goal("at most nginx's", lambda figures: figures["Paddock"] <= figures["nginx"])
