"""Conversations outlive the eviction of their model."""

import signal
from pathlib import Path

import pytest

from conftest import CACHE
from server import Paddock, Start
from waiting import eventually

SMOLLM2 = CACHE / "models/SmolLM2-135M-Instruct-Q4_1.gguf"
FACTS = " ".join(f"Fact {number}: box {number} is {('red', 'blue')[number % 2]} inside." for number in range(140))


@pytest.fixture
def entry() -> dict:
    return {"id": "smollm2", "config": {"model_path": str(SMOLLM2), "n_ctx": 4096}}


class Conversation:
    """A conversation that remembers what was said, and what its last prompt cost."""

    def __init__(self, server: Paddock, subject: str, model: str = "smollm2") -> None:
        self.server = server
        self.model = model
        self.messages = [{"role": "user", "content": f"Remember this. {subject}"}]

    def turn(self, question: str = "And now?") -> "Conversation":
        if len(self.messages) > 1:
            self.messages.append({"role": "user", "content": question})
        body = {"model": self.model, "messages": self.messages, "max_tokens": 8, "temperature": 0}
        answer = self.server.http.post("/v1/chat/completions", json=body).json()
        self.messages.append(answer["choices"][0]["message"])
        self.usage = answer["usage"]
        self.timings = answer["timings"]
        return self

    @property
    def cached(self) -> int:
        return self.usage["prompt_tokens_details"]["cached_tokens"]


def evict(server: Paddock) -> None:
    assert server.http.post("/v1/pool/unload", json={"model": "smollm2"}).json()["state"] == "unloaded"


def test_a_long_conversation_does_not_pay_for_its_prompt_again(paddock: Start, entry: dict) -> None:
    server = paddock(entry, "alpha", max_loaded_models=1)
    conversation = Conversation(server, FACTS).turn()
    cold = conversation.timings["prompt_ms"]
    assert conversation.usage["prompt_tokens"] > 1800 and conversation.cached == 0
    server.ask("alpha")
    assert server.loaded() == {"alpha"}
    conversation.turn()
    assert conversation.cached > 1800 and conversation.timings["prompt_ms"] < cold / 20


def test_the_conversation_that_comes_back_is_the_one_that_is_brought_back(paddock: Start, entry: dict) -> None:
    server = paddock(entry)
    first, second = (Conversation(server, FACTS[start:start + 1500]) for start in (0, 1500))
    for conversation in (first, second):
        conversation.turn()
        evict(server)
    for conversation in (first, second):
        length = conversation.usage["prompt_tokens"]
        assert conversation.turn().cached >= length
        evict(server)


def test_two_conversations_of_one_run_both_come_back(paddock: Start, entry: dict) -> None:
    server = paddock(entry)
    conversations = [Conversation(server, FACTS[start : start + 1500]).turn() for start in (0, 1500)]
    evict(server)
    assert all(conversation.turn().cached > 300 for conversation in conversations)


def test_a_restart_of_the_server_forgets_nothing(paddock: Start, entry: dict) -> None:
    server = paddock(entry)
    conversation = Conversation(server, FACTS[:1500]).turn()
    server.close()
    conversation.server = paddock(entry)
    assert conversation.turn().cached > 300


def saved(folder: Path) -> list[Path]:
    return sorted((folder / "kv").glob("*.kv"))


@pytest.mark.parametrize("damage", ["cut", "flipped"])
def test_a_damaged_file_is_thrown_away_and_nobody_notices(
    paddock: Start, entry: dict, tmp_path: Path, damage: str
) -> None:
    server = paddock(entry)
    conversation = Conversation(server, FACTS[:1500]).turn()
    evict(server)
    file = eventually(lambda: saved(tmp_path))[0]
    data = bytearray(file.read_bytes())
    if damage == "cut":
        del data[-100:]
    else:
        data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert conversation.turn().cached == 0
    assert file not in saved(tmp_path) and server.state("smollm2")["failures"] == 0


def test_another_context_length_does_not_get_the_old_state(paddock: Start, entry: dict) -> None:
    server = paddock(entry)
    conversation = Conversation(server, FACTS[:1500]).turn()
    server.configure({**server.settings, "models": [{**entry, "config": {**entry["config"], "n_ctx": 2048}}]})
    server.http.post("/v1/pool/reload")
    assert conversation.turn().cached == 0


def test_no_more_is_kept_than_may_be(paddock: Start, entry: dict, tmp_path: Path) -> None:
    server = paddock(entry, kv_cache={"directory": str(tmp_path / "kv"), "max_bytes": "15MiB"})
    for start in (0, 1000, 2000):
        Conversation(server, FACTS[start : start + 1000]).turn()
        evict(server)
        eventually(lambda: sum(file.stat().st_size for file in saved(tmp_path)) <= 15 << 20)
    assert saved(tmp_path)


def test_it_can_be_turned_off(paddock: Start, entry: dict, tmp_path: Path) -> None:
    server = paddock(entry, kv_cache={"enabled": False})
    conversation = Conversation(server, FACTS[:1500]).turn()
    evict(server)
    assert conversation.turn().cached == 0 and not (tmp_path / "kv").exists()


def test_a_child_that_is_stopped_does_not_hold_up_its_eviction(paddock: Start, entry: dict) -> None:
    server = paddock(entry, "alpha", max_loaded_models=1, hang_timeout=0)
    Conversation(server, FACTS[:1500]).turn()
    server.kill("smollm2", signal.SIGSTOP)
    body = {"model": "alpha", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 3}
    assert server.http.post("/v1/chat/completions", json=body, timeout=1.5).status_code == 200
