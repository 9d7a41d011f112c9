"""Records the streams of the cases from a real llama-server: `record.py LLAMA_SERVER`.

A case of `collected` is recorded whole: the stream, and what llama-server says to the same request without one. In
`lines` and `answers` only the input is; what is expected there is written by hand. Names and times, which differ from
one run to the next, are replaced by fixed ones. Needs what the integration tests need.
"""

import re
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path

import httpx

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "tests-integration"))

import tiny_gguf  # noqa: E402
from waiting import eventually  # noqa: E402

CALL = '<tool_call>\n{"name": "%s", "arguments": %s}\n</tool_call>'
TOOLS = [
    {"type": "function", "function": {"name": name, "parameters": {"type": "object", "properties": properties}}}
    for name, properties in {
        "get_weather": {"city": {"type": "string"}},
        "get_time": {"zone": {"type": "string"}, "exact": {"type": "boolean"}},
    }.items()
]
WEATHER = CALL % ("get_weather", '{"city": "S\u00e3o Paulo \U0001f327"}')
TIME = CALL % ("get_time", '{"zone": "Europe/Rome", "exact": true}')

MODELS = {
    "text": ('Hello "world" \U0001f30d\U0001f98a \u2014 na\u00efve\n\ttab \\ end \u65e5\u672c\u8a9e.', tiny_gguf.PLAIN),
    "count": (None, tiny_gguf.PLAIN),
    "json": ('{"answer": 42, "why": "so"}', tiny_gguf.PLAIN),
    "think": ("<think>\nhm, let me see \U0001f914\n</think>\n\nIt is 42.", tiny_gguf.AGENT),
    "call": (f"<think>\nThey ask for two things.\n</think>\n\nLet me look.\n{WEATHER}\n{TIME}", tiny_gguf.AGENT),
    "unruly": ("<tool_call>\n{'name' is not JSON}\n</tool_call>", tiny_gguf.AGENT),
}
SCHEMA = {"type": "object", "properties": {"answer": {"type": "integer"}, "why": {"type": "string"}}}
CASES = {
    "text": ("text", {}),
    "length": ("count", {"max_tokens": 4}),
    "stop-word": ("count", {"max_tokens": 40, "stop": [" 7"]}),
    "logprobs": ("text", {"max_tokens": 4, "logprobs": True, "top_logprobs": 2}),
    "json": ("json", {"response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": SCHEMA}}}),
    "thinking": ("think", {}),
    "tool-calls": ("call", {"tools": TOOLS, "parallel_tool_calls": True}),
    "tool-call-cut-off": ("call", {"tools": TOOLS, "max_tokens": 12}),
    "tool-call-no-json": ("unruly", {"tools": TOOLS, "tool_choice": "auto"}),
    "two-answers": ("count", {"n": 2, "max_tokens": 3}),
    "progress": ("count", {"max_tokens": 3, "return_progress": True, "timings_per_token": True}),
}
TIMES = {
    "prompt_ms": 12.5,
    "prompt_per_token_ms": 0.5,
    "prompt_per_second": 2000.0,
    "predicted_ms": 40.25,
    "predicted_per_token_ms": 4.5,
    "predicted_per_second": 222.5,
    "time_ms": 1,
}


def steady(text: str) -> str:
    numbers = count(1)
    names: dict[str, str] = {}

    def name(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f'"id":"call{next(numbers):05}"')

    text = re.sub(r'"id":"chatcmpl-\w+"', '"id":"chatcmpl-1"', text)
    text = re.sub(r'"id":"\w{32}"', name, text)
    text = re.sub(r'"created":\d+', '"created":1764000000', text)
    for key, value in TIMES.items():
        text = re.sub(rf'"{key}":[-+.\de]+', f'"{key}":{value}', text)
    return text


def put(case: Path, given: str, expected: str | None = None) -> None:
    if expected is None:
        expected = case.read_text().partition("\n---\n")[2] if case.exists() else ""
    case.write_text(f"{steady(given).rstrip()}\n\n---\n{steady(expected).strip()}\n")


def record(server: str, folder: Path) -> None:
    for model, (reply, template) in MODELS.items():
        path, socket = folder / f"{model}.gguf", folder / f"{model}.sock"
        tiny_gguf.write_chat(path, model, reply, template)
        arguments = ["-m", path, "--alias", "tiny", "--host", socket, "-c", "8192", "-np", "2", "-t", "1", "--offline"]
        with subprocess.Popen([server, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            client = httpx.Client(transport=httpx.HTTPTransport(uds=str(socket)), base_url="http://child", timeout=60)
            eventually(lambda: is_up(client))
            for name, (_, fields) in ((name, case) for name, case in CASES.items() if case[0] == model):
                body = {"messages": [{"role": "user", "content": "Hi!"}], "cache_prompt": False, **fields}

                def ask(body: dict = body, **more: object) -> str:
                    return client.post("/v1/chat/completions", json={**body, **more}).text

                put(HERE / f"collected/{name}.case", ask(stream=True, stream_options={"include_usage": True}), ask())
                for theme in ("lines", "answers"):
                    if (HERE / theme / f"{name}.case").exists():
                        put(HERE / theme / f"{name}.case", ask(stream=True))
            child.terminate()


def is_up(client: httpx.Client) -> bool:
    try:
        return client.get("/health").status_code == 200
    except httpx.TransportError:
        return False


with tempfile.TemporaryDirectory() as folder:
    record(sys.argv[1], Path(folder))
