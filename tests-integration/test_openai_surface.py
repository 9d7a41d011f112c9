"""Every path that OpenAI's clients call, beyond the chat, and what they hear when they call it in a wrong way."""

import base64
import json
import math
import struct
from pathlib import Path

import numpy as np
import openai
import pytest

import tiny_gguf
from conftest import CACHE, HELLO
from pictures import png
from recording import Recorder
from server import Paddock, Start
from test_openai import HI, PIXEL, lasting
from waiting import eventually

MINILM = CACHE / "models/all-MiniLM-L6-v2-Q8_0.gguf"


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "embed", "rerank")


@pytest.fixture
def client(server: Paddock) -> openai.OpenAI:
    return server.openai()


# Text completions


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": "Hi"},
        {"prompt": ["Hi", "Ho"], "max_tokens": 3},
        {"prompt": [[1, 2], "Ho"], "max_tokens": 3},
        {"prompt": [1, 2, 3], "max_tokens": 3},
        {"prompt": "Hi", "max_tokens": 3, "n": 2},
        {"prompt": ["Hi", "Ho"], "max_tokens": 3, "n": 2, "best_of": 2},
        {"prompt": "Hi", "stop": "say"},
        {"prompt": "", "max_tokens": 3},
        {"prompt": "Hi", "max_tokens": 3, "echo": False, "suffix": "", "user": "ada"},
        {"prompt": "Hi", "grammar": 'root ::= "🌍🌍"'},
    ],
    ids=["plain", "several", "mixed", "tokens", "n", "n-each", "stop", "empty", "usual", "split-character"],
)
def test_a_completion_is_what_the_child_itself_would_say(server: Paddock, body: dict) -> None:
    body = {"model": "hello", "cache_prompt": False, "temperature": 0, **body}
    ours = server.http.post("/v1/completions", json=body)
    with server.child("hello").client() as child:
        theirs = child.post("/v1/completions", json=body)
    assert (ours.status_code, theirs.status_code) == (200, 200)
    assert lasting(ours.json()) == lasting(theirs.json())
    assert list(ours.json()) == list(theirs.json())


def test_likelihoods_of_a_completion_are_in_the_older_form(client: openai.OpenAI, server: Paddock) -> None:
    asked = {"model": "hello", "prompt": "Hi", "max_tokens": 3, "logprobs": 2, "temperature": 0}
    [choice] = client.completions.create(**asked).choices
    told = choice.logprobs
    assert "".join(told.tokens) == choice.text
    assert told.text_offset == [len("Hi" + "".join(told.tokens[:place])) for place in range(3)]
    with server.child("hello").client() as child:
        theirs = child.post("/v1/completions", json=asked).json()["choices"][0]["logprobs"]["content"]
    assert told.token_logprobs == pytest.approx([token["logprob"] for token in theirs])
    assert [set(likely) for likely in told.top_logprobs] == [{one["token"] for one in token["top_logprobs"]} for token in theirs]
    pieces = [chunk.choices[0].logprobs for chunk in client.completions.create(**asked, stream=True)]
    assert [token for piece in pieces if piece for token in piece.tokens] == told.tokens
    assert [offset for piece in pieces if piece for offset in piece.text_offset] == told.text_offset
    several = client.completions.create(**{**asked, "prompt": ["Hi", "Ho"]}).choices
    assert [choice.logprobs.text_offset[0] for choice in several] == [0, 0]


def test_a_completion_is_streamed(client: openai.OpenAI) -> None:
    chunks = list(client.completions.create(model="hello", prompt="Hi", stream=True))
    assert "".join(chunk.choices[0].text for chunk in chunks) == HELLO
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_completions_of_several_prompts_are_streamed_side_by_side(client: openai.OpenAI) -> None:
    texts = {0: "", 1: ""}
    for chunk in client.completions.create(model="hello", prompt=["Hi", "Ho"], stream=True):
        for choice in chunk.choices:
            texts[choice.index] += choice.text
    assert texts == {0: HELLO, 1: HELLO}


@pytest.mark.parametrize("fields", [{"echo": True}, {"suffix": "x"}, {"best_of": 3, "n": 2}])
def test_what_the_child_would_pass_over_is_refused_by_name(client: openai.OpenAI, fields: dict) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.completions.create(model="hello", prompt="Hi", **fields)
    assert caught.value.param == next(iter(fields))


# Chats


