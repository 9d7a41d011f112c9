"""Requests with long prompts or pictures in them."""

import http_client
from bench import Bench

TITLE = "Large requests, answers of 1 KB"


def run(bench: Bench, letter: str) -> None:
    systems = bench.stub_proxies()
    for label, size, connections in (("50 KB", 50_000, 32), ("5 MB", 5_000_000, 4)):
        request = http_client.chat("plain/8", padding=size)
        rate = bench.report.row(letter, f"{label}, {connections} connections: throughput", "requests/s")
        late = bench.report.row(letter, f"{label}, {connections} connections: p99", "ms")
        cpu = bench.report.row(letter, f"{label}, {connections} connections: CPU a request", "µs")
        for name, system in bench.rounds(systems, 3):
            load = bench.load(system, request, connections, seconds=0.5 if bench.quick else 2)
            rate.add(name, load.rate)
            late.add(name, load.seen["latency_p99"] / 1000)
            if name != "direct":
                cpu.add(name, load.cpu_per_request)
