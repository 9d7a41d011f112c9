"""Anthropic's own client cannot tell Paddock from Anthropic."""

import asyncio
import json

import anthropic
import pytest

import tiny_gguf
from conftest import CALL, HELLO, THOUGHT, counted
from server import Paddock, Start
from test_disconnect import CLOSED, IDLE_AFTER_STREAM, gone
from test_openai import PIXEL
from waiting import eventually

HI = [{"role": "user", "content": "Hi!"}]
WEATHER = {
    "name": "get_weather",
    "description": "Tells the weather.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city"],
    },
}
CLOCK = {"name": "get_time", "input_schema": {"type": "object", "properties": {"zone": {"type": "string"}}}}
SECOND_CALL = '<tool_call>\n{"name": "get_time", "arguments": {"zone": "UTC"}}\n</tool_call>'
PICTURE = {"type": "base64", "media_type": "image/png", "data": PIXEL.split(",")[1]}


def connect(server: Paddock) -> anthropic.Anthropic:
    return anthropic.Anthropic(base_url=server.url, api_key="none", max_retries=0, timeout=60)


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "thinker", "caller", "embed", "slow")


@pytest.fixture
def client(server: Paddock) -> anthropic.Anthropic:
    return connect(server)


@pytest.fixture
def agent(models: dict, tmp_path_factory: pytest.TempPathFactory) -> dict:
    """A model that thinks, speaks, and calls two functions."""
    path = tmp_path_factory.mktemp("agent") / "agent.gguf"
    said = f"<think>\n{THOUGHT}\n</think>\n\nI ask both.\n{CALL}\n{SECOND_CALL}"
    tiny_gguf.write_chat(path, "agent", said, tiny_gguf.AGENT)
    return {**models["hello"], "id": "agent", "config": {"model_path": str(path), "n_ctx": 4096}}


def test_a_message_is_answered_in_one_piece(client: anthropic.Anthropic) -> None:
    answer = client.messages.create(model="hello", max_tokens=100, messages=HI)
    assert (answer.type, answer.role, answer.model) == ("message", "assistant", "hello")
    assert answer.id.startswith("msg_") and answer._request_id.startswith("req_")
    [block] = answer.content
    assert (block.type, block.text) == ("text", HELLO)
    assert (answer.stop_reason, answer.stop_sequence) == ("end_turn", None)
    assert answer.usage.input_tokens > 0 and answer.usage.output_tokens > 5


def test_a_stream_adds_up_to_the_same_message(client: anthropic.Anthropic) -> None:
    with client.messages.stream(model="hello", max_tokens=100, messages=HI) as stream:
        pieces = list(stream.text_stream)
        answer = stream.get_final_message()
    assert "".join(pieces) == HELLO and len(pieces) > 5
    again = client.messages.create(model="hello", max_tokens=100, messages=HI)
    assert answer.content[0].text == again.content[0].text
    assert (answer.stop_reason, answer.usage.output_tokens) == (again.stop_reason, again.usage.output_tokens)
    assert prompt_tokens(answer.usage) == prompt_tokens(again.usage)


def prompt_tokens(usage: anthropic.types.Usage) -> int:
    return usage.input_tokens + usage.cache_read_input_tokens + usage.cache_creation_input_tokens


def test_the_first_event_tells_the_tokens_of_the_prompt(client: anthropic.Anthropic) -> None:
    first, *_, end, last = client.messages.create(model="hello", max_tokens=100, messages=HI, stream=True)
    assert (first.type, end.type, last.type) == ("message_start", "message_delta", "message_stop")
    assert prompt_tokens(first.message.usage) == prompt_tokens(end.usage) > 0
    assert end.usage.output_tokens > 5


def test_the_end_of_an_answer_has_its_reason(client: anthropic.Anthropic) -> None:
    short = client.messages.create(model="alpha", max_tokens=5, messages=HI)
    assert (short.stop_reason, short.content[0].text) == ("max_tokens", counted("alpha", 5))
    stopped = client.messages.create(model="alpha", max_tokens=100, messages=HI, stop_sequences=["none", " 7"])
    assert (stopped.stop_reason, stopped.stop_sequence) == ("stop_sequence", " 7")
    assert stopped.content[0].text == counted("alpha", 7)
    with client.messages.stream(model="alpha", max_tokens=100, messages=HI, stop_sequences=[" 7"]) as stream:
        assert stream.get_final_message().stop_sequence == " 7"
    full = client.messages.create(model="alpha", max_tokens=100_000, messages=HI)
    assert full.stop_reason == "model_context_window_exceeded"