def test_five_mistakes_are_told_at_once(server: Paddock) -> None:
    body = {
        "model": "hello",
        "messages": [*HI, {"role": "fool", "content": "x"}],
        "temperature": 7,
        "response_format": {"type": "poem"},
        "tools": [{"type": "function", "function": {"description": "nameless"}}],
        "stream_options": [],
    }
    message = server.http.post("/v1/chat/completions", json=body).json()["error"]["message"]
    places = ["messages[1].role", "temperature", "response_format.type", "tools[0].function.name", "stream_options"]
    assert all(place in message for place in places)


def test_a_schema_that_is_missing_is_not_passed_over(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="hello", messages=HI, response_format={"type": "json_schema"})
    assert caught.value.param == "response_format.json_schema"


def test_fields_without_a_meaning_here_do_no_harm(client: openai.OpenAI) -> None:
    answer = client.chat.completions.create(
        model="hello",
        messages=[{"role": "developer", "content": "Be brief."}, *HI],
        store=True,
        metadata={"a": "b"},
        prediction={"type": "content", "content": "x"},
        service_tier="auto",
        parallel_tool_calls=True,
        user="ada",
        extra_body={"keep_alive": "1m", "repetition_penalty": 1.1, "top_k": 3},
    )
    assert answer.choices[0].message.content == HELLO


# Errors that the child reports as failures of its own


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ({"n": 9}, "n"),
        ({"reasoning_format": "none of them"}, "reasoning_format"),
        ({"grammar": 'root ::= "a"', "json_schema": {"type": "object"}}, "grammar"),
        ({"messages": [{"role": "user", "content": [{"type": "text"}]}]}, "messages[0].content[0].text"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": PIXEL}}]}]}, "messages"),
        ({"cache_prompt": "yes"}, "cache_prompt"),
        ({"top_logprobs": 3}, "top_logprobs"),
        ({"tools": "a hammer"}, "tools"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_clients_mistake_is_told_as_one(server: Paddock, fields: dict, parameter: str, stream: bool) -> None:
    body = {"model": "hello", "messages": HI, "max_tokens": 2, "stream": stream, **fields}
    answer = server.http.post("/v1/chat/completions", json=body)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, parameter)
    assert answer.json()["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("path", "model", "body"),
    [
        ("/v1/chat/completions", "embed", {"messages": HI}),
        ("/v1/chat/completions", "rerank", {"messages": HI}),
        ("/v1/completions", "embed", {"prompt": "Hi"}),
        ("/v1/embeddings", "hello", {"input": "Hi"}),
        ("/v1/embeddings", "rerank", {"input": "Hi"}),
        ("/v1/rerank", "hello", {"query": "Hi", "documents": ["Ho"]}),
        ("/v1/rerank", "embed", {"query": "Hi", "documents": ["Ho"]}),
    ],
)
def test_a_model_is_not_even_loaded_for_what_it_cannot_do(
    server: Paddock, path: str, model: str, body: dict
) -> None:
    answer = server.http.post(path, json={"model": model, **body})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, "unsupported_capability", "model")
    assert model in error["message"]
    assert server.children() == []


def test_the_operator_may_make_a_chat_model_embed(paddock: Start, models: dict) -> None:
    entry = {**models["hello"], "server_args": ["--embeddings --pooling mean"]}
    client = paddock(entry).openai()
    assert len(client.embeddings.create(model="hello", input="Hi").data[0].embedding) == 64
    assert client.chat.completions.create(model="hello", messages=HI).choices[0].message.content == HELLO


# Embeddings


@pytest.mark.parametrize("form", ["float", "base64"])
def test_vectors_are_cut_and_stretched(server: Paddock, form: str) -> None:
    def vectors(**fields: object) -> list[list[float]]:
        body = {"model": "embed", "input": ["cat", "dog"], "encoding_format": form, **fields}
        found = [item["embedding"] for item in server.http.post("/v1/embeddings", json=body).json()["data"]]
        if form == "float":
            return found
        return [list(struct.unpack(f"<{len(text) * 3 // 16}f", base64.b64decode(text))) for text in found]

    for whole, cut in zip(vectors(), vectors(dimensions=12), strict=True):
        length = math.hypot(*whole[:12])
        assert cut == pytest.approx([number / length for number in whole[:12]], abs=1e-6)


