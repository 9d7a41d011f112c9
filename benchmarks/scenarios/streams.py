"""Streams of 500 events: as fast as they go, and at the pace of models."""

import http_client
from bench import Bench
from report import Goal

TITLE = "Streams of 500 events, handed on"


def run(bench: Bench, letter: str) -> None:
    systems = bench.stub_proxies()
    request = http_client.chat("burst/500", stream=True)
    rate = bench.report.row(letter, "burst, 8 streams: throughput", "events/s")
    cpu = bench.report.row(letter, "burst, 8 streams: CPU an event", "µs")
    for name, system in bench.rounds(systems, 3):
        load = bench.load(system, request, 8, seconds=0.5 if bench.quick else 3)
        rate.add(name, load.event_rate)
        if name != "direct":
            cpu.add(name, load.cpu_per_event)

    count = 100 if bench.quick else 400
    request = http_client.chat(f"paced/{count}/200", stream=True)
    label = "100 streams of 200 events/s"
    rate = bench.report.row(letter, f"{label}: throughput", "events/s")
    cpu = bench.report.row(
        letter, f"{label}: CPU an event", "µs", Goal("at most nginx's", lambda all: all["Paddock"] <= all["nginx"])
    )
    middle = bench.report.row(letter, f"{label}: delay, p50", "µs")
    late = bench.report.row(
        letter, f"{label}: delay, p99", "µs",
        Goal("at most nginx's and 500", lambda all: all["Paddock"] <= all["nginx"] + 500),
    )
    for name, system in bench.rounds(systems, 3):
        load = bench.load(system, request, 100, seconds=60, requests=100)
        rate.add(name, load.event_rate)
        middle.add(name, load.seen["delay_p50"])
        late.add(name, load.seen["delay_p99"])
        if name != "direct":
            cpu.add(name, load.cpu_per_event)