def test_tools_make_a_round_trip(paddock: Start, agent: dict) -> None:
    client = connect(paddock(agent))
    asked = {"model": "agent", "max_tokens": 200, "tools": [WEATHER, CLOCK]}
    question = [{"role": "user", "content": "What is the weather, and the time?"}]
    assert client.messages.create(messages=question, **asked).content[0].type == "text"
    asked["thinking"] = {"type": "adaptive"}
    answer = client.messages.create(messages=question, **asked)
    assert [block.type for block in answer.content] == ["thinking", "text", "tool_use", "tool_use"]
    thought, text, weather, clock = answer.content
    assert (thought.thinking.strip(), thought.signature, text.text.strip()) == (THOUGHT, "", "I ask both.")
    assert (weather.name, weather.input) == ("get_weather", {"city": "Paris", "days": 3})
    assert (clock.name, clock.input) == ("get_time", {"zone": "UTC"})
    assert weather.id.startswith("toolu_") and weather.id != clock.id
    assert answer.stop_reason == "tool_use"

    with client.messages.stream(messages=question, **asked) as stream:
        events = list(stream)
        streamed = stream.get_final_message()
    assert sum(event.type == "input_json" for event in events) > 2
    assert [block.type for block in streamed.content] == [block.type for block in answer.content]
    assert [block.input for block in streamed.content[2:]] == [weather.input, clock.input]

    results = [
        {"type": "tool_result", "tool_use_id": weather.id, "content": [{"type": "text", "text": "Sunny."}]},
        {"type": "tool_result", "tool_use_id": clock.id, "is_error": True, "content": "No clock."},
        {"type": "text", "text": "Go on."},
    ]
    turns = [*question, {"role": "assistant", "content": answer.content}, {"role": "user", "content": results}]
    assert client.messages.create(messages=turns, **asked).stop_reason == "tool_use"


def test_the_model_is_shown_what_the_messages_say(paddock: Start, agent: dict) -> None:
    server = paddock(agent)
    server.ask("agent", 1)
    turns = [
        *HI,
        {
            "role": "assistant",
            "content": [
                {"type": "thinking", "thinking": "Hm.", "signature": ""},
                {"type": "tool_use", "id": "toolu_1", "name": "get_time", "input": {"zone": "UTC"}},
            ],
        },
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "Noon."}]},
    ]
    counting = connect(server).messages.count_tokens(
        model="agent", messages=turns, tools=[CLOCK], system=[{"type": "text", "text": "Be kind."}]
    )
    function = {"name": "get_time", "arguments": '{"zone":"UTC"}'}
    with server.child("agent").client() as child:
        shown = {
            "messages": [
                {"role": "system", "content": "Be kind."},
                *HI,
                {
                    "role": "assistant",
                    "content": "",
                    "reasoning_content": "Hm.",
                    "tool_calls": [{"id": "1", "type": "function", "function": function}],
                },
                {"role": "tool", "tool_call_id": "1", "content": "Noon."},
            ],
            "tools": [
                {"type": "function", "function": {"name": "get_time", "parameters": CLOCK["input_schema"]}},
            ],
        }
        prompt = child.post("/apply-template", json=shown).json()["prompt"]
        body = {"content": prompt, "add_special": True, "parse_special": True}
        tokens = child.post("/tokenize", json=body).json()["tokens"]
    assert "Noon." in prompt and "Be kind." in prompt
    assert counting.input_tokens == len(tokens)


def test_a_thinking_model_thinks_apart(client: anthropic.Anthropic) -> None:
    asked = {"model": "thinker", "max_tokens": 2000, "messages": HI}
    assert [block.type for block in client.messages.create(**asked).content] == ["text"]
    answer = client.messages.create(thinking={"type": "enabled", "budget_tokens": 1024}, **asked)
    assert [block.type for block in answer.content] == ["thinking", "text"]
    assert answer.content[0].thinking.strip() == THOUGHT
    with client.messages.stream(thinking={"type": "enabled", "budget_tokens": 1024}, **asked) as stream:
        types = [event.type for event in stream]
    assert types.index("thinking") < types.index("signature") < types.index("text")


def test_an_answer_goes_on_from_the_assistants_last_words(client: anthropic.Anthropic) -> None:
    turns = [*HI, {"role": "assistant", "content": "Well:"}]
    whole = client.messages.create(model="hello", max_tokens=100, messages=turns)
    with client.messages.stream(model="hello", max_tokens=100, messages=turns) as stream:
        pieces = "".join(stream.text_stream)
    assert (whole.content[0].text, pieces) == (HELLO, HELLO)
    counting = client.messages.count_tokens(model="hello", messages=turns)
    assert counting.input_tokens == prompt_tokens(whole.usage)


