"""A child that dies: unseen before its first byte, with a proper error after it, and left alone when it goes on so."""

import json
import os
import signal
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import ollama
import openai
import pytest

from conftest import counted
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "hi"}]


def test_openais_client_raises_when_a_child_dies_in_mid_stream(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.openai().chat.completions.create(model="slow", messages=HI, stream=True, max_tokens=50_000)
    next(stream)
    server.kill("slow")
    with pytest.raises(openai.APIError, match=r"slow.*SIGKILL"):
        for _ in stream:
            pass
    assert server.ask("slow") == counted("slow", 20)


def test_ollamas_client_raises_when_a_child_dies_in_mid_stream(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.ollama().chat("slow", HI, stream=True, options={"num_predict": 50_000})
    next(stream)
    server.kill("slow")
    with pytest.raises(ollama.ResponseError, match="SIGKILL"):
        for _ in stream:
            pass
    assert server.ask("slow") == counted("slow", 20)


@pytest.mark.parametrize("client", ["openai", "ollama"])
def test_an_answer_of_which_nothing_has_gone_out_is_made_anew(paddock: Start, client: str) -> None:
    server = paddock("slow")
    server.ask("slow")

    def ask() -> str:
        if client == "openai":
            answer = server.openai().chat.completions.create(model="slow", messages=HI, max_tokens=400)
            return answer.choices[0].message.content
        return server.ollama().chat("slow", HI, options={"num_predict": 400}).message.content

    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask)
        eventually(lambda: server.state("slow")["leases"] == 1)
        first = server.kill("slow")
        assert answer.result() == counted("slow", 400)
    assert server.child("slow").process != first


def test_all_clients_of_a_child_that_dies_are_served(paddock: Start) -> None:
    server = paddock("slow")
    server.ask("slow")
    with ThreadPoolExecutor(6) as pool:
        answers = [pool.submit(server.ask, "slow", 200 + number) for number in range(6)]
        eventually(lambda: server.state("slow")["leases"] == 6)
        server.kill("slow")
        for number, answer in enumerate(answers):
            assert answer.result() == counted("slow", 200 + number)


def test_an_idle_child_that_dies_is_started_anew(paddock: Start) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    first = server.kill("alpha")
    assert server.ask("alpha") == counted("alpha", 20)
    assert server.child("alpha").process != first


@pytest.fixture
def dying(llama_server: Path, tmp_path: Path) -> dict:
    """A llama-server that fails an assertion whenever it is started."""
    program = tmp_path / "dying"
    program.write_text(
        "#!/bin/sh\n"
        f'case " $* " in *" --version "*|*" --help "*|*" --list-devices "*) exec "{llama_server}" "$@" ;; esac\n'
        "echo '/build/ggml.c:42: GGML_ASSERT(n_tokens > 0) failed' >&2\nkill -ABRT $$\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return {"dying": {"executable": str(program)}}


def refusal(server: Paddock, model: str) -> httpx.Response:
    return server.http.post("/v1/chat/completions", json={"model": model, "messages": HI})


def test_a_model_that_dies_again_and_again_is_left_alone_for_longer_and_longer(
    paddock: Start, models: dict, dying: dict
) -> None:
    server = paddock({**models["alpha"], "variant": "dying"}, "beta", variants=dying)
    assert [refusal(server, "alpha").status_code for _ in range(2)] == [500, 500]
    answer = refusal(server, "alpha")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], answer.headers["retry-after"]) == (503, "model_failing", "1")
    assert "GGML_ASSERT(n_tokens > 0)" in error["message"] and "SIGABRT" in error["message"]
    assert server.state("alpha")["state"] == "failing" and server.state("alpha")["failures"] == 2
    ollamas = server.http.post("/api/chat", json={"model": "alpha", "messages": HI})
    assert ollamas.status_code == 503 and "SIGABRT" in ollamas.json()["error"]
    assert server.ask("beta") == counted("beta", 20)
    eventually(lambda: refusal(server, "alpha").status_code == 500)
    assert refusal(server, "alpha").headers["retry-after"] == "2"


def test_a_model_is_tried_at_once_when_its_entry_has_been_mended(paddock: Start, models: dict, dying: dict) -> None:
    server = paddock({**models["alpha"], "variant": "dying"}, variants=dying)
    for _ in range(3):
        refusal(server, "alpha")
    server.configure({**server.settings, "models": [models["alpha"]]})
    assert server.http.post("/v1/pool/reload").json()["changed"] == ["alpha"]
    assert server.ask("alpha") == counted("alpha", 20)


def test_a_broken_file_pushes_nobody_out(paddock: Start, models: dict, tmp_path: Path) -> None:
    whole = Path(models["alpha"]["config"]["model_path"]).read_bytes()
    broken = tmp_path / "half.gguf"
    broken.write_bytes(whole[:-100])
    entry = {**models["alpha"], "id": "half", "config": {**models["alpha"]["config"], "model_path": str(broken)}}
    server = paddock("beta", entry, max_loaded_models=1)
    server.ask("beta")
    process = server.child("beta").process
    answer = refusal(server, "half")
    assert answer.status_code == 500 and "cut short" in answer.json()["error"]["message"]
    assert server.child("beta").process == process and server.loaded() == {"beta"}


def test_a_stopped_child_costs_its_clients_a_bounded_wait_and_others_nothing(paddock: Start) -> None:
    server = paddock("slow", "beta", hang_timeout="1s")
    server.ask("slow")
    server.ask("beta")
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(server.ask, "slow", 300)
        eventually(lambda: server.state("slow")["leases"] == 1)
        first = server.kill("slow", signal.SIGSTOP)
        for _ in range(20):
            assert server.http.post(
                "/v1/chat/completions", json={"model": "beta", "messages": HI, "max_tokens": 5}, timeout=1
            ).json()
        assert answer.result(timeout=8) == counted("slow", 300)
    eventually(lambda: not Path(f"/proc/{first}").exists())


def test_a_stopped_child_that_is_idle_is_replaced_before_anybody_asks(paddock: Start) -> None:
    server = paddock("alpha", hang_timeout="1s")
    server.ask("alpha")
    server.kill("alpha", signal.SIGSTOP)
    eventually(lambda: server.state("alpha")["state"] == "unloaded")
    assert "did not answer" in server.state("alpha")["last_failure"]
    assert server.ask("alpha") == counted("alpha", 20)


def test_a_stream_of_a_stopped_child_ends_with_an_error(paddock: Start) -> None:
    server = paddock("slow", hang_timeout="1s")
    stream = server.stream()
    server.kill("slow", signal.SIGSTOP)
    events = b"".join(stream.wire.chunks()).decode()
    error = next(json.loads(line[6:]) for line in events.splitlines() if '"error"' in line)
    assert "did not answer" in error["error"]["message"] and events.endswith("data: [DONE]\n\n")
    os.kill(server.process.pid, 0)
