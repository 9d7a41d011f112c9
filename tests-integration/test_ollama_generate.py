"""Texts that are answered, continued and turned into vectors, with Ollama's own library."""

import base64
import math

import ollama
import pytest

from conftest import CACHE, HELLO, THOUGHT, counted
from pictures import png
from server import Paddock, Start


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "json", "thinker", "embed")


@pytest.fixture
def client(server: Paddock) -> ollama.Client:
    return ollama.Client(host=server.url)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("raw", [False, True])
def test_a_text_is_answered(client: ollama.Client, stream: bool, raw: bool) -> None:
    answers = client.generate("hello", "Hi", stream=stream, raw=raw)
    answers = list(answers) if stream else [answers]
    assert "".join(answer.response for answer in answers) == HELLO
    assert [answer.done for answer in answers] == [False] * (len(answers) - 1) + [True]
    last = answers[-1]
    assert last.done_reason == "stop" and last.eval_count > 10 and last.prompt_eval_count > 0
    assert (last.context is None) == raw


def test_an_answer_goes_on_from_the_tokens_of_an_earlier_one(client: ollama.Client) -> None:
    first = client.generate("alpha", "Hi", options={"num_predict": 5})
    assert len(first.context) == first.prompt_eval_count + first.eval_count
    second = client.generate("alpha", "And now?", context=first.context, options={"num_predict": 5})
    assert second.context[: len(first.context)] == first.context
    assert second.prompt_eval_count > first.prompt_eval_count


def test_instructions_stand_before_the_prompt(client: ollama.Client) -> None:
    plain = client.generate("hello", "Hi")
    assert client.generate("hello", "Hi", system="Be kind and patient.").prompt_eval_count > plain.prompt_eval_count


def test_options_reach_the_model(client: ollama.Client) -> None:
    answer = client.generate("alpha", "Hi", options={"num_predict": 4})
    assert answer.response == counted("alpha", 4) and answer.done_reason == "length"
    assert client.generate("alpha", "Hi", options={"stop": ["3"]}).response.strip() == "alpha: 1 2"


@pytest.mark.parametrize("form", ["json", {"type": "object", "properties": {"answer": {"type": "integer"}}}])
def test_json_is_answered_in_the_form_asked_for(client: ollama.Client, form: object) -> None:
    assert client.generate("json", "Hi", format=form).response == '{"answer": 42}'


@pytest.mark.parametrize("stream", [False, True])
def test_thoughts_are_apart_from_the_answer(client: ollama.Client, stream: bool) -> None:
    answers = client.generate("thinker", "2+2?", think=True, stream=stream)
    answers = list(answers) if stream else [answers]
    assert "".join(answer.thinking or "" for answer in answers).strip() == THOUGHT
    assert "".join(answer.response for answer in answers).strip() == "Four."


def test_probabilities_are_told(client: ollama.Client) -> None:
    answer = client.generate("alpha", "Hi", logprobs=True, top_logprobs=2, options={"num_predict": 3})
    assert len(answer.logprobs) == 3 and len(answer.logprobs[0].top_logprobs) == 2


def test_without_a_prompt_it_loads_and_unloads(client: ollama.Client, server: Paddock) -> None:
    assert client.generate("hello").done_reason == "load"
    assert [model.model for model in client.ps().models] == ["hello:latest"]
    assert client.generate("hello", keep_alive=0).done_reason == "unload"
    assert server.has_no_children() or not client.ps().models




@pytest.mark.parametrize("dimensions", [None, 0, 2, 10_000])
def test_vectors_have_length_one_and_keep_their_order(client: ollama.Client, dimensions: int | None) -> None:
    texts = ["a cat", "a dog", "a cat"]
    answer = client.embed("embed", texts, dimensions=dimensions)
    first, second, third = answer.embeddings
    assert first == pytest.approx(third, abs=1e-5) and first != pytest.approx(second, abs=1e-2)
    for vector in answer.embeddings:
        assert math.isclose(sum(number * number for number in vector), 1, rel_tol=1e-4)
    if dimensions == 2:
        assert all(len(vector) == 2 for vector in answer.embeddings)
    assert answer.prompt_eval_count > 0 and answer.total_duration > 0


@pytest.mark.parametrize("nothing", ["", [], None])
def test_without_a_text_there_are_no_vectors(server: Paddock, nothing: object) -> None:
    answer = server.http.post("/api/embed", json={"model": "embed", "input": nothing})
    assert answer.json() == {"model": "embed", "embeddings": []}


def test_an_empty_text_among_others_is_one(server: Paddock) -> None:
    answer = server.http.post("/api/embed", json={"model": "embed", "input": [""]})
    assert len(answer.json()["embeddings"]) == 1


def test_a_text_that_is_too_long_is_cut_or_refused(paddock: Start) -> None:
    path = CACHE / "models/all-MiniLM-L6-v2-Q8_0.gguf"
    server = paddock({"id": "minilm", "config": {"model_path": str(path)}})
    client = ollama.Client(host=server.url)
    texts = ["a cat", "word " * 900]
    answer = client.embed("minilm", texts)
    assert len(answer.embeddings) == 2 and answer.prompt_eval_count == 4 + 512
    assert answer.embeddings[0] == pytest.approx(client.embed("minilm", "a cat").embeddings[0], abs=1e-3)
    with pytest.raises(ollama.ResponseError, match="the input length exceeds the context length") as caught:
        client.embed("minilm", texts, truncate=False)
    assert caught.value.status_code == 400


def test_older_clients_get_one_vector(client: ollama.Client, server: Paddock) -> None:
    assert client.embeddings("embed", "a cat").embedding == client.embed("embed", "a cat").embeddings[0]
    assert server.http.post("/api/embeddings", json={"model": "embed", "prompt": ""}).json() == {"embedding": []}


def test_a_conversation_that_is_too_long_loses_its_oldest_messages(paddock: Start, models: dict) -> None:
    entry = {**models["hello"], "config": {**models["hello"]["config"], "n_ctx": 512}}
    server = paddock(entry)
    client = ollama.Client(host=server.url)
    turns = [{"role": "system", "content": "Be kind."}]
    for number in range(40):
        turns += [{"role": "user", "content": f"Question {number} " * 8}, {"role": "assistant", "content": "Yes. " * 8}]
    turns.append({"role": "user", "content": "And now?"})
    answer = client.chat("hello", turns, options={"num_predict": 10})
    assert HELLO.startswith(answer.message.content) and 50 < answer.prompt_eval_count < 512
    body = {"model": "hello", "messages": turns, "truncate": False, "stream": False}
    refused = server.http.post("/api/chat", json=body)
    assert refused.status_code == 400 and "context" in refused.json()["error"]


def test_a_picture_for_a_model_that_does_not_see_is_the_clients_mistake(paddock: Start, models: dict) -> None:
    server = paddock("hello")
    picture = base64.b64encode(png(255, 0, 0)).decode()
    answer = server.http.post("/api/generate", json={"model": "hello", "prompt": "Look", "images": [picture]})
    assert answer.status_code == 400 and "image" in answer.json()["error"]


def test_parameters_of_an_entry_hold_for_requests_that_do_not_say_it(paddock: Start, models: dict) -> None:
    entry = {**models["alpha"], "config": {**models["alpha"]["config"], "max_tokens": 3}}
    client = ollama.Client(host=paddock(entry).url)
    turn = [{"role": "user", "content": "Hi"}]
    assert client.generate("alpha", "Hi").eval_count == client.chat("alpha", turn).eval_count == 3
    assert client.chat("alpha", turn, options={"num_predict": 5}).eval_count == 5