def test_more_numbers_than_there_are_cannot_be_had(client: openai.OpenAI) -> None:
    assert len(client.embeddings.create(model="embed", input="cat", dimensions=64).data[0].embedding) == 64
    with pytest.raises(openai.BadRequestError) as caught:
        client.embeddings.create(model="embed", input="cat", dimensions=65)
    assert caught.value.param == "dimensions"


def test_null_means_nothing_said(server: Paddock) -> None:
    body = {"model": "embed", "input": "cat", "encoding_format": None, "dimensions": None, "user": None}
    [item] = server.http.post("/v1/embeddings", json=body).json()["data"]
    assert len(item["embedding"]) == 64


@pytest.mark.parametrize("texts", ["cat", ["cat", "dog"], [7, 8], [[7, 8], [9]]], ids=str)
def test_texts_and_tokens_become_vectors(client: openai.OpenAI, texts: list) -> None:
    answer = client.embeddings.create(model="embed", input=texts)
    assert [item.index for item in answer.data] == list(range(len(answer.data)))
    assert answer.usage.prompt_tokens == answer.usage.total_tokens > 0


@pytest.mark.parametrize("nothing", ["", [], [""], ["cat", ""], [[]], [-1], None], ids=str)
def test_nothing_has_no_vector(server: Paddock, nothing: object) -> None:
    answer = server.http.post("/v1/embeddings", json={"model": "embed", "input": nothing})
    assert (answer.status_code, answer.json()["error"]["param"][:5]) == (400, "input")


def test_a_text_beyond_the_context_has_no_vector(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.embeddings.create(model="embed", input="a b " * 400)
    assert caught.value.code == "context_length_exceeded"


@pytest.mark.skipif(not MINILM.exists(), reason="make models")
def test_vectors_of_a_real_model_mean_something(paddock: Start) -> None:
    client = paddock({"id": "minilm", "config": {"model_path": str(MINILM)}}).openai()
    texts = ["a cat", "a kitten", "the stock market"]
    for dimensions in (384, 96):
        cat, kitten, market = (
            item.embedding
            for item in client.embeddings.create(model="minilm", input=texts, dimensions=dimensions).data
        )
        assert len(cat) == dimensions and math.hypot(*cat) == pytest.approx(1, abs=1e-4)
        assert dot(cat, kitten) > dot(cat, market) + 0.3


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


# Ranking


@pytest.mark.parametrize("path", ["/v1/rerank", "/v1/reranking", "/rerank", "/reranking"])
def test_documents_are_put_in_order(server: Paddock, path: str) -> None:
    body = {"model": "rerank", "query": "cat", "documents": ["a dog", "cat cat", "q"], "top_n": 2}
    answer = server.http.post(path, json=body).json()
    with server.child("rerank").client() as child:
        assert answer == child.post("/v1/rerank", json=body).json()
    scores = [result["relevance_score"] for result in answer["results"]]
    assert len(scores) == 2 and scores == sorted(scores, reverse=True)


def test_documents_may_be_objects_and_come_back_if_wanted(server: Paddock) -> None:
    texts = ["a dog", "cat cat"]
    body = {"model": "rerank", "query": "cat", "documents": [{"text": text, "id": 1} for text in texts]}
    plain = server.http.post("/v1/rerank", json=body).json()
    full = server.http.post("/v1/rerank", json={**body, "return_documents": True}).json()
    assert all(result["document"] == {"text": texts[result["index"]]} for result in full["results"])
    assert all("document" not in result for result in plain["results"])
    assert [result["index"] for result in full["results"]] == [result["index"] for result in plain["results"]]


def test_texts_are_ranked_in_the_words_of_another_server(server: Paddock) -> None:
    body = {"model": "rerank", "query": "cat", "texts": ["a dog", "cat"], "return_text": True}
    answer = server.http.post("/rerank", json=body).json()
    assert {result["text"] for result in answer} == {"a dog", "cat"}


@pytest.mark.parametrize(
    ("fields", "parameter"),
    [
        ({"documents": None}, "documents"),
        ({"documents": []}, "documents"),
        ({"documents": ["a", 3]}, "documents[1]"),
        ({"documents": [{"txt": "a"}]}, "documents[0].text"),
        ({"query": None}, "query"),
        ({"top_n": 0}, "top_n"),
        ({"top_n": -1}, "top_n"),
    ],
)
def test_a_wrong_ranking_names_its_place(server: Paddock, fields: dict, parameter: str) -> None:
    answer = server.http.post("/v1/rerank", json={"model": "rerank", "query": "cat", "documents": ["a"], **fields})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, parameter)


