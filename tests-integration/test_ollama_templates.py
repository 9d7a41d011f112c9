"""What a model can do by the template that it was made with."""

from pathlib import Path

import ollama
import pytest

import tiny_gguf
from conftest import CALL, HELLO
from server import Paddock, Start
from test_openai import WEATHER

TOOLS = """{{- if .Tools }}You may call {{ .Tools }}
{{ end }}{{ range .Messages }}<{{ .Role }}>{{ .Content }}
{{- if .ToolCalls }}
<tool_call>
{{ range .ToolCalls }}{"name": "{{ .Function.Name }}", "arguments": {{ .Function.Arguments }}}
{{ end }}</tool_call>
{{- end }}
{{ end }}<assistant>"""
GAP = "{{ if .Suffix }}<PRE>{{ .Prompt }}<SUF>{{ .Suffix }}<MID>{{ else }}{{ .Prompt }}{{ end }}"
ASK = [{"role": "user", "content": "How is the weather in Paris?"}]
ASKED = [
    *ASK,
    {"role": "assistant", "tool_calls": [{"function": {"name": "get_weather", "arguments": {"city": "Paris"}}}]},
    {"role": "tool", "tool_name": "get_weather", "content": "Rain"},
]


@pytest.fixture
def server(paddock: Start, tmp_path: Path) -> Paddock:
    """A model whose file knows nothing of tools, but which calls one; one that only says hello."""
    tiny_gguf.write_chat(tmp_path / "plain.gguf", "plain", CALL)
    tiny_gguf.write_chat(tmp_path / "bare.gguf", "bare", CALL.split("\n")[1])
    entries = [{"id": name, "config": {"model_path": str(tmp_path / f"{name}.gguf")}} for name in ("plain", "bare")]
    return paddock(*entries, "hello", "caller")


@pytest.fixture
def client(server: Paddock) -> ollama.Client:
    return server.ollama()


def test_a_template_with_tools_makes_a_model_that_calls_them(client: ollama.Client) -> None:
    assert client.show("plain").capabilities == ["completion"]
    with pytest.raises(ollama.ResponseError, match="does not support tools"):
        client.chat("plain", ASK, tools=[WEATHER])
    client.create("agent", from_="plain", template=TOOLS)
    assert client.show("agent").capabilities == ["completion", "tools"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("base", ["plain", "bare", "caller"])
def test_a_call_arrives_whole_with_a_mark_or_without_one(client: ollama.Client, base: str, stream: bool) -> None:
    client.create("agent", from_=base, template=TOOLS)
    for messages in (ASK, ASKED):
        answer = client.chat("agent", messages, tools=[WEATHER], stream=stream)
        answers = list(answer) if stream else [answer]
        [[call]] = [answer.message.tool_calls for answer in answers if answer.message.tool_calls]
        assert (call.function.name, call.function.arguments) == ("get_weather", {"city": "Paris", "days": 3})
        assert "".join(answer.message.content or "" for answer in answers) == ""
        assert answers[-1].done_reason == "stop" and answers[-1].eval_count > 0


def test_the_template_shows_the_tools_and_what_they_said(client: ollama.Client, server: Paddock) -> None:
    client.create("agent", from_="plain", template=TOOLS)
    body = {"model": "agent", "messages": ASKED, "tools": [WEATHER], "_debug_render_only": True}
    prompt = server.http.post("/api/chat", json=body).json()["_debug_info"]["rendered_template"]
    assert prompt.startswith('You may call [{"type":"function","function":{"name":"get_weather"')
    assert '<tool_call>\n{"name": "get_weather", "arguments": {"city":"Paris"}}\n</tool_call>' in prompt
    assert prompt.endswith("<tool>Rain\n<assistant>")


def test_a_model_that_calls_nothing_answers_as_ever(client: ollama.Client) -> None:
    client.create("agent", from_="hello", template=TOOLS)
    assert client.chat("agent", ASK, tools=[WEATHER]).message.content == HELLO
    pieces = list(client.chat("agent", ASK, tools=[WEATHER], stream=True))
    assert len(pieces) > 5 and "".join(piece.message.content for piece in pieces) == HELLO


def test_a_template_with_a_suffix_marks_the_gap(client: ollama.Client, server: Paddock) -> None:
    client.create("coder", from_="hello", template=GAP)
    assert client.show("coder").capabilities == ["completion", "insert"]
    body = {"model": "coder", "prompt": "def f(", "suffix": "return x", "stream": False}
    shown = server.http.post("/api/generate", json={**body, "_debug_render_only": True}).json()
    assert shown["_debug_info"]["rendered_template"] == "<PRE>def f(<SUF>return x<MID>"
    answer = server.http.post("/api/generate", json=body).json()
    assert answer["response"] == HELLO and answer["prompt_eval_count"] == len("<PRE>def f(<SUF>return x<MID>")


@pytest.mark.parametrize("route", ["chat", "generate"])
def test_a_template_that_makes_nothing_of_a_request_is_told(client: ollama.Client, server: Paddock, route: str) -> None:
    client.create("mute", from_="hello", template="{{ if .No }}{{ .Prompt }}{{ end }}{{ .Response }}")
    answer = server.http.post(f"/api/{route}", json={"model": "mute", "prompt": "Hi", "messages": ASK})
    assert answer.status_code == 400 and "template error" in answer.json()["error"], answer.text
    assert "must not be empty" not in answer.json()["error"]


def test_the_template_file_of_an_entry_tells_what_the_model_can_do(
    paddock: Start, models: dict, tmp_path: Path
) -> None:
    template = tmp_path / "agent.jinja"
    template.write_text(tiny_gguf.AGENT)
    entry = {**models["hello"], "config": {**models["hello"]["config"], "chat_template_file": str(template)}}
    client = paddock(entry, "alpha").ollama()
    assert client.show("hello").capabilities == ["completion", "tools", "thinking"]
    assert client.show("alpha").capabilities == ["completion"]
    assert client.chat("hello", ASK, tools=[WEATHER]).message.content == HELLO
