"""What clients of llama-server call works on every model of the pool, and what it says comes through unchanged."""

import json
from pathlib import Path

import pytest

import tiny_gguf
from conftest import HELLO, counted
from server import Paddock, Start
from test_openai import HI, lasting


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "embed", default_model="hello")


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": "Hi"},
        {"prompt": ["Hi", "Ho"], "n_predict": 3},
        {"prompt": ["Hi"], "n_predict": 3},
        {"prompt": [1, 2, "x"], "n_predict": 3},
        {"prompt": {"prompt_string": "Hi"}, "n_predict": 3},
        {"prompt": "Hi", "n_predict": 3, "return_tokens": True},
        {"prompt": "Hi", "n_predict": 3, "n_probs": 2},
        {"prompt": "Hi", "n_predict": 3, "response_fields": ["content", "tokens_predicted"]},
        {"prompt": "", "n_predict": 3},
        {"prompt": "Hi", "stop": ["say"]},
        {"prompt": "Hi", "n_predict": 3, "return_progress": True, "timings_per_token": True},
    ],
    ids=["plain", "several", "one", "tokens", "object", "numbers", "likely", "fields", "empty", "stop", "progress"],
)
@pytest.mark.parametrize("folder", ["", "/v1"])
def test_a_completion_is_what_the_child_itself_would_say(server: Paddock, folder: str, body: dict) -> None:
    body = {"model": "hello", "cache_prompt": False, "temperature": 0, **body}
    ours = server.http.post(f"{folder}/completion", json=body)
    with server.child("hello").client() as child:
        theirs = child.post("/completion", json=body)
    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert without_slots(lasting(ours.json())) == without_slots(lasting(theirs.json()))


def without_slots(answer: object) -> object:
    """An answer without the slot that it came from."""
    match answer:
        case dict():
            return {key: value for key, value in answer.items() if key != "id_slot"}
        case list():
            return [without_slots(one) for one in answer]
    return answer


def test_a_completion_is_streamed_to_its_last_event(server: Paddock) -> None:
    text = server.http.post("/completion", json={"prompt": "Hi", "stream": True}).text
    events = [json.loads(event.removeprefix("data: ")) for event in text.strip().split("\n\n")]
    assert "".join(event["content"] for event in events) == HELLO
    assert [event["stop"] for event in events] == [False] * (len(events) - 1) + [True]
    assert events[-1]["stop_type"] == "eos"


def test_a_stream_for_several_prompts_holds_nothing_that_is_no_event(server: Paddock) -> None:
    text = server.http.post("/completion", json={"prompt": ["Hi", "Ho"], "n_predict": 3, "stream": True}).text
    events = [json.loads(event.removeprefix("data: ")) for event in text.strip().split("\n\n")]
    assert None not in events
    assert {event["index"] for event in events if event["stop"]} == {0, 1}


def test_text_becomes_tokens_and_tokens_become_text(server: Paddock) -> None:
    for folder in ("", "/v1"):
        tokens = server.http.post(f"{folder}/tokenize", json={"model": "alpha", "content": "Hi you"}).json()["tokens"]
        text = server.http.post(f"{folder}/detokenize", json={"model": "alpha", "tokens": tokens}).json()
        assert text == {"content": "Hi you"}
    pieces = server.http.post("/tokenize", json={"content": "Hi", "with_pieces": True}).json()["tokens"]
    assert [piece["piece"] for piece in pieces] == ["H", "i"]


def test_the_prompt_of_a_conversation_is_shown(server: Paddock) -> None:
    for folder in ("", "/v1"):
        answer = server.http.post(f"{folder}/apply-template", json={"messages": HI}).json()
        assert answer == {"prompt": "<|im_start|>user\nHi!<|im_end|>\n<|im_start|>assistant\n"}


def test_the_body_names_the_model_or_the_address_or_nobody(server: Paddock) -> None:
    def says(path: str, **body: object) -> str:
        return server.http.post(path, json={"prompt": "Hi", "n_predict": 2, **body}).json()["content"]

    assert says("/completion") == "Hello from"
    assert says("/completion?model=alpha") == counted("alpha", 2)
    assert says("/completion?model=alpha", model="hello") == "Hello from"


def test_a_model_without_marks_for_gaps_fills_none(server: Paddock) -> None:
    answer = server.http.post("/infill", json={"input_prefix": "a", "input_suffix": "b"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, "unsupported_capability", "model")


@pytest.mark.parametrize(
    ("path", "body", "places"),
    [
        ("/completion", {}, ["prompt"]),
        ("/completion", {"prompt": "x", "n_predict": "many", "stream": 3}, ["n_predict", "stream"]),
        ("/infill", {"prompt": 3}, ["input_prefix", "input_suffix", "prompt"]),
        ("/tokenize", {"content": 3}, ["content"]),
        ("/tokenize", {}, ["content"]),
        ("/detokenize", {"tokens": [1, "a", -2]}, ["tokens[1]", "tokens[2]"]),
        ("/apply-template", {"messages": [{"role": "fool"}]}, ["messages[0].role"]),
    ],
)
def test_mistakes_are_all_told_with_their_places(server: Paddock, path: str, body: dict, places: list[str]) -> None:
    answer = server.http.post(path, json=body)
    assert answer.status_code == 400
    assert all(place in answer.json()["error"]["message"] for place in places)


def test_a_token_that_the_model_does_not_have_is_the_clients_mistake(server: Paddock) -> None:
    answer = server.http.post("/detokenize", json={"tokens": [1, 99_999]})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "tokens")