def test_models_tell_what_they_can_do(server: Paddock) -> None:
    found = {entry["id"]: entry for entry in server.http.get("/v1/models").json()["data"]}
    assert found["embed"]["capabilities"] == ["embedding"] and found["rerank"]["capabilities"] == ["rerank"]
    assert found["hello"]["capabilities"] == ["completion"] and found["hello"]["context_length"] == 2048
    assert not found["hello"]["loaded"]
    server.ask("hello")
    assert server.http.get("/v1/models/hello").json()["loaded"]


# What reaches the child

ODD = (
    b'{"model" : "hello", "messages":[{"role":"user","content":"h\\u0069 \xf0\x9f\x8c\x8d","x":{"a":[1e2,1.0,-0]}}],'
    b'"seed":123456789,"big":123456789012345678901234567890,"x":1,"x":2, "temperature":1.10,"stream":true,'
    b'"nested":{"deep":[{"n":1E+2,"s":"\\/"}]}\n}'
)


def test_a_stream_asks_the_child_in_the_clients_own_bytes(paddock: Start, models: dict, recorder: Recorder) -> None:
    server = paddock(recorder.instead_of(models["hello"]), variants=recorder.variants)
    assert server.http.post("/v1/chat/completions", content=ODD).status_code == 200
    assert recorder.last() == ("/v1/chat/completions application/json", ODD)


def test_defaults_are_spliced_in_and_leave_the_rest_as_it_is(
    paddock: Start, models: dict, recorder: Recorder
) -> None:
    entry = {**recorder.instead_of(models["hello"]), "request": {"temperature": 0.3, "max_tokens": 400, "stop": ["\n"]}}
    server = paddock(entry, variants=recorder.variants)
    server.http.post("/v1/chat/completions", content=ODD)
    _, body = recorder.last()
    assert body == ODD.replace(b"{", b'{"max_completion_tokens":400,"stop":["\\n"],', 1)


def test_a_whole_answer_is_asked_for_as_a_stream_and_leaves_the_rest_as_it_is(
    paddock: Start, models: dict, recorder: Recorder
) -> None:
    server = paddock(recorder.instead_of(models["hello"]), variants=recorder.variants)
    answer = server.http.post("/v1/chat/completions", content=ODD.replace(b'"stream":true', b'"stream":false'))
    assert answer.json()["choices"][0]["message"]["content"] == "Hm."
    _, body = recorder.last()
    assert body == ODD.replace(b"{", b'{"stream_options":{"include_usage":true},', 1)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/embeddings", b'{"input":["a"] ,"model":"hello","odd":1e2}'),
        ("/v1/completions", b'{"prompt":"a" ,"stream" : true, "model":"hello","odd":[1.0,-0]}'),
        ("/tokenize", b'{"content":"a" ,"model":"hello","odd":1E400}'),
        ("/detokenize", b'{"tokens":[1.0] ,"model":"hello"}'),
        ("/v1/rerank", b'{"query":"a" ,"documents":["b" ],"model":"hello","x":1,"x":2}'),
    ],
)
def test_every_path_hands_on_the_clients_own_bytes(
    paddock: Start, models: dict, recorder: Recorder, path: str, body: bytes
) -> None:
    # Arguments that a chat model needs to be asked at all; the recorder takes any.
    entry = {**recorder.instead_of(models["hello"]), "server_args": ["--embeddings --reranking"]}
    server = paddock(entry, variants=recorder.variants)
    assert server.http.post(path, content=body).status_code == 200
    assert recorder.last() == (f"{path} application/json", body)


