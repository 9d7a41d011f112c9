"""Functions are called as the caller wants where llama-server does otherwise: one at a time, and beside a schema."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import anthropic
import pytest

import tiny_gguf
from conftest import CALL
from server import Paddock, Start
from test_anthropic import connect
from test_disconnect import IDLE_AFTER_STREAM
from waiting import eventually

# So long that a model that was not stopped would be at it for seconds.
LONG_CALL = '<tool_call>\n{"name": "get_time", "arguments": {"zone": "%s"}}\n</tool_call>' % " ".join(map(str, range(3000)))
SPOKEN = "Let me look."
FUNCTIONS = {
    "get_weather": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city", "days"],
    },
    "get_time": {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]},
}
SCHEMA = {
    "type": "object",
    "properties": {"answer": {"const": "yes"}},
    "required": ["answer"],
    "additionalProperties": False,
}
HI = [{"role": "user", "content": "Hi!"}]


@dataclass
class Told:
    """What an answer holds, whatever words it was asked for in."""

    text: str
    calls: list[tuple[str, dict]]
    reason: str | None
    tokens: int | None = field(compare=False)


def chat(server: Paddock, stream: bool, model: str, single: bool = False, schema: bool = False, choice: str = "auto") -> Told:
    tools = [{"type": "function", "function": {"name": name, "parameters": takes}} for name, takes in FUNCTIONS.items()]
    asked: dict = {"model": model, "messages": HI, "tools": tools, "tool_choice": choice, "temperature": 0}
    if single:
        asked["parallel_tool_calls"] = False
    if schema:
        asked["response_format"] = {"type": "json_schema", "json_schema": {"name": "a", "schema": SCHEMA}}
    completions = server.openai().chat.completions
    if not stream:
        answer = completions.create(**asked)
        [one] = answer.choices
        calls = [(call.function.name, json.loads(call.function.arguments)) for call in one.message.tool_calls or []]
        return Told(one.message.content or "", calls, one.finish_reason, answer.usage.completion_tokens)
    chunks = list(completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    pieces = [choice for chunk in chunks for choice in chunk.choices]
    text = "".join(piece.delta.content or "" for piece in pieces)
    named, arguments = {}, {}
    for call in (call for piece in pieces for call in piece.delta.tool_calls or []):
        named.setdefault(call.index, call.function.name)
        arguments[call.index] = arguments.get(call.index, "") + (call.function.arguments or "")
    assert [chunk.usage is not None for chunk in chunks] == [False] * (len(chunks) - 1) + [True]
    assert not single or all("timings" not in chunk.model_extra for chunk in chunks[:-2])
    calls = [(name, json.loads(arguments[index])) for index, name in named.items()]
    return Told(text, calls, pieces[-1].finish_reason, chunks[-1].usage.completion_tokens)


def responses(server: Paddock, stream: bool, model: str, single: bool = False, schema: bool = False, choice: str = "auto") -> Told:
    tools = [{"type": "function", "name": name, "parameters": takes} for name, takes in FUNCTIONS.items()]
    asked: dict = {"model": model, "input": "Hi!", "tools": tools, "tool_choice": choice, "temperature": 0}
    if single:
        asked["parallel_tool_calls"] = False
    if schema:
        asked["text"] = {"format": {"type": "json_schema", "name": "a", "schema": SCHEMA}}
    client = server.openai().responses
    if stream:
        *_, last = client.create(**asked, stream=True)
        assert last.type == "response.completed"
        answer = last.response
    else:
        answer = client.create(**asked)
    assert answer.status == "completed"
    calls = [(item.name, json.loads(item.arguments)) for item in answer.output if item.type == "function_call"]
    return Told(answer.output_text, calls, "tool_calls" if calls else "stop", answer.usage.output_tokens)


def messages(server: Paddock, stream: bool, model: str, single: bool = False, schema: bool = False, choice: str = "auto") -> Told:
    tools = [{"name": name, "input_schema": takes} for name, takes in FUNCTIONS.items()]
    wish = {"type": {"required": "any"}.get(choice, choice), **({"disable_parallel_tool_use": True} if single else {})}
    asked: dict = {"model": model, "max_tokens": 8000, "messages": HI, "tools": tools, "tool_choice": wish}
    extra: dict = {"temperature": 0}
    if schema:
        extra["output_config"] = {"format": {"type": "json_schema", "schema": SCHEMA}}
    client: anthropic.Anthropic = connect(server)
    if stream:
        with client.messages.stream(**asked, extra_body=extra) as events:
            answer = events.get_final_message()
    else:
        answer = client.messages.create(**asked, extra_body=extra)
    calls = [(block.name, block.input) for block in answer.content if block.type == "tool_use"]
    text = "".join(block.text for block in answer.content if block.type == "text")
    reason = {"tool_use": "tool_calls", "end_turn": "stop"}.get(answer.stop_reason, answer.stop_reason)
    return Told(text, calls, reason, answer.usage.output_tokens)


everywhere = pytest.mark.parametrize("ask", [chat, responses, messages])
in_both_forms = pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
FIRST = ("get_weather", {"city": "Paris", "days": 3})


@pytest.fixture
def server(paddock: Start, models: dict, tmp_path_factory: pytest.TempPathFactory) -> Paddock:
    folder = tmp_path_factory.mktemp("tools")

    def entry(name: str, reply: str, mebibytes: float = 0) -> dict:
        tiny_gguf.write_chat(folder / f"{name}.gguf", name, reply, tiny_gguf.AGENT, mebibytes)
        config = {"model_path": str(folder / f"{name}.gguf"), "n_ctx": 16384}
        return {**models["hello"], "id": name, "config": config}

    return paddock(
        entry("busy", f"{SPOKEN}\n{CALL}\n{LONG_CALL}", mebibytes=60),
        entry("talker", "Perhaps."),
        models["caller"],
    )


@everywhere
@in_both_forms
def test_one_call_is_made_where_several_are_not_allowed(server: Paddock, ask: Callable[..., Told], stream: bool) -> None:
    told = ask(server, stream, "busy", single=True)
    eventually(server.child("busy").is_idle, within=IDLE_AFTER_STREAM)
    assert (told.text.strip(), told.calls, told.reason) == (SPOKEN, [FIRST], "tool_calls")
    assert 0 < told.tokens < 100


@everywhere
@in_both_forms
def test_an_answer_with_one_call_is_the_same_where_several_are_not_allowed(
    server: Paddock, ask: Callable[..., Told], stream: bool
) -> None:
    one, any_number = (ask(server, stream, "caller", single=single) for single in (True, False))
    assert one == any_number and one.tokens == any_number.tokens
    assert one.calls == [FIRST]


def test_one_call_is_made_beside_likelihoods(server: Paddock) -> None:
    tools = [{"type": "function", "function": {"name": name, "parameters": takes}} for name, takes in FUNCTIONS.items()]
    asked = {"model": "caller", "messages": HI, "tools": tools, "logprobs": True, "parallel_tool_calls": False}
    [choice] = server.openai().chat.completions.create(**asked).choices
    assert len(choice.message.tool_calls) == 1 and choice.logprobs.content


@everywhere
@in_both_forms
@pytest.mark.parametrize("choice", ["auto", "required"])
def test_a_function_is_called_though_there_is_a_schema_for_the_answer(
    server: Paddock, ask: Callable[..., Told], stream: bool, choice: str
) -> None:
    told = ask(server, stream, "caller", schema=True, choice=choice)
    assert (told.calls, told.reason) == ([FIRST], "tool_calls")


@everywhere
@in_both_forms
@pytest.mark.parametrize("single", [False, True])
def test_an_answer_without_a_call_follows_the_schema(
    server: Paddock, ask: Callable[..., Told], stream: bool, single: bool
) -> None:
    told = ask(server, stream, "talker", schema=True, single=single)
    assert (json.loads(told.text), told.calls, told.reason) == ({"answer": "yes"}, [], "stop")


def test_a_prompt_that_is_too_long_is_refused_as_without_a_schema(server: Paddock) -> None:
    body = {
        "model": "talker",
        "messages": [{"role": "user", "content": "word " * 17_000}],
        "tools": [{"type": "function", "function": {"name": "get_time", "parameters": FUNCTIONS["get_time"]}}],
        "response_format": {"type": "json_object"},
    }
    for stream in (False, True):
        answer = server.http.post("/v1/chat/completions", json={**body, "stream": stream})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "context_length_exceeded")


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "get_time"}}])
def test_a_call_is_not_demanded_of_a_model_whose_template_knows_none(paddock: Start, models: dict, choice: object) -> None:
    server = paddock(models["hello"])
    function = {"name": "get_time", "parameters": FUNCTIONS["get_time"]}
    named = isinstance(choice, dict)
    for path, body in (
        ("/v1/chat/completions", {
            "messages": HI, "tools": [{"type": "function", "function": function}], "tool_choice": choice,
        }),
        ("/v1/responses", {
            "input": "Hi!", "tools": [{"type": "function", **function}],
            "tool_choice": {"type": "function", "name": "get_time"} if named else choice,
        }),
        ("/v1/messages", {
            "messages": HI, "max_tokens": 9, "tools": [{"name": "get_time", "input_schema": FUNCTIONS["get_time"]}],
            "tool_choice": {"type": "tool", "name": "get_time"} if named else {"type": "any"},
        }),
    ):
        answer = server.http.post(path, json={"model": "hello", **body})
        assert answer.status_code == 400, path
        assert "'hello' cannot be made to call a function" in answer.json()["error"]["message"]
    assert server.has_no_children()