def test_properties_of_a_running_model_are_what_the_child_says(server: Paddock) -> None:
    server.ask("alpha", tokens=1)
    with server.child("alpha").client() as child:
        theirs = child.get("/props").json()
    for path in ("/props?model=alpha", "/v1/props?model=alpha"):
        ours = server.http.get(path).json()
        assert ours.pop("loaded") is True
        assert ours == theirs


def test_properties_of_a_model_that_does_not_run_are_told_without_loading_it(paddock: Start) -> None:
    server = paddock("alpha", "hello")
    told = server.http.get("/props?model=hello").json()
    assert (told["loaded"], told["model_alias"], told["model_path"]) == (False, "hello", "hello.gguf")
    assert (told["n_ctx_train"], told["model_ftype"]) == (32768, "F16")
    assert told["modalities"] == {"vision": False, "audio": False}
    assert "<|im_start|>" in told["chat_template"]
    assert server.children() == []


def test_properties_of_nobody_are_not_found(server: Paddock) -> None:
    answer = server.http.get("/props?model=nobody")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")


def test_slots_and_adapters_are_those_of_a_model_that_runs(paddock: Start, models: dict, tmp_path: Path) -> None:
    adapter = tmp_path / "pirate.gguf"
    tiny_gguf.write_adapter(adapter)
    server = paddock({**models["hello"], "server_args": [f"--lora {adapter}", "--threads 1"]}, "alpha")
    server.ask("hello")
    with server.child("hello").client() as child:
        assert server.http.get("/slots?model=hello").json() == child.get("/slots").json()
        assert server.http.get("/lora-adapters?model=hello").json() == child.get("/lora-adapters").json()
        done = server.http.post("/lora-adapters?model=hello", json=[{"id": 0, "scale": 0.25}])
        assert done.json() == {"success": True}
        assert [one["scale"] for one in child.get("/lora-adapters").json()] == [0.25]
    bad = server.http.post("/lora-adapters?model=hello", json=[{"id": -1, "scale": "full"}])
    assert bad.status_code == 400 and all(place in bad.text for place in ("[0].id", "[0].scale"))


@pytest.mark.parametrize(("method", "path"), [("get", "/slots"), ("get", "/lora-adapters"), ("post", "/lora-adapters")])
def test_a_model_that_does_not_run_is_not_loaded_to_be_looked_at(paddock: Start, method: str, path: str) -> None:
    server = paddock("alpha", "hello")
    body = {"json": []} if method == "post" else {}
    answer = server.http.request(method, f"{path}?model=alpha", **body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "model_not_loaded")
    nobody = server.http.request(method, f"{path}?model=nobody", **body)
    assert (nobody.status_code, nobody.json()["error"]["code"]) == (404, "model_not_found")
    assert server.children() == []


@pytest.mark.parametrize("path", ["/embedding", "/embeddings"])
@pytest.mark.parametrize("body", [{"content": "Hi"}, {"input": ["Hi", "Ho"]}, {"content": "Hi", "embd_normalize": -1}])
def test_vectors_in_its_own_words_are_what_the_child_itself_would_say(server: Paddock, path: str, body: dict) -> None:
    ours = server.http.post(path, json={"model": "embed", **body})
    with server.child("embed").client() as child:
        assert ours.json() == child.post("/embedding", json=body).json()


def test_vectors_of_nothing_are_a_mistake(server: Paddock) -> None:
    answer = server.http.post("/embedding", json={"model": "embed"})
    assert answer.status_code == 400 and "content" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "same", "body"),
    [
        ("post", "/v1/chat/completions", ["/chat/completions"], {"messages": HI, "max_tokens": 3}),
        ("post", "/completion", ["/v1/completion", "/completions"], {"prompt": "Hi", "n_predict": 3}),
        ("post", "/v1/responses", ["/responses"], {"input": "Hi"}),
        ("post", "/v1/chat/completions/input_tokens", ["/chat/completions/input_tokens"], {"messages": HI}),
        ("get", "/v1/models", ["/models"], None),
        ("get", "/v1/models/hello", ["/models/hello"], None),
        ("get", "/health", ["/v1/health"], None),
    ],
)
def test_another_spelling_is_the_same(
    server: Paddock, method: str, path: str, same: list[str], body: dict | None
) -> None:
    def shape(path: str) -> object:
        answer = server.http.request(method, path, json=body)
        assert answer.status_code == 200
        return answer.json().keys()

    assert all(shape(other) == shape(path) for other in same)


def test_tokens_of_a_conversation_are_counted_as_they_are_used(server: Paddock) -> None:
    client = server.openai()
    counted = client.responses.input_tokens.count(model="hello", input="Hi!", instructions="Be brief.")
    used = client.responses.create(model="hello", input="Hi!", instructions="Be brief.").usage.input_tokens
    assert (counted.object, counted.input_tokens) == ("response.input_tokens", used)
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi!"}]
    for path in ("/v1/chat/completions/input_tokens", "/chat/completions/input_tokens"):
        answer = server.http.post(path, json={"model": "hello", "messages": messages}).json()
        assert answer == {"object": "response.input_tokens", "input_tokens": used}


@pytest.mark.parametrize("path", ["/completion", "/apply-template"])
def test_an_embedding_model_is_not_even_loaded_for_text(paddock: Start, path: str) -> None:
    server = paddock("embed")
    answer = server.http.post(path, json={"model": "embed", "prompt": "x", "messages": HI})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "unsupported_capability")
    assert server.children() == []