@pytest.mark.parametrize(
    ("given", "asked", "reaches"),
    [
        ({"temperature": 0.3, "stop": ["\n\n"]}, {"temperature": 1.1}, {"temperature": 1.1, "stop": ["\n\n"]}),
        ({"max_tokens": 400}, {"max_tokens": 12}, {"max_tokens": 12}),
        ({"max_tokens": 400}, {}, {"max_completion_tokens": 400}),
        ({"seed": 7}, {"seed": None}, {"seed": 7}),
        ({"stop": ["A"]}, {"stop": []}, {"stop": []}),
        ({"stop": []}, {}, {}),
        ({"repetition_penalty": 1.2}, {"repeat_penalty": 1.05}, {"repeat_penalty": 1.05}),
        ({"repetition_penalty": 1.2, "repetition_context_size": 9}, {}, {"repeat_penalty": 1.2, "repeat_last_n": 9}),
        ({}, {"repetition_penalty": 1.3}, {"repetition_penalty": 1.3, "repeat_penalty": 1.3}),
        ({"user": "ada", "frequency_penalty": 1, "presence_penalty": -1}, {"presence_penalty": 0},
         {"user": "ada", "frequency_penalty": 1, "presence_penalty": 0}),
    ],
)  # fmt: skip
def test_the_request_wins_and_the_alias_fills(
    paddock: Start, models: dict, recorder: Recorder, given: dict, asked: dict, reaches: dict
) -> None:
    entry = {**recorder.instead_of(models["hello"]), "request": given}
    server = paddock(entry, variants=recorder.variants)
    body = {"model": "hello", "messages": HI, "stream": True, **asked}
    server.http.post("/v1/chat/completions", json=body)
    sent = json.loads(recorder.last()[1])
    assert {key: sent[key] for key in sent.keys() - {"model", "messages", "stream"}} == reaches


@pytest.mark.parametrize("role", ["system", "developer", "user"])
def test_instructions_of_the_alias_stand_first_unless_there_are_some(
    paddock: Start, models: dict, recorder: Recorder, role: str
) -> None:
    entry = {**recorder.instead_of(models["hello"]), "request": {"system_prompt": "Be brief."}}
    server = paddock(entry, variants=recorder.variants)
    messages = [{"role": role, "content": "x"}]
    server.http.post("/v1/chat/completions", json={"messages": messages, "model": "hello", "stream": True})
    first = [{"role": "system", "content": "Be brief."}] if role == "user" else []
    assert json.loads(recorder.last()[1])["messages"] == first + messages


# Forms


@pytest.fixture
def eye(models: dict, recorder: Recorder, tmp_path: Path) -> dict:
    """A model that takes pictures and sounds, as far as the server can tell."""
    projector = tmp_path / "eye.gguf"
    tiny_gguf.write_projector(projector, np.eye(3, tiny_gguf.WIDTH))
    return {**recorder.instead_of(models["hello"]), "server_args": [f"--mmproj {projector}"]}


def parts(*places: str) -> str:
    content = [{"type": "image_url", "image_url": {"url": place, "detail": "low"}} for place in places]
    return json.dumps([{"role": "user", "content": [{"type": "text", "text": "What is it?"}, *content]}])


def test_pictures_come_as_files_beside_the_conversation(paddock: Start, eye: dict, recorder: Recorder) -> None:
    server = paddock(eye, variants=recorder.variants)
    red, blue = png(255, 0, 0, side=2), png(0, 0, 255, side=2)
    form = {"model": "hello", "messages": parts("__RAW_IMAGE__", PIXEL, "__RAW_IMAGE__"), "max_tokens": "7",
            "stream": "Yes", "temperature": "1e-1", "unheard": "of"}  # fmt: skip
    files = [("images", ("red.png", red, "text/plain")), ("images[]", ("blue.png", blue))]
    answer = server.http.post("/v1/chat/completions/multipart", data=form, files=files)
    assert answer.status_code == 200 and answer.headers["content-type"] == "text/event-stream"
    path, body = recorder.last()
    sent = json.loads(body)
    assert path == "/v1/chat/completions application/json"
    assert (sent["max_tokens"], sent["stream"], sent["temperature"]) == (7, True, 0.1) and "unheard" not in sent
    urls = [part["image_url"]["url"] for part in sent["messages"][0]["content"][1:]]
    data = [f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in (red, blue)]
    assert urls == [data[0], PIXEL, data[1]]
    assert b'"detail":"low"' in body.replace(b" ", b"")


def test_a_form_without_pictures_is_a_plain_chat(server: Paddock) -> None:
    form = {"model": (None, "hello"), "messages": (None, json.dumps(HI))}
    answer = server.http.post("/v1/chat/completions/multipart", files=form)
    assert answer.json()["choices"][0]["message"]["content"] == HELLO