def test_tokens_are_counted_as_they_are_used(client: anthropic.Anthropic) -> None:
    asked = {
        "model": "caller",
        "system": "Be short.",
        "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi!"}, {"type": "text", "text": "Ho!"}]}],
        "tools": [WEATHER],
    }
    counting = client.messages.count_tokens(**asked)
    usage = client.messages.create(max_tokens=1, **asked).usage
    assert counting.input_tokens == usage.input_tokens > 100
    assert usage.cache_read_input_tokens == 0
    again = client.messages.create(max_tokens=1, **asked).usage
    assert again.cache_read_input_tokens > 0
    assert prompt_tokens(again) == counting.input_tokens


def test_instructions_are_a_text_or_blocks(client: anthropic.Anthropic) -> None:
    blocks = [
        {"type": "text", "text": "x-anthropic-billing-header: cch=a5145;"},
        {"type": "text", "text": "Be short.", "cache_control": {"type": "ephemeral"}},
    ]
    counts = {
        client.messages.count_tokens(model="hello", messages=HI, system=system).input_tokens
        for system in ("Be short.", blocks)
    }
    assert len(counts) == 1
    assert counts.pop() > client.messages.count_tokens(model="hello", messages=HI).input_tokens


def test_what_the_models_maker_wishes_holds_where_the_request_says_nothing(paddock: Start, models: dict) -> None:
    entry = {**models["hello"], "config": {**models["hello"]["config"], "temperature": 0.25}}
    server = paddock(entry)
    client = connect(server)

    def temperature(**fields: object) -> float:
        client.messages.create(model="hello", max_tokens=1, messages=HI, **fields)
        with server.child("hello").client() as child:
            [used] = [slot for slot in child.get("/slots").json() if "params" in slot and slot["next_token"]]
            return round(used["params"]["temperature"], 3)

    assert (temperature(), temperature(extra_body={"temperature": 0.75})) == (0.25, 0.75)
    made = server.http.post("/api/create", json={"model": "polite", "from": "hello", "system": "Be polite."})
    assert made.status_code == 200, made.text
    counts = [
        client.messages.count_tokens(model=model, messages=HI, **fields).input_tokens
        for model, fields in [("polite", {}), ("hello", {"system": "Be polite."}), ("hello", {})]
    ]
    assert counts[0] == counts[1] > counts[2]


def test_what_stands_behind_the_question_mark_is_not_looked_at(server: Paddock) -> None:
    body = {"model": "hello", "max_tokens": 100, "messages": HI}
    answer = server.http.post("/v1/messages?beta=true", json=body, headers={"anthropic-beta": "x", "x-api-key": "y"})
    assert answer.json()["content"] == [{"type": "text", "text": HELLO}]


@pytest.mark.parametrize(
    ("error", "status", "change"),
    [
        (anthropic.BadRequestError, 400, {"max_tokens": None}),
        (anthropic.BadRequestError, 400, {"messages": []}),
        (anthropic.BadRequestError, 400, {"temperature": 1.5}),
        (anthropic.BadRequestError, 400, {"stop_sequences": ["", "tiny"]}),
        (anthropic.BadRequestError, 400, {"tools": [{"type": "web_search_20250305", "name": "web_search"}]}),
        (anthropic.BadRequestError, 400, {"messages": [{"role": "user", "content": "x" * 20_000}]}),
        (anthropic.BadRequestError, 400, {"model": "embed"}),
        (anthropic.NotFoundError, 404, {"model": "orchid"}),
    ],
    ids=["max_tokens", "messages", "temperature", "stop", "tools", "context", "embedder", "model"],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_mistake_raises_the_error_of_anthropic(
    client: anthropic.Anthropic, error: type[anthropic.APIStatusError], status: int, change: dict, stream: bool
) -> None:
    asked = {"model": "hello", "max_tokens": 10, "messages": HI, "stream": stream, **change}
    with pytest.raises(error) as caught:
        client.post("/v1/messages", body=asked, cast_to=object)
    assert caught.value.status_code == status
    assert caught.value.body["type"] == "error"
    assert caught.value.type == ("not_found_error" if status == 404 else "invalid_request_error")
    assert caught.value.request_id == caught.value.body["request_id"]


def test_all_mistakes_are_told_at_once_with_their_places(client: anthropic.Anthropic) -> None:
    blocks = [
        {"type": "image", "source": {"type": "url", "url": "https://a.example/b.png"}},
        {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}},
    ]
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(model="hello", max_tokens=1, messages=[{"role": "user", "content": blocks}])
    for place in ("messages[0].content[0].source.url", "messages[0].content[1].source.type"):
        assert place in caught.value.api_message


