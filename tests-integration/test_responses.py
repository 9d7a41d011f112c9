"""OpenAI's client speaks the Responses API to Paddock, and its types fit what comes back."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
import pytest
from openai.types.responses import Response, ResponseStreamEvent
from pydantic import BaseModel, TypeAdapter

import tiny_gguf
from conftest import HELLO, THOUGHT, counted
from server import Paddock, Start
from test_openai import PIXEL
from waiting import eventually

WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "Tells the weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city", "days"],
        "additionalProperties": False,
    },
    "strict": True,
}
CLOCK = {"type": "function", "name": "get_time", "parameters": {"type": "object", "properties": {"zone": {}}}}
BUSY = """<think>
They ask for two things.
</think>

Let me look.
<tool_call>
{"name": "get_weather", "arguments": {"city": "Paris", "days": 3}}
</tool_call>
<tool_call>
{"name": "get_time", "arguments": {"zone": "Rome"}}
</tool_call>"""

EVENTS = TypeAdapter(ResponseStreamEvent)


class Answer(BaseModel):
    answer: int


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "thinker", "caller", "json", "embed")


@pytest.fixture
def client(server: Paddock) -> openai.OpenAI:
    return server.openai()


@pytest.fixture
def busy(tmp_path: Path) -> dict:
    """A model that thinks, speaks, and calls two functions at once."""
    tiny_gguf.write_chat(tmp_path / "busy.gguf", "busy", BUSY, tiny_gguf.AGENT)
    config = {"model_path": str(tmp_path / "busy.gguf"), "n_ctx": 2048}
    return {"id": "busy", "provider": "llama_cpp", "config": config}


def events(server: Paddock, **body: object) -> list[dict]:
    """The events of a streamed response, each held to OpenAI's own types."""
    with server.http.stream("POST", "/v1/responses", json={"stream": True, **body}) as answer:
        assert answer.headers["content-type"] == "text/event-stream", answer.read()
        blocks = "".join(answer.iter_text()).removesuffix("\n\n").split("\n\n")
    found = []
    for number, block in enumerate(block for block in blocks if not block.startswith(":")):
        name, data = block.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}" and event["sequence_number"] == number
        EVENTS.validate_python(event)
        found.append(event)
    return found


def test_a_text_is_answered_in_one_piece(client: openai.OpenAI) -> None:
    answer = client.responses.create(model="hello", input="Hi!", metadata={"who": "me"}, temperature=0.5)
    Response.model_validate(answer.to_dict())
    [message] = answer.output
    assert answer.output_text == HELLO
    assert (answer.status, answer.model, answer.object, answer.error) == ("completed", "hello", "response", None)
    assert (message.type, message.role, message.status) == ("message", "assistant", "completed")
    assert answer.id.startswith("resp_") and message.id.startswith("msg_")
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    assert answer.usage.output_tokens > 0
    assert (answer.metadata, answer.temperature, answer.top_p) == ({"who": "me"}, 0.5, None)
    assert answer.to_dict()["store"] is False


def test_a_stream_carries_every_piece_in_order(client: openai.OpenAI, server: Paddock) -> None:
    streamed = list(client.responses.create(model="hello", input="Hi!", stream=True))
    assert [event.sequence_number for event in streamed] == list(range(len(streamed)))
    assert "".join(event.delta for event in streamed if event.type == "response.output_text.delta") == HELLO
    assert streamed[-1].response.output_text == HELLO
    names = [event["type"].removeprefix("response.") for event in events(server, model="hello", input="Hi!")]
    assert [name for name in names if name != "output_text.delta"] == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]


def test_the_clients_own_reading_of_a_stream_gives_the_whole_answer(client: openai.OpenAI) -> None:
    with client.responses.stream(model="hello", input="Hi!") as stream:
        snapshots = [event.snapshot for event in stream if event.type == "response.output_text.delta"]
        answer = stream.get_final_response()
    assert snapshots[-1] == answer.output_text == HELLO


def test_the_async_client_is_served_alike(server: Paddock) -> None:
    async def ask() -> tuple[str, str]:
        async with openai.AsyncOpenAI(base_url=f"{server.url}/v1", api_key="none", max_retries=0) as client:
            whole = await client.responses.create(model="hello", input="Hi!")
            async with client.responses.stream(model="hello", input="Hi!") as stream:
                return whole.output_text, (await stream.get_final_response()).output_text

    assert asyncio.run(ask()) == (HELLO, HELLO)


def test_an_answer_is_parsed_into_the_form_that_was_asked_for(client: openai.OpenAI) -> None:
    answer = client.responses.parse(model="json", input="Hi!", text_format=Answer)
    assert answer.output_parsed == Answer(answer=42)
    with client.responses.stream(model="json", input="Hi!", text_format=Answer) as stream:
        assert stream.get_final_response().output_parsed == Answer(answer=42)


