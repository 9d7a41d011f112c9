"""Every example of the document is true: what it asks for is answered, and in the form that it shows."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from openapi_schema_validator import OAS31Validator

import tiny_gguf
from pictures import png
from server import Paddock, Start
from test_document import operations

JSON, EVENTS, LINES = "application/json", "text/event-stream", "application/x-ndjson"
# What is asked ahead of an operation, so that there is something for it to tell of, to set or to take away.
FIRST = {
    "getProperties": ["unloadModel"],
    "getSlots": ["loadModel"],
    "getAdapters": ["loadModel"],
    "setAdapters": ["loadModel"],
    "ollamaPs": ["loadModel"],
    "ollamaDelete": ["ollamaCopy"],
    "ollamaHasBlob": ["ollamaSendBlob"],
}
# What says no by design, or needs more than this machine: a model that hears, the internet.
ELSEWHERE = {"createTranscription", "ollamaPull", "ollamaPush", "ollamaAccount"}
# The file whose digest the examples name.
BLOB = b"Hello."


@pytest.fixture
def server(paddock: Start, tmp_path: Path) -> Paddock:
    """One whose models have the names of the examples, and can do what those want."""
    tiny_gguf.write_chat(tmp_path / "smollm2.gguf", "smollm2", "Red, green, blue.", tiny_gguf.AGENT)
    tiny_gguf.write_chat(tmp_path / "coder.gguf", "coder", "left + right", fills_gaps=True)
    tiny_gguf.write_chat(tmp_path / "eye.gguf", "eye", "Some cat.")
    tiny_gguf.write_projector(tmp_path / "projector.gguf", np.zeros((3, tiny_gguf.WIDTH)))
    tiny_gguf.write_adapter(tmp_path / "pirate.gguf")
    tiny_gguf.write_embedder(tmp_path / "all-minilm.gguf")
    tiny_gguf.write_reranker(tmp_path / "reranker.gguf")

    def entry(name: str, arguments: tuple[str, ...] = (), **config: object) -> dict:
        config = {"model_path": str(tmp_path / f"{name}.gguf"), "n_ctx": 2048, **config}
        return {"id": name, "provider": "llama_cpp", "config": config, "server_args": list(arguments)}

    return paddock(
        entry("smollm2", (f"--lora {tmp_path / 'pirate.gguf'}",)),
        entry("coder"),
        entry("eye", mmproj_path=str(tmp_path / "projector.gguf")),
        entry("all-minilm"),
        entry("reranker"),
        default_model="smollm2",
        max_loaded_models=5,
    )


@pytest.fixture
def document(server: Paddock) -> dict:
    return server.http.get("/openapi.json").json()


class Example:
    """An operation with the request that the document shows for it."""

    def __init__(self, document: dict, method: str, path: str) -> None:
        self.document = document
        self.method, self.path = method, path
        self.operation = operation = document["paths"][path][method]
        self.id = operation["operationId"]
        self.body = operation.get("requestBody", {}).get("content", {})
        query = {}
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                self.path = self.path.replace(f"{{{parameter['name']}}}", parameter["example"])
            elif "example" in parameter:
                query[parameter["name"]] = parameter["example"]
        self.query = query

    def request(self, media_type: str) -> dict:
        """What httpx is told, so that the answer has this form."""
        told: dict = {"params": self.query}
        match next(iter(self.body), None):
            case "application/json":
                body = self.body[JSON]["example"]
                told["json"] = body if isinstance(body, list) else {**body, **self.form(media_type)}
            case "multipart/form-data":
                example = {**self.body["multipart/form-data"]["example"], **self.form(media_type)}
                told["files"] = [part for key, value in example.items() for part in self.parts(key, value)]
            case "application/octet-stream":
                told["content"] = BLOB
        return told

    def form(self, media_type: str) -> dict:
        """The wish for a stream, or for none, where there is a choice."""
        return {"stream": media_type != JSON} if len(self.answers) > 1 else {}

    @staticmethod
    def parts(key: str, value: object) -> Iterator[tuple]:
        if key == "images":
            yield from ((key, (name, png(255, 0, 0))) for name in value)
        else:
            yield key, (None, value if isinstance(value, str) else json.dumps(value))

    @property
    def status(self) -> str:
        return next(status for status in self.operation["responses"] if status.startswith("2"))

    @property
    def answers(self) -> dict:
        return {
            kind: media
            for status, answer in self.operation["responses"].items()
            if status.startswith("2")
            for kind, media in answer.get("content", {}).items()
        }

    def check(self, answer: httpx.Response, media_type: str | None) -> None:
        statuses = [status for status in self.operation["responses"] if status.startswith("2")]
        assert str(answer.status_code) in statuses, answer.text
        if media_type is None:
            assert answer.content == b""
            return
        assert answer.headers["content-type"].split(";")[0] == media_type
        media = self.answers[media_type]
        match media_type:
            case "application/json":
                self.follow(answer.json(), media["schema"])
                if "example" in media:
                    assert sorted(keys(answer.json())) == sorted(keys(media["example"])), answer.text
            case "text/event-stream":
                # A comment tells nothing, and an event without data is none.
                events = [fields(event) for event in answer.text.split("\n\n") if "data:" in event]
                for event in events:
                    self.follow_event(event, media["schema"]["properties"])
                assert events and events[0].keys() == media["example"].keys()
            case "application/x-ndjson":
                for line in answer.text.splitlines():
                    self.follow(json.loads(line), media["schema"]["contentSchema"])

    def follow_event(self, event: dict, properties: dict) -> None:
        data = properties["data"]
        if "anyOf" in data:
            if event["data"] == data["anyOf"][0]["const"]:
                return
            data = data["anyOf"][1]
        self.follow(json.loads(event["data"]), data["contentSchema"])

    def follow(self, value: object, schema: dict) -> None:
        whole = {**schema, "components": self.document["components"]}
        mistakes = [f"{mistake.json_path}: {mistake.message}" for mistake in OAS31Validator(whole).iter_errors(value)]
        assert mistakes == []


def keys(value: object) -> set[str]:
    """The members of an object, or of the first element of a list."""
    first = value[0] if isinstance(value, list) else value
    return set(first)


def fields(event: str) -> dict[str, str]:
    """The fields of a server-sent event."""
    return dict(line.split(": ", 1) for line in event.splitlines() if not line.startswith(":"))


def test_every_example_is_answered_as_it_says(server: Paddock, document: dict, subtests: pytest.Subtests) -> None:
    examples = {
        example.id: example for method, path in operations(document) for example in [Example(document, method, path)]
    }
    assert ELSEWHERE <= examples.keys() and FIRST.keys() <= examples.keys()
    for example in examples.values():
        if example.id in ELSEWHERE | {"watchEvents"}:
            continue
        for media_type in example.answers or [None]:
            with subtests.test(operation=example.id, media_type=media_type):
                for name in FIRST.get(example.id, []):
                    first = examples[name]
                    server.http.request(first.method, first.path, **first.request(JSON)).raise_for_status()
                answer = server.http.request(example.method, example.path, **example.request(media_type))
                example.check(answer, media_type)


def test_every_body_and_every_answer_of_json_has_an_example(document: dict) -> None:
    for method, path in operations(document):
        example = Example(document, method, path)
        shown = [*example.body.values(), *example.answers.values()] if example.id != "getDocument" else []
        for media in shown:
            is_text = media["schema"].get("type") == "string" and "contentMediaType" not in media["schema"]
            assert is_text or "example" in media, example.id


def test_every_parameter_of_a_path_has_an_example(document: dict) -> None:
    for operation in operations(document).values():
        for parameter in operation.get("parameters", []):
            assert parameter["in"] != "path" or "example" in parameter, operation["operationId"]


def test_an_event_is_what_its_example_says(server: Paddock, document: dict) -> None:
    example = Example(document, "get", "/v1/events")
    with server.http.stream("GET", "/v1/events") as answer:
        server.http.post("/v1/pool/load", json={"model": "smollm2"})
        event = ""
        for line in answer.iter_lines():
            event += line + "\n"
            if not line and "data:" in event:
                break
    [(kind, media)] = example.answers.items()
    assert kind == answer.headers["content-type"].split(";")[0]
    example.follow_event(fields(event.strip()), media["schema"]["properties"])