@pytest.mark.parametrize(
    ("data", "files", "parameter"),
    [
        ({"messages": parts("__RAW_IMAGE__")}, [], "images"),
        ({"messages": json.dumps(HI)}, [("images", ("a.png", png(0, 0, 0, side=1)))], "images"),
        ({"messages": parts("__RAW_IMAGE__")}, [("images", ("a.png", b"no picture at all"))], "images"),
        ({"messages": "hi"}, [], "messages"),
        ({"messages": json.dumps(HI), "temperature": "hot", "stream": "maybe"}, [], "stream"),
        ({}, [], "messages"),
        ({"messages": json.dumps(HI)}, [("images", ("a.png", png(0, 0, 0, side=1)))] * 11, "images"),
    ],
    ids=["fewer", "more", "no-picture", "no-json", "two", "missing", "many"],
)
def test_a_wrong_form_names_its_field(server: Paddock, data: dict, files: list, parameter: str) -> None:
    fields = [(key, (None, value)) for key, value in {"model": "hello", **data}.items()]
    answer = server.http.post("/v1/chat/completions/multipart", files=fields + files)
    assert answer.status_code in (400, 413)
    assert answer.json()["error"]["param"] == parameter


def test_what_is_no_form_is_told_as_such(server: Paddock) -> None:
    path = "/v1/chat/completions/multipart"
    answer = server.http.post(path, json={"messages": HI})
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = server.http.post(path, content=b"--y\r\n", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_form")


def test_pictures_are_never_fetched(paddock: Start, eye: dict, recorder: Recorder) -> None:
    server = paddock(eye, variants=recorder.variants)
    for address in ("http://127.0.0.1:1/a.png", "HTTPS://example.org/a.png", "file:///etc/passwd"):
        body = {"model": "hello", "messages": json.loads(parts(address))}
        answer = server.http.post("/v1/chat/completions", json=body)
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "messages[0].content[1].image_url.url")
    assert server.children() == []


def test_a_sound_reaches_the_child_as_it_was_sent(paddock: Start, eye: dict, recorder: Recorder) -> None:
    server = paddock(eye, variants=recorder.variants)
    sound = bytes(range(256)) * 20
    server.openai().audio.transcriptions.create(model="hello", file=("a.wav", sound), language="en")
    head, body = recorder.last()
    path, kind, boundary = head.split()
    assert (path, kind) == ("/v1/audio/transcriptions", "multipart/form-data;")
    assert body.startswith(f"--{boundary.removeprefix('boundary=')}\r\n".encode()) and sound in body


def test_a_model_that_does_not_listen_says_so(client: openai.OpenAI, server: Paddock) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.transcriptions.create(model="hello", file=("a.wav", b"RIFF"))
    assert caught.value.code == "unsupported_capability" and "does not listen" in caught.value.message
    assert server.children() == []


def test_a_transcription_without_a_file_names_it(server: Paddock) -> None:
    answer = server.http.post("/v1/audio/transcriptions", files={"model": (None, "hello"), "file": (None, "a.wav")})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "file")


def test_a_model_sees_a_picture_that_came_as_a_file(paddock: Start, models: dict, tmp_path: Path) -> None:
    tiny_gguf.write_projector(tmp_path / "eye.gguf", np.zeros((3, tiny_gguf.WIDTH)))
    entry = {**models["hello"]["config"], "mmproj_path": str(tmp_path / "eye.gguf")}
    server = paddock({"id": "eye", "config": entry})
    form = {"model": "eye", "messages": parts("__RAW_IMAGE__"), "max_tokens": "100"}
    answer = server.http.post(
        "/v1/chat/completions/multipart", data=form, files={"image": ("red.png", png(255, 0, 0, side=56))}
    )
    assert answer.json()["choices"][0]["message"]["content"] == HELLO
    assert answer.json()["usage"]["prompt_tokens"] > len("What is it?") + 16  # the patches of the picture are read


# Clients that leave


@pytest.mark.parametrize(
    ("path", "limit"), [("/v1/completions", "max_tokens"), ("/completion", "n_predict"), ("/v1/completion", "n_predict")]
)
@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_frees_its_slot(paddock: Start, path: str, limit: str, stream: bool) -> None:
    server = paddock("slow")
    company = server.stream()
    child = server.child("slow")
    wire = server.wire()
    wire.post(path, {"model": "slow", "prompt": "Go on.", limit: 100_000, "stream": stream})
    eventually(lambda: child.busy_slots() == 2)
    wire.leave()
    eventually(lambda: child.busy_slots() == 1, within=8)
    company.leave()
