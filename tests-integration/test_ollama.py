"""Ollama's own client cannot tell Paddock from Ollama."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import ollama
import pytest

import tiny_gguf
from conftest import HELLO, THOUGHT, counted
from server import Paddock, Start
from test_openai import ANSWER, PIXEL, WEATHER
from waiting import eventually

HI = [{"role": "user", "content": "Hi!"}]


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "thinker", "caller", "json", "embed")


@pytest.fixture
def client(server: Paddock) -> ollama.Client:
    return server.ollama()


def refused(ask: Callable[[], object]) -> tuple[int, str]:
    with pytest.raises(ollama.ResponseError) as caught:
        ask()
    return caught.value.status_code, caught.value.error


def test_a_chat_is_answered_in_one_piece(client: ollama.Client) -> None:
    answer = client.chat("hello", HI)
    assert (answer.message.role, answer.message.content) == ("assistant", HELLO)
    assert (answer.model, answer.done, answer.done_reason) == ("hello", True, "stop")
    assert answer.prompt_eval_count > 0 and answer.eval_count > 0
    assert answer.total_duration > answer.load_duration > 0
    assert datetime.fromisoformat(answer.created_at).tzinfo == UTC


def test_a_stream_carries_every_piece_in_order_and_then_the_counts(client: ollama.Client) -> None:
    *pieces, last = client.chat("hello", HI, stream=True)
    assert "".join(piece.message.content for piece in pieces) == HELLO
    assert not any(piece.done for piece in pieces)
    assert (last.message.content, last.done, last.done_reason) == ("", True, "stop")
    assert last.eval_count >= len(pieces)


def test_a_chat_streams_unless_it_says_otherwise(server: Paddock) -> None:
    for body in ({}, {"stream": None}):
        answer = server.http.post("/api/chat", json={"model": "hello", "messages": HI, **body})
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert json.loads(answer.text.splitlines()[-1])["done"] is True


def test_options_reach_the_model(client: ollama.Client) -> None:
    answer = client.chat("alpha", HI, options={"num_predict": 5, "temperature": 0, "unheard_of": 1})
    assert (answer.message.content, answer.done_reason) == (counted("alpha", 5), "length")
    answer = client.chat("alpha", HI, options={"stop": [" 4"]})
    assert (answer.message.content, answer.done_reason) == (counted("alpha", 4), "stop")


@pytest.mark.parametrize("form", ["json", ANSWER], ids=["json", "schema"])
def test_json_is_answered_in_the_form_asked_for(client: ollama.Client, form: object) -> None:
    assert json.loads(client.chat("json", HI, format=form).message.content) == {"answer": 42}


@pytest.mark.parametrize("stream", [False, True])
def test_a_function_call_arrives_whole(client: ollama.Client, stream: bool) -> None:
    answer = client.chat("caller", HI, tools=[WEATHER], stream=stream)
    answers = list(answer) if stream else [answer]
    [[call]] = [answer.message.tool_calls for answer in answers if answer.message.tool_calls]
    assert (call.function.name, call.function.arguments) == ("get_weather", {"city": "Paris", "days": 3})
    assert "".join(answer.message.content or "" for answer in answers) == ""
    assert answers[-1].done_reason == "stop"


def test_a_conversation_goes_on_after_a_function_call(client: ollama.Client) -> None:
    call = {"function": {"name": "get_weather", "arguments": {"city": "Paris"}}}
    messages = [
        *HI,
        {"role": "assistant", "content": "", "tool_calls": [call]},
        {"role": "tool", "tool_name": "get_weather", "content": "Rain."},
    ]
    assert client.chat("hello", messages).message.content == HELLO


@pytest.mark.parametrize("stream", [False, True])
def test_thoughts_are_apart_from_the_answer(client: ollama.Client, stream: bool) -> None:
    answer = client.chat("thinker", HI, stream=stream)
    answers = list(answer) if stream else [answer]
    assert "".join(answer.message.thinking or "" for answer in answers).strip() == THOUGHT
    assert "".join(answer.message.content or "" for answer in answers) == "Four."


def test_a_picture_is_bare_base64_and_reaches_the_model(paddock: Start, models: dict, tmp_path: Path) -> None:
    tiny_gguf.write_projector(tmp_path / "eye.gguf", np.zeros((3, tiny_gguf.WIDTH)))
    config = {**models["hello"]["config"], "mmproj_path": str(tmp_path / "eye.gguf")}
    client = paddock({**models["hello"], "config": config}).ollama()
    blind = client.chat("hello", HI)
    seeing = client.chat("hello", [{**HI[0], "images": [PIXEL.partition(",")[2]]}])
    assert seeing.message.content == HELLO
    assert seeing.prompt_eval_count > blind.prompt_eval_count


def test_what_is_no_base64_is_refused(server: Paddock) -> None:
    answer = server.http.post("/api/chat", json={"model": "hello", "messages": [{**HI[0], "images": ["no picture"]}]})
    assert (answer.status_code, answer.json()) == (400, {"error": "illegal base64 data at input byte 2"})


def test_a_picture_for_a_model_that_does_not_see_is_the_clients_mistake(server: Paddock) -> None:
    answer = server.http.post("/api/chat", json={"model": "hello", "messages": [{**HI[0], "images": [PIXEL]}]})
    assert answer.status_code == 400 and "image" in answer.json()["error"]


def test_an_empty_chat_loads_and_with_keep_alive_zero_unloads(client: ollama.Client, server: Paddock) -> None:
    loaded = client.chat("alpha", [])
    assert (loaded.done, loaded.done_reason, loaded.message.content) == (True, "load", "")
    assert server.loaded() == {"alpha"}
    assert client.chat("alpha", [], keep_alive=0).done_reason == "unload"
    eventually(lambda: server.loaded() == set())
    eventually(server.has_no_children)
    assert client.chat("alpha", [], keep_alive=0).done_reason == "unload"


def test_loading_answers_with_one_object_even_to_a_stream(server: Paddock) -> None:
    answer = server.http.post("/api/chat", json={"model": "alpha", "messages": [], "stream": True})
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert answer.json()["done_reason"] == "load"


def test_a_chat_with_keep_alive_zero_is_the_last_before_the_model_leaves(
    client: ollama.Client, server: Paddock
) -> None:
    assert client.chat("hello", HI, keep_alive=0).message.content == HELLO
    eventually(lambda: server.loaded() == set())


@pytest.mark.parametrize(
    ("keep_alive", "seconds"), [(None, 300), ("10m", 600), ("1.5h", 5400), (90, 90), (-1, 1e9), ("-1s", 1e9)]
)
def test_ps_tells_how_long_a_model_stays(
    client: ollama.Client, models: dict, keep_alive: object, seconds: float
) -> None:
    client.chat("hello", HI, keep_alive=keep_alive)
    [model] = client.ps().models
    left = model.expires_at - datetime.now(UTC)
    if seconds == 1e9:
        assert left > timedelta(days=20 * 366)
    else:
        assert timedelta(seconds=seconds - 30) < left <= timedelta(seconds=seconds)
    assert (model.name, model.model, model.context_length) == ("hello:latest", "hello:latest", 2048)
    assert model.size > 0 and model.size_vram == 0
    assert model.details.format == "gguf"


def test_tags_shows_every_model_with_its_file(client: ollama.Client, models: dict) -> None:
    listed = {model.model: model for model in client.list().models}
    names = ["alpha", "hello", "thinker", "caller", "json", "embed"]
    assert listed.keys() == {f"{name}:latest" for name in names}
    for name in names:
        model = listed[f"{name}:latest"]
        assert model.size == Path(models[name]["config"]["model_path"]).stat().st_size
        assert len(model.digest) == 64 and set(model.digest) <= set("0123456789abcdef")
        assert model.details.format == "gguf"
        assert model.details.family == ("bert" if name == "embed" else "llama")
        assert model.details.quantization_level == "F16"
        assert model.modified_at.tzinfo


def test_tags_tells_what_a_model_can_do(server: Paddock) -> None:
    models = server.http.get("/api/tags").json()["models"]
    abilities = {model["name"].removesuffix(":latest"): set(model["capabilities"]) for model in models}
    assert abilities["hello"] == {"completion"}
    assert abilities["caller"] == {"completion", "tools", "thinking"}
    assert abilities["embed"] == {"embedding"}


def test_the_version_is_one_that_clients_accept(server: Paddock) -> None:
    version = server.http.get("/api/version").json()["version"]
    assert tuple(map(int, version.split("."))) >= (0, 6, 4)


def test_the_root_says_that_ollama_is_running(server: Paddock) -> None:
    answer = server.http.get("/")
    assert (answer.text, answer.headers["content-type"]) == ("Ollama is running", "text/plain; charset=utf-8")


@pytest.mark.parametrize("path", ["/", "/api/version", "/api/tags"])
def test_head_tells_what_get_would(server: Paddock, path: str) -> None:
    get, head = server.http.get(path), server.http.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("name", ["HELLO", "hello:latest", "Hello:LATEST"])
def test_a_name_is_found_in_any_case_with_its_tag_and_echoed_as_sent(client: ollama.Client, name: str) -> None:
    answer = client.chat(name, HI)
    assert (answer.model, answer.message.content) == (name, HELLO)


@pytest.mark.parametrize("name", ["nobody", "hello:q4"])
@pytest.mark.parametrize("stream", [False, True])
def test_an_unknown_model_is_not_found(client: ollama.Client, name: str, stream: bool) -> None:
    ask = (lambda: list(client.chat(name, HI, stream=True))) if stream else (lambda: client.chat(name, HI))
    assert refused(ask) == (404, f"model '{name}' not found")


MISTAKES = [
    ({"model": "embed"}, 400, '"embed" does not support chat'),
    ({"think": True}, 400, '"hello" does not support thinking'),
    ({"tools": [WEATHER]}, 400, "does not support tools"),
    ({"think": "very"}, 400, 'invalid think value: "very"'),
    ({"keep_alive": "abc"}, 400, 'time: invalid duration "abc"'),
    ({"keep_alive": "10"}, 400, 'time: missing unit in duration "10"'),
    ({"keep_alive": "1d"}, 400, 'time: unknown unit "d" in duration "1d"'),
    ({"keep_alive": True}, 400, "keep_alive"),
    ({"options": {"temperature": "hot"}}, 400, 'option "temperature" must be of type float32'),
    ({"options": {"num_predict": "many"}}, 400, 'option "num_predict" must be of type integer'),
    ({"format": "xml"}, 400, 'expected "json" or a valid JSON Schema object'),
    ({"top_logprobs": 21, "logprobs": True}, 400, "top_logprobs must be between 0 and 20"),
    ({"messages": 3}, 400, "messages"),
    ({"model": None}, 400, "model is required"),
]


@pytest.mark.parametrize(
    ("fields", "status", "text"), MISTAKES, ids=[json.dumps(fields)[:40] for fields, _, _ in MISTAKES]
)
def test_a_mistake_is_told_in_ollamas_words(server: Paddock, fields: dict, status: int, text: str) -> None:
    answer = server.http.post("/api/chat", json={"model": "hello", "messages": HI, **fields})
    assert answer.headers["content-type"].startswith("application/json")
    assert (answer.status_code, answer.json().keys()) == (status, {"error"})
    assert text in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"", "missing request body"), (b" ", "missing request body"), (b'{"model": "hel', "unexpected EOF")],
)
def test_a_body_that_is_missing_or_cut_short_is_told_so(server: Paddock, body: bytes, text: str) -> None:
    answer = server.http.post("/api/chat", content=body)
    assert (answer.status_code, answer.json()) == (400, {"error": text})


def test_the_content_type_of_a_request_does_not_matter(server: Paddock) -> None:
    body = json.dumps({"model": "hello", "messages": HI, "stream": False})
    answer = server.http.post("/api/chat", content=body, headers={"Content-Type": "text/plain"})
    assert answer.json()["message"]["content"] == HELLO


def test_a_wrong_method_is_told_the_right_ones(server: Paddock) -> None:
    answer = server.http.delete("/api/tags")
    assert answer.status_code == 405
    assert {method.strip() for method in answer.headers["allow"].split(",")} == {"GET", "HEAD"}


def test_an_unknown_path_is_not_found(server: Paddock) -> None:
    assert server.http.get("/api/nothing").status_code == 404
    assert server.http.get("/API/tags").status_code == 404
