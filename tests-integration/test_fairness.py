"""Nobody starves and nobody is turned away, however busy the others are."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from conftest import counted
from server import Paddock, Start

THREE = ("alpha", "beta", "gamma")


class Crowd:
    """Clients that ask without a pause, two for each model, until they are told to stop."""

    def __init__(self, server: Paddock, models: tuple[str, ...], tokens: int) -> None:
        self.server = server
        self.tokens = tokens
        self.answers = dict.fromkeys(models, 0)
        self.longest = 0.0
        self.stopped = threading.Event()
        self.pool = ThreadPoolExecutor(2 * len(models))
        self.clients = [self.pool.submit(self.ask, model) for model in models * 2]

    def ask(self, model: str) -> None:
        while not self.stopped.is_set():
            start = time.monotonic()
            assert self.server.ask(model, self.tokens) == counted(model, self.tokens)
            self.longest = max(self.longest, time.monotonic() - start)
            self.answers[model] += 1

    def stop(self) -> None:
        self.stopped.set()
        for client in self.clients:
            client.result()


def test_a_third_model_is_served_while_two_are_kept_busy_without_a_pause(paddock: Start) -> None:
    server = paddock(*THREE, max_loaded_models=2)
    crowd = Crowd(server, ("alpha", "beta"), tokens=300)
    for _ in range(3):
        before = dict(crowd.answers)
        start = time.monotonic()
        assert server.ask("gamma") == counted("gamma", 20)
        # Patience, the longest running answer, a stop and a load.
        assert time.monotonic() - start < 2 + crowd.longest + 1.5
        while any(crowd.answers[model] == before[model] for model in before):
            time.sleep(0.01)
    crowd.stop()


def test_twelve_clients_take_turns_on_three_models_with_one_place(paddock: Start) -> None:
    server = paddock(*THREE, max_loaded_models=1)
    end = time.monotonic() + 10

    def client(seed: int) -> float:
        chance = random.Random(seed)
        longest = 0.0
        while time.monotonic() < end:
            model, tokens = chance.choice(THREE), chance.randint(1, 40)
            start = time.monotonic()
            assert server.ask(model, tokens) == counted(model, tokens)
            longest = max(longest, time.monotonic() - start)
        return longest

    with ThreadPoolExecutor(12) as pool:
        assert max(pool.map(client, range(12))) < 5


def test_a_stream_that_waits_hears_that_somebody_is_there(paddock: Start) -> None:
    settings = {"max_loaded_models": 1, "ping_interval": "50ms", "queue": {"patience": "100ms"}}
    server = paddock("slow", "beta", **settings)
    busy = server.stream(tokens=1500)
    wire = server.wire()
    wire.chat("beta", max_tokens=5)
    status, headers = wire.head()
    assert status == 200 and headers["content-type"] == "text/event-stream"
    body = b"".join(wire.chunks())
    assert body.startswith(b":\n\n") and body.endswith(b"data: [DONE]\n\n") and b"beta:" in body
    busy.finish()