@pytest.mark.parametrize("form", [{"type": "json_object"}, {"type": "text"}], ids=["object", "text"])
def test_other_forms_of_text_are_taken(client: openai.OpenAI, form: dict) -> None:
    answer = client.responses.create(model="json", input="Hi!", text={"format": form})
    assert json.loads(answer.output_text) == {"answer": 42}
    assert answer.text.format.type == form["type"]


def test_thoughts_are_an_item_of_their_own(client: openai.OpenAI, server: Paddock) -> None:
    answer = client.responses.create(model="thinker", input="Hi!", reasoning={"effort": "low"})
    thought, message = answer.output
    assert (thought.type, thought.content[0].text.strip(), thought.summary) == ("reasoning", THOUGHT, [])
    assert answer.output_text == message.content[0].text == "Four."
    assert 0 < answer.usage.output_tokens_details.reasoning_tokens < answer.usage.output_tokens
    streamed = events(server, model="thinker", input="Hi!")
    deltas = [event["delta"] for event in streamed if event["type"] == "response.reasoning_text.delta"]
    assert "".join(deltas).strip() == THOUGHT


def test_a_function_is_called_and_its_output_reaches_the_model(client: openai.OpenAI) -> None:
    question = {"role": "user", "content": "What is the weather?"}
    answer = client.responses.create(model="caller", input=[question], tools=[WEATHER])
    Response.model_validate(answer.to_dict())
    [call] = answer.output
    assert (call.type, call.name, json.loads(call.arguments)) == (
        "function_call",
        "get_weather",
        {"city": "Paris", "days": 3},
    )
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "Rain."}
    second = client.responses.create(model="caller", input=[question, *answer.output, output], tools=[WEATHER])
    asked = {"id": call.call_id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}
    same = client.chat.completions.create(
        model="caller",
        messages=[
            question,
            {"role": "assistant", "content": "", "tool_calls": [asked]},
            {"role": "tool", "tool_call_id": call.call_id, "content": "Rain."},
        ],
        tools=[{"type": "function", "function": {key: WEATHER[key] for key in WEATHER if key != "type"}}],
    )
    assert second.usage.input_tokens == same.usage.prompt_tokens > answer.usage.input_tokens


def test_several_calls_are_items_of_their_own_in_both_forms(paddock: Start, busy: dict) -> None:
    server = paddock(busy)
    body = {"model": "busy", "input": "Hi!", "tools": [WEATHER, CLOCK], "parallel_tool_calls": True}
    whole = server.http.post("/v1/responses", json=body).json()
    assert [item["type"] for item in whole["output"]] == ["reasoning", "message", "function_call", "function_call"]
    streamed = events(server, **body)
    kinds = ("type", "name", "arguments", "status", "summary", "role")
    last = streamed[-1]["response"]
    for one, other in zip(last["output"], whole["output"], strict=True):
        assert [one.get(kind) for kind in kinds] == [other.get(kind) for kind in kinds]
        assert one.get("content") == other.get("content")
    assert [event["output_index"] for event in streamed if event["type"] == "response.output_item.done"] == [0, 1, 2, 3]
    with server.openai().responses.stream(**body) as stream:
        assert [item.type for item in stream.get_final_response().output] == [item["type"] for item in whole["output"]]


def test_the_one_function_that_is_chosen_is_the_only_one_the_model_sees(client: openai.OpenAI) -> None:
    both = client.responses.create(model="caller", input="Hi!", tools=[WEATHER, CLOCK])
    choice = {"type": "function", "name": "get_weather"}
    one = client.responses.create(model="caller", input="Hi!", tools=[WEATHER, CLOCK], tool_choice=choice)
    alone = client.responses.create(model="caller", input="Hi!", tools=[WEATHER])
    assert one.usage.input_tokens == alone.usage.input_tokens < both.usage.input_tokens
    assert one.output[0].name == "get_weather"


