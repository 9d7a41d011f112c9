"""The files that conversations are kept in: whatever happens to them, an answer is right and nobody is refused."""

import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import tiny_gguf
from conftest import counted
from server import Paddock, Start
from waiting import eventually

# Long enough to be worth a file, and read in a second by a model of a megabyte.
STORY = "Once upon a time there was a word. " * 30


@pytest.fixture
def teller(tmp_path: Path) -> dict:
    tiny_gguf.write_chat(tmp_path / "teller.gguf", "teller", mebibytes=8)
    return {"id": "teller", "config": {"model_path": str(tmp_path / "teller.gguf"), "n_ctx": 4096}}


def tell(server: Paddock, story: str = STORY, **fields: object) -> dict:
    """Asks for the first numbers after a story, and returns what its prompt cost."""
    body = {"model": "teller", "messages": [{"role": "user", "content": story}], "max_tokens": 5, **fields}
    answer = server.http.post("/v1/chat/completions", json=body).json()
    assert answer["choices"][0]["message"]["content"].endswith(": 1 2 3 4")
    return answer["timings"]


def unload(server: Paddock) -> None:
    assert server.http.post("/v1/pool/unload", json={"model": "teller"}).status_code == 200


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.kv") if path.is_file()]


def test_a_tiny_models_conversation_comes_back_too(paddock: Start, teller: dict) -> None:
    server = paddock(teller, "beta", max_loaded_models=1)
    cold = tell(server)
    assert cold["cache_n"] == 0 and cold["prompt_n"] > 800
    server.ask("beta")
    warm = tell(server)
    assert warm["prompt_n"] <= cold["prompt_n"] / 20 and warm["prompt_ms"] <= cold["prompt_ms"] / 5


def test_a_conversation_in_ollamas_words_comes_back(paddock: Start, teller: dict) -> None:
    server = paddock(teller, "beta", max_loaded_models=1)
    client = server.ollama()
    messages = [{"role": "user", "content": STORY}]
    client.chat("teller", messages, options={"num_predict": 5})
    server.ask("beta")
    again = client.chat("teller", messages, options={"num_predict": 5})
    assert again.message.content == counted("teller", 5)
    with server.child("teller").client() as child:
        counters = dict(line.rsplit(" ", 1) for line in child.get("/metrics").text.splitlines() if line[:1] != "#")
    assert float(counters["llamacpp:prompt_tokens_cached_total"]) > 800


def test_other_weights_of_the_same_shape_get_nothing(paddock: Start, teller: dict, tmp_path: Path) -> None:
    server = paddock(teller)
    tell(server)
    unload(server)
    eventually(lambda: files(tmp_path / "kv"))
    tiny_gguf.write_chat(tmp_path / "new.gguf", "reteller", mebibytes=8)
    (tmp_path / "new.gguf").rename(tmp_path / "teller.gguf")
    assert tell(server)["cache_n"] == 0


@pytest.mark.parametrize("harm", ["empty", "garbage", "gone", "a folder", "unreadable manifests"])
def test_whatever_becomes_of_the_files_the_next_answer_is_right(
    paddock: Start, teller: dict, tmp_path: Path, harm: str
) -> None:
    server = paddock(teller)
    tell(server)
    unload(server)
    eventually(lambda: files(tmp_path / "kv"))
    for path in (tmp_path / "kv").rglob("*"):
        if not path.is_file():
            continue
        match harm:
            case "empty":
                path.write_bytes(b"")
            case "garbage":
                path.write_bytes(os.urandom(1000))
            case "gone":
                path.unlink()
            case "a folder" if path.suffix == ".kv":
                path.unlink()
                path.mkdir()
            case "unreadable manifests" if path.suffix != ".kv":
                path.write_text("{")
    tell(server)
    assert server.state("teller")["failures"] == 0
    unload(server)
    tell(server)
    server.close()
    again = paddock(teller)
    tell(again)
    assert again.state("teller")["failures"] == 0


def test_a_folder_that_is_removed_while_it_serves_is_no_harm(paddock: Start, teller: dict, tmp_path: Path) -> None:
    server = paddock(teller)
    tell(server)
    unload(server)
    shutil.rmtree(tmp_path / "kv")
    tell(server)
    unload(server)
    assert tell(server)["prompt_n"] > 0


def test_a_folder_that_cannot_be_made_is_no_harm(paddock: Start, teller: dict, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    server = paddock(teller, kv_cache={"directory": str(tmp_path / "file" / "kv")})
    tell(server)
    unload(server)
    tell(server)


def test_two_servers_may_share_a_folder(paddock: Start, teller: dict, tmp_path: Path) -> None:
    servers = [paddock(teller), paddock(teller)]
    for _ in range(3):
        with ThreadPoolExecutor(2) as pool:
            assert all(pool.map(tell, servers))
            list(pool.map(unload, servers))
    assert tell(servers[0])["cache_n"] > 800


def test_a_server_that_was_killed_leaves_no_unfinished_files_for_ever(
    paddock: Start, teller: dict, tmp_path: Path
) -> None:
    server = paddock(teller)
    tell(server)
    server.signal(signal.SIGKILL)
    server.process.wait()
    eventually(server.has_no_children)
    again = paddock(teller)
    tell(again)
    unload(again)
    kept = {path.suffix for path in (tmp_path / "kv").rglob("*") if path.is_file() and path.name != "lock"}
    assert kept <= {".kv", ".json"}


def test_a_killed_child_costs_its_conversation_and_no_more(paddock: Start, teller: dict) -> None:
    server = paddock(teller)
    tell(server)
    server.kill("teller")
    assert tell(server)["prompt_n"] > 0


def test_many_conversations_at_once_come_back_as_what_they_were(paddock: Start, teller: dict) -> None:
    server = paddock(teller, "beta", max_loaded_models=1)
    stories = [f"Story {number}. " + STORY[: 500 + 10 * number] for number in range(6)]
    for _ in range(3):
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(lambda story: tell(server, story), stories))
        server.ask("beta")
    assert server.state("teller")["failures"] == 0


def test_a_request_that_cached_nothing_is_still_answered(paddock: Start, teller: dict) -> None:
    server = paddock(teller)
    for _ in range(2):
        assert tell(server, cache_prompt=False)["cache_n"] == 0
        unload(server)