@pytest.mark.parametrize("stream", [False, True])
def test_a_picture_for_a_model_of_text_is_the_clients_mistake(client: anthropic.Anthropic, stream: bool) -> None:
    content = [{"type": "image", "source": PICTURE}, {"type": "text", "text": "What is it?"}]
    with pytest.raises(anthropic.BadRequestError):
        client.messages.create(
            model="hello", max_tokens=10, messages=[{"role": "user", "content": content}], stream=stream
        )


def test_a_full_queue_is_an_overload(paddock: Start) -> None:
    server = paddock("slow", "beta", max_loaded_models=1, queue={"limit": 1, "timeout": "1s"})
    stream = server.stream()
    with pytest.raises(anthropic.OverloadedError) as caught:
        connect(server).messages.create(model="beta", max_tokens=1, messages=HI)
    assert (caught.value.status_code, caught.value.type) == (529, "overloaded_error")
    assert int(caught.value.response.headers["retry-after"]) > 0
    stream.leave()


def test_a_stream_that_breaks_off_ends_with_an_error_event(server: Paddock, client: anthropic.Anthropic) -> None:
    with client.messages.stream(model="slow", max_tokens=20_000, messages=HI) as stream:
        texts = stream.text_stream
        next(texts)
        server.kill("slow")
        with pytest.raises(anthropic.APIStatusError) as caught:
            for _ in texts:
                pass
    assert caught.value.type == "api_error"
    assert "slow" in caught.value.api_message


def test_a_client_that_leaves_in_a_stream_frees_its_slot(server: Paddock, client: anthropic.Anthropic) -> None:
    with client.messages.stream(model="slow", max_tokens=20_000, messages=HI) as stream:
        next(stream.text_stream)
        connections = server.upstream()
        assert connections and server.child("slow").busy_slots() == 1
    eventually(gone(server, connections), within=CLOSED)
    eventually(server.child("slow").is_idle, within=IDLE_AFTER_STREAM)


def test_comments_come_while_a_long_prompt_is_read(paddock: Start) -> None:
    # The child tells its progress several times a second, which is nothing that the client hears of.
    server = paddock("slow", server_args=["--threads 1", "-b 64"], ping_interval="1s")
    server.ask("slow")
    wire = server.wire()
    wire.chat("slow", "/v1/messages", max_tokens=5, messages=[{"role": "user", "content": "word " * 4000}])
    status, headers = wire.head()
    assert (status, headers["content-type"]) == (200, "text/event-stream")
    assert next(wire.chunks()) == b":\n\n"
    wire.leave()


def test_messages_are_answered_side_by_side(server: Paddock) -> None:
    async def ask() -> list[str]:
        async with anthropic.AsyncAnthropic(base_url=server.url, api_key="none", max_retries=0, timeout=60) as client:

            async def one(model: str) -> str:
                async with client.messages.stream(model=model, max_tokens=20, messages=HI) as stream:
                    return (await stream.get_final_message()).content[0].text

            return await asyncio.gather(*(one(model) for model in ["alpha", "hello"] * 4))

    assert asyncio.run(ask()) == [counted("alpha", 20), HELLO] * 4


def test_models_are_listed_in_anthropics_words_to_anthropics_clients(
    server: Paddock, client: anthropic.Anthropic
) -> None:
    page = client.models.list()
    assert [model.id for model in page] == ["alpha", "caller", "embed", "hello", "slow", "thinker"]
    assert (page.has_more, page.first_id, page.last_id) == (False, "alpha", "thinker")
    model = client.models.retrieve("hello")
    assert (model.type, model.id, model.display_name) == ("model", "hello", "hello")
    assert model.max_input_tokens == 2048
    assert model.created_at.year > 2000
    assert server.http.get("/v1/models").json()["object"] == "list"
    with pytest.raises(anthropic.NotFoundError) as caught:
        client.models.retrieve("orchid")
    assert (caught.value.body["type"], caught.value.body["error"]["type"]) == ("error", "not_found_error")
    page = client.models.list(limit=4)
    assert page.has_more and [model.id for model in page.data] == ["alpha", "caller", "embed", "hello"]
    assert [model.id for model in page] == ["alpha", "caller", "embed", "hello", "slow", "thinker"]
    assert [model.id for model in client.models.list(before_id="hello", limit=1).data] == ["embed"]


def test_an_answer_of_a_schema_is_json(client: anthropic.Anthropic) -> None:
    form = {"type": "json_schema", "schema": {"type": "object", "properties": {}, "additionalProperties": False}}
    answer = client.messages.create(model="hello", max_tokens=50, messages=HI, output_config={"format": form})
    assert json.loads(answer.content[0].text) == {}
