"""OpenAI's own client cannot tell Paddock from OpenAI, and llama-server's answers come through unchanged."""

import base64
import json
import struct

import openai
import pytest

from conftest import HELLO, THOUGHT, counted
from pictures import png
from server import Paddock, Start
from waiting import eventually

HI = [{"role": "user", "content": "Hi!"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Tells the weather.",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
            "required": ["city"],
        },
    },
}
ANSWER = {"type": "object", "properties": {"answer": {"type": "integer"}}, "required": ["answer"]}
STRICT = {"type": "json_schema", "json_schema": {"name": "answer", "schema": ANSWER}}
PIXEL = f"data:image/png;base64,{base64.b64encode(png(0, 0, 0, side=1)).decode()}"


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "thinker", "caller", "json", "embed")


@pytest.fixture
def client(server: Paddock) -> openai.OpenAI:
    return server.openai()


def test_a_chat_is_answered_in_one_piece(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model="hello", messages=HI)
    [choice] = answer.choices
    assert (choice.message.role, choice.message.content, choice.finish_reason) == ("assistant", HELLO, "stop")
    assert (answer.model, answer.object) == ("hello", "chat.completion")
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_a_stream_carries_every_piece_in_order_and_then_the_reason(client: openai.OpenAI) -> None:
    [first, *_, last] = chunks = list(client.chat.completions.create(model="hello", messages=HI, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == HELLO
    assert first.choices[0].delta.role == "assistant"
    assert last.choices[0].finish_reason == "stop"
    assert {chunk.id for chunk in chunks} == {first.id}
    assert all(chunk.usage is None for chunk in chunks)


def test_a_stream_ends_with_its_usage_if_asked_to(client: openai.OpenAI) -> None:
    *_, last = client.chat.completions.create(
        model="hello", messages=HI, stream=True, stream_options={"include_usage": True}
    )
    assert last.choices == []
    assert last.usage.completion_tokens > 0


@pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
def test_both_limits_of_the_answer_are_kept(client: openai.OpenAI, field: str) -> None:
    answer = client.chat.completions.create(model="alpha", messages=HI, **{field: 5})
    assert answer.choices[0].message.content == counted("alpha", 5)
    assert answer.choices[0].finish_reason == "length"


def test_fields_that_only_llama_server_knows_reach_it(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model="hello", messages=HI, extra_body={"grammar": 'root ::= "yes"'})
    assert answer.choices[0].message.content == "yes"


def test_a_function_is_called(client: openai.OpenAI) -> None:
    [choice] = client.chat.completions.create(model="caller", messages=HI, tools=[WEATHER]).choices
    [call] = choice.message.tool_calls
    assert (choice.finish_reason, call.function.name) == ("tool_calls", "get_weather")
    assert json.loads(call.function.arguments) == {"city": "Paris", "days": 3}


def test_a_function_call_is_streamed(client: openai.OpenAI) -> None:
    chunks = list(client.chat.completions.create(model="caller", messages=HI, tools=[WEATHER], stream=True))
    calls = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or []]
    assert calls[0].function.name == "get_weather"
    assert json.loads("".join(call.function.arguments or "" for call in calls)) == {"city": "Paris", "days": 3}
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_thoughts_are_apart_from_the_answer(client: openai.OpenAI) -> None:
    message = client.chat.completions.create(model="thinker", messages=HI).choices[0].message
    assert message.reasoning_content.strip() == THOUGHT
    assert message.content == "Four."


@pytest.mark.parametrize("form", [{"type": "json_object"}, STRICT], ids=["object", "schema"])
def test_json_is_answered_in_the_form_asked_for(client: openai.OpenAI, form: dict) -> None:
    answer = client.chat.completions.create(model="json", messages=HI, response_format=form)
    assert json.loads(answer.choices[0].message.content) == {"answer": 42}


@pytest.mark.parametrize(
    "body",
    [
        {"model": "hello"},
        {"model": "alpha", "max_tokens": 5},
        {"model": "alpha", "stop": [" 4"]},
        {"model": "alpha", "max_tokens": 3, "logprobs": True, "top_logprobs": 2},
        {"model": "thinker"},
        {"model": "caller", "tools": [WEATHER]},
        {"model": "json", "response_format": STRICT},
        {"model": "hello", "grammar": 'root ::= "🌍🌍"'},
        {"model": "hello", "timings_per_token": True},
    ],
    ids=["plain", "length", "stop", "logprobs", "thinking", "tools", "json", "split-character", "timings"],
)
def test_an_answer_in_one_piece_is_what_the_child_itself_would_say(server: Paddock, body: dict) -> None:
    body = {"messages": HI, "cache_prompt": False, "temperature": 0, **body}
    ours = server.http.post("/v1/chat/completions", json=body)
    with server.child(body["model"]).client() as child:
        theirs = child.post("/v1/chat/completions", json=body)
    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert lasting(ours.json()) == lasting(theirs.json())


def test_the_one_function_that_is_chosen_is_the_only_one_the_model_sees(client: openai.OpenAI) -> None:
    clock = {"type": "function", "function": {"name": "get_time", "parameters": {"type": "object", "properties": {}}}}
    asked = {"model": "caller", "messages": HI}
    both = client.chat.completions.create(tools=[clock, WEATHER], **asked)
    choice = {"type": "function", "function": {"name": "get_weather"}}
    one = client.chat.completions.create(tools=[clock, WEATHER], tool_choice=choice, **asked)
    alone = client.chat.completions.create(tools=[WEATHER], **asked)
    assert one.usage.prompt_tokens == alone.usage.prompt_tokens < both.usage.prompt_tokens
    assert [call.function.name for call in one.choices[0].message.tool_calls] == ["get_weather"]


def test_the_log_knows_a_request_by_the_name_that_its_client_has(server: Paddock, client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(model="hello", messages=HI)
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="hello", messages=HI, temperature=-1)
    for name, status in ((answer._request_id, 200), (caught.value.request_id, 400)):
        assert name.startswith("req_")
        eventually(lambda: f" request_id={name} status={status}\n" in server.log.read_text())


def test_several_answers_count_the_tokens_of_all_of_them(client: openai.OpenAI) -> None:
    one, two = (client.chat.completions.create(model="alpha", messages=HI, max_tokens=3, n=n) for n in (1, 2))
    assert [choice.message.content for choice in two.choices] == [one.choices[0].message.content] * 2
    assert (one.usage.completion_tokens, two.usage.completion_tokens) == (3, 6)
    assert two.usage.prompt_tokens == one.usage.prompt_tokens
    assert two.usage.total_tokens == two.usage.prompt_tokens + 6


def lasting(answer: object) -> object:
    """An answer without what differs from one time to the next."""
    match answer:
        case dict():
            passing = {"id", "created"} | {key for key in answer if key.endswith(("_ms", "_per_second"))}
            return {key: ... if key in passing else lasting(value) for key, value in answer.items()}
        case list():
            return [lasting(value) for value in answer]
    return answer


def test_embeddings_come_in_order_and_in_both_encodings(client: openai.OpenAI, server: Paddock) -> None:
    texts = ["cat", "dog", "cat"]
    vectors = [item.embedding for item in client.embeddings.create(model="embed", input=texts).data]
    assert [len(vector) for vector in vectors] == [64] * 3
    assert vectors[0] == pytest.approx(vectors[2], abs=1e-6) and vectors[0] != pytest.approx(vectors[1], abs=1e-2)
    body = {"model": "embed", "input": texts, "encoding_format": "base64"}
    data = server.http.post("/v1/embeddings", json=body).json()["data"]
    for item, vector in zip(data, vectors, strict=True):
        assert struct.unpack("<64f", base64.b64decode(item["embedding"])) == pytest.approx(vector, abs=1e-6)


def test_models_are_listed_by_name_and_found_one_by_one(client: openai.OpenAI) -> None:
    listed = list(client.models.list())
    assert [model.id for model in listed] == sorted(["alpha", "hello", "thinker", "caller", "json", "embed"])
    assert {(model.object, model.created > 0, bool(model.owned_by)) for model in listed} == {("model", True, True)}
    assert client.models.retrieve("alpha").id == "alpha"


@pytest.mark.parametrize("path", ["tiny/hello:q8", "tiny%2Fhello%3Aq8"])
def test_names_may_hold_slashes_and_colons(paddock: Start, models: dict, path: str) -> None:
    server = paddock({**models["hello"], "id": "tiny/hello:q8"})
    assert server.http.get(f"/v1/models/{path}").json()["id"] == "tiny/hello:q8"
    assert server.ask("tiny/hello:q8", tokens=100) == HELLO


@pytest.mark.parametrize("stream", [False, True])
def test_an_unknown_model_is_not_found_before_any_stream_begins(client: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="nobody", messages=HI, stream=stream)
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")
    assert "nobody" in caught.value.message and "alpha" in caught.value.message


def test_an_unknown_model_cannot_be_retrieved(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.models.retrieve("nobody")
    assert caught.value.code == "model_not_found"


def test_a_bad_body_is_told_everything_that_is_wrong_with_it(server: Paddock) -> None:
    body = {"model": "hello", "messages": "Hi!", "temperature": "hot", "stream": 3, "max_tokens": -7}
    answer = server.http.post("/v1/chat/completions", json=body)
    error = answer.json()["error"]
    assert answer.status_code == 400
    assert error.keys() == {"message", "type", "param", "code"}
    assert (error["type"], error["code"]) == ("invalid_request_error", "invalid_value")
    for field in ("messages", "temperature", "stream", "max_tokens"):
        assert field in error["message"]


def test_a_body_that_is_not_json_is_told_where(server: Paddock) -> None:
    answer = server.http.post("/v1/chat/completions", content=b'{"model": "hello",}')
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_json")


def test_a_request_without_a_model_needs_a_default(paddock: Start, server: Paddock) -> None:
    answer = server.http.post("/v1/chat/completions", json={"messages": HI})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "model_not_specified")
    other = paddock("alpha", "hello", default_model="hello")
    answer = other.http.post("/v1/chat/completions", json={"messages": HI}).json()
    assert answer["choices"][0]["message"]["content"] == HELLO


@pytest.mark.parametrize("stream", [False, True])
def test_a_prompt_beyond_the_context_is_refused(client: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(
            model="hello", messages=[{"role": "user", "content": "x" * 20_000}], stream=stream
        )
    assert caught.value.code == "context_length_exceeded"


def test_what_a_model_cannot_do_is_the_clients_mistake(client: openai.OpenAI) -> None:
    picture = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": PIXEL}}]}]
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="hello", messages=picture)
    with pytest.raises(openai.BadRequestError):
        client.chat.completions.create(model="embed", messages=HI)
    with pytest.raises((openai.BadRequestError, openai.APIStatusError)) as caught:
        client.embeddings.create(model="hello", input="Hi!")
    assert caught.value.status_code in (400, 501)


def test_headers_of_llama_server_stay_inside(server: Paddock) -> None:
    headers = server.http.post("/v1/chat/completions", json={"model": "hello", "messages": HI}).headers
    assert "llama.cpp" not in headers.get("server", "")
    assert "access-control-allow-origin" not in headers
    assert headers["content-type"].startswith("application/json")
