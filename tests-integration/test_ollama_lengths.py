"""Prompts that are longer than the context, and answers that fill it."""

import ollama
import pytest

from conftest import HELLO
from server import Paddock, Start

CONTEXT = 256
LONG = "word " * 400


@pytest.fixture
def server(paddock: Start, models: dict) -> Paddock:
    return paddock(
        *({**models[name], "config": {**models[name]["config"], "n_ctx": CONTEXT}} for name in ("hello", "thinker"))
    )


@pytest.fixture
def client(server: Paddock) -> ollama.Client:
    return server.ollama()


@pytest.mark.parametrize("extra", [{}, {"raw": True}, {"template": "{{ .Prompt }}"}, {"stream": True}])
def test_a_text_that_is_too_long_is_shortened(client: ollama.Client, extra: dict) -> None:
    answers = client.generate("hello", LONG, **extra)
    answers = list(answers) if extra.get("stream") else [answers]
    assert "".join(answer.response for answer in answers) == HELLO
    # A quarter of the context is left to the answer.
    assert answers[-1].prompt_eval_count == CONTEXT * 3 // 4
    assert answers[-1].done_reason == "stop"


def test_its_first_tokens_and_its_end_stay(client: ollama.Client) -> None:
    # The tiny models read byte by byte, and tokens 3 on are the bytes.
    text = "ABCDEFGH" + "x" * 1000 + "12345678"
    options = {"num_predict": 1, "num_keep": 6}
    tokens = client.generate("hello", text, template="{{ .Prompt }}", options=options).context
    whole = client.generate("hello", "ABCDEF" + "12345678", template="{{ .Prompt }}", options=options).context
    assert len(tokens) == CONTEXT and tokens[:6] == whole[:6] and tokens[-9:-1] == whole[6:-1]


def test_what_was_said_before_counts_as_well(client: ollama.Client) -> None:
    context = client.generate("hello", "x" * 150).context
    assert len(context) < CONTEXT
    answer = client.generate("hello", "y" * 150, context=context)
    assert answer.response == HELLO and answer.prompt_eval_count == CONTEXT * 3 // 4


@pytest.mark.parametrize("model", ["hello", "thinker"])
def test_a_last_message_that_is_too_long_loses_its_beginning(client: ollama.Client, model: str) -> None:
    turns = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": LONG}]
    answer = client.chat(model, turns, think=None)
    assert answer.message.content and CONTEXT // 2 < answer.prompt_eval_count < CONTEXT


def test_a_thinking_model_is_asked_a_shorter_text(client: ollama.Client) -> None:
    assert client.generate("thinker", LONG).response.strip() == "Four."


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("generate", {"prompt": LONG, "truncate": False}),
        ("generate", {"prompt": LONG, "truncate": False, "raw": True}),
        ("chat", {"messages": [{"role": "user", "content": LONG}], "truncate": False}),
        # Instructions are never shortened.
        ("chat", {"messages": [{"role": "system", "content": LONG}, {"role": "user", "content": "Hi"}]}),
    ],
)
def test_what_may_not_be_shortened_is_refused_with_the_way_out(server: Paddock, route: str, body: dict) -> None:
    answer = server.http.post(f"/api/{route}", json={"model": "hello", "options": {"num_ctx": 8192}, **body})
    text = answer.json()["error"]
    assert answer.status_code == 400
    assert f"context length of {CONTEXT}" in text and "n_ctx in models.yaml" in text and "PARAMETER num_ctx" in text


def test_an_answer_that_fills_the_context_ends_there(paddock: Start, models: dict) -> None:
    entry = {**models["alpha"], "config": {**models["alpha"]["config"], "n_ctx": CONTEXT}}
    client = paddock(entry, {**entry, "id": "shifting", "server_args": ["--context-shift"]}).ollama()
    answer = client.generate("alpha", "Hi", options={"num_predict": 2 * CONTEXT})
    assert answer.done_reason == "length" and answer.prompt_eval_count + answer.eval_count == CONTEXT
    # What llama-server can do for all requests, an entry can ask for.
    assert client.generate("shifting", "Hi", options={"num_predict": 2 * CONTEXT}).eval_count == 2 * CONTEXT


@pytest.mark.parametrize("option", ["num_predict", "num_keep", "repeat_last_n", "seed", "top_k"])
@pytest.mark.parametrize("number", [1 << 40, -(1 << 40), 1e300])
def test_options_beyond_what_the_model_can_count_to_are_capped(
    client: ollama.Client, option: str, number: float
) -> None:
    answer = client.generate("hello", "Hi", options={"temperature": 0, option: number})
    assert (answer.response, answer.done_reason) == (HELLO, "stop")