def test_an_answer_that_had_no_room_is_incomplete(client: openai.OpenAI, server: Paddock) -> None:
    answer = client.responses.create(model="alpha", input="Go on.", max_output_tokens=5)
    assert (answer.status, answer.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert (answer.output_text, answer.output[0].status) == (counted("alpha", 5), "incomplete")
    assert events(server, model="alpha", input="Go on.", max_output_tokens=5)[-1]["type"] == "response.incomplete"


def test_likelihoods_are_told_in_both_forms(client: openai.OpenAI, server: Paddock) -> None:
    body = {"model": "alpha", "input": "Go on.", "max_output_tokens": 3, "top_logprobs": 2}
    answer = client.responses.create(**body)
    Response.model_validate(answer.to_dict())
    told = answer.output[0].content[0].logprobs
    assert "".join(token.token for token in told) == answer.output_text
    assert all(len(token.top_logprobs) == 2 for token in told)
    deltas = [event for event in events(server, **body) if event["type"] == "response.output_text.delta"]
    assert [token["token"] for event in deltas for token in event["logprobs"]] == [token.token for token in told]


def test_fields_that_only_llama_server_knows_reach_it(client: openai.OpenAI) -> None:
    answer = client.responses.create(model="hello", input="Hi!", extra_body={"grammar": 'root ::= "yes"'})
    assert answer.output_text == "yes"


def test_instructions_are_said_first_and_those_of_the_entry_only_without_them(paddock: Start, models: dict) -> None:
    server = paddock({**models["alpha"], "request": {"system_prompt": "Count to a thousand.", "max_tokens": 4}})
    client = server.openai()
    for instructions in ("Count.", None):
        answer = client.responses.create(model="alpha", input="Hi!", instructions=instructions)
        assert (answer.output_text, answer.instructions) == (counted("alpha", 4), instructions)
        system = {"role": "system", "content": instructions or "Count to a thousand."}
        same = client.chat.completions.create(model="alpha", messages=[system, {"role": "user", "content": "Hi!"}])
        assert answer.usage.input_tokens == same.usage.prompt_tokens


def test_a_model_is_unloaded_after_its_answer_if_told_to(client: openai.OpenAI, server: Paddock) -> None:
    client.responses.create(model="hello", input="Hi!", extra_body={"keep_alive": 0})
    eventually(lambda: not server.loaded())


@pytest.mark.parametrize("stream", [False, True])
def test_an_unknown_model_is_not_found_before_any_stream_begins(client: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.responses.create(model="nobody", input="Hi!", stream=stream)
    assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


@pytest.mark.parametrize("stream", [False, True])
def test_a_picture_for_a_model_of_texts_is_the_callers_mistake(client: openai.OpenAI, stream: bool) -> None:
    content = [{"type": "input_text", "text": "What is it?"}, {"type": "input_image", "image_url": PIXEL}]
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="hello", input=[{"role": "user", "content": content}], stream=stream)
    assert caught.value.code == "unsupported_capability"


@pytest.mark.parametrize("stream", [False, True])
def test_an_input_that_is_too_long_is_the_callers_mistake(client: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="hello", input="word " * 4000, stream=stream)
    assert caught.value.code == "context_length_exceeded"


@pytest.mark.parametrize(
    ("field", "value", "place", "words"),
    [
        ("previous_response_id", "resp_0", "previous_response_id", "keeps no answers"),
        ("conversation", "conv_0", "conversation", "keeps no conversations"),
        ("background", True, "background", "must be false"),
        ("tools", [WEATHER, {"type": "web_search"}], "tools[1].type", "web_search"),
        ("input", [{"role": "user", "content": [{"type": "input_file"}]}], "input[0].content[0].type", "file"),
        ("temperature", "hot", "temperature", "must be a number"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(
    client: openai.OpenAI, field: str, value: object, place: str, words: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(**{"model": "hello", "input": "Hi!", field: value})
    assert caught.value.param == place and words in caught.value.message


def test_an_answer_cannot_be_fetched_later(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve("resp_0")


def test_a_client_that_leaves_in_mid_stream_frees_the_child(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.openai().responses.create(model="slow", input="Go on.", stream=True)
    next(event for event in stream if event.type == "response.output_text.delta")
    assert server.child("slow").busy_slots() == 1
    stream.close()
    eventually(server.child("slow").is_idle, within=1)


def test_a_child_that_dies_in_mid_stream_ends_in_a_response_that_failed(paddock: Start) -> None:
    server = paddock("slow")
    stream = server.openai().responses.create(model="slow", input="Go on.", stream=True)
    first = next(event.delta for event in stream if event.type == "response.output_text.delta")
    server.kill("slow")
    *deltas, last = stream
    Response.model_validate(last.response.to_dict())
    assert (last.type, last.response.status) == ("response.failed", "failed")
    assert last.response.error.code == "server_error" and "SIGKILL" in last.response.error.message
    assert last.response.output_text == "".join([first, *(event.delta for event in deltas)])
    assert last.response.output[0].status == "incomplete"


def test_a_child_that_dies_while_a_whole_answer_is_made_is_replaced_unseen(paddock: Start) -> None:
    server = paddock("slow")
    ask = server.openai().responses.create
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(ask, model="slow", input="Go on.", max_output_tokens=400)
        eventually(lambda: server.state("slow")["leases"] == 1)
        server.kill("slow")
        assert answer.result().output_text == counted("slow", 400)
