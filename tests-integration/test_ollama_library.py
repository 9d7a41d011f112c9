"""Models that clients make, copy, describe and remove, with Ollama's own library."""

import asyncio
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ollama
import pytest

from conftest import HELLO, counted
from server import Paddock, Start
from waiting import eventually


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "embed", keep_alive="5m")


@pytest.fixture
def client(server: Paddock) -> ollama.Client:
    return ollama.Client(host=server.url)


def names(client: ollama.Client) -> set[str]:
    return {model.model for model in client.list().models}


def digest(path: Path) -> str:
    return f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def manifest(folder: Path, name: str, layers: dict[str, bytes], config: dict) -> None:
    """Lays a model out as Ollama does."""
    blobs = folder / "blobs"
    blobs.mkdir(parents=True, exist_ok=True)

    def store(kind: str, data: bytes) -> dict:
        hexdigits = hashlib.sha256(data).hexdigest()
        (blobs / f"sha256-{hexdigits}").write_bytes(data)
        return {"mediaType": kind, "digest": f"sha256:{hexdigits}", "size": len(data)}

    content = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
        "config": store("application/vnd.docker.container.image.v1+json", json.dumps(config).encode()),
        "layers": [store(f"application/vnd.ollama.image.{kind}", data) for kind, data in layers.items()],
    }
    path = folder / "manifests/registry.ollama.ai/library" / name.replace(":", "/")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(content))


def test_a_model_made_of_another_answers_with_what_its_maker_wished(client: ollama.Client) -> None:
    steps = [
        step.status
        for step in client.create(
            "pirate", from_="hello", system="Speak like a pirate.", parameters={"num_predict": 3}, stream=True
        )
    ]
    assert steps[-2:] == ["writing manifest", "success"]
    answer = client.chat("pirate", [{"role": "user", "content": "Hi"}])
    assert answer.eval_count == 3 and HELLO.startswith(answer.message.content)
    # The tiny models count their prompts' words: instructions make the prompt longer.
    plain = client.chat("hello", [{"role": "user", "content": "Hi"}], options={"num_predict": 3})
    assert answer.prompt_eval_count > plain.prompt_eval_count
    assert client.chat("pirate", [{"role": "user", "content": "Hi"}], options={"num_predict": 5}).eval_count == 5


def test_it_is_described_with_what_its_maker_wished(client: ollama.Client) -> None:
    client.create(
        "pirate",
        from_="hello",
        system="Speak like a pirate.",
        template="{{ .Prompt }}",
        license=["one", "two"],
        parameters={"temperature": 0.5, "stop": ["a", "b"]},
        messages=[{"role": "user", "content": "Ahoy"}],
    )
    shown = client.show("pirate")
    assert shown.template == "{{ .Prompt }}" and shown.license == "one\ntwo"
    lines = {line[:30].strip(): line[31:] for line in shown.parameters.splitlines()}
    assert lines["temperature"] == "0.5" and shown.parameters.count("stop") == 2
    assert 'SYSTEM "Speak like a pirate."' in shown.modelfile and "PARAMETER stop \"b\"" in shown.modelfile
    assert shown.details.parent_model == "hello" and shown.capabilities == ["completion"]
    assert shown.modelinfo["general.architecture"] == "llama"


def test_a_model_made_of_a_file_that_was_sent(client: ollama.Client, models: dict) -> None:
    path = Path(models["hello"]["config"]["model_path"])
    assert client.create_blob(path) == digest(path)
    client.create("mine", files={"model.gguf": digest(path)})
    assert client.chat("mine", [{"role": "user", "content": "Hi"}]).message.content == HELLO
    assert "mine:latest" in names(client)


def test_a_file_is_there_once_it_was_sent(server: Paddock, models: dict) -> None:
    path = Path(models["hello"]["config"]["model_path"])
    route = f"/api/blobs/{digest(path)}"
    assert server.http.head(route).status_code == 404
    escaped = route.replace(":", "%3A")
    assert server.http.post(escaped, content=b"something else").status_code == 400
    assert server.http.post(escaped, content=path.read_bytes()).status_code == 201
    assert server.http.head(route).status_code == 200
    assert server.http.post(route, content=path.read_bytes()).status_code == 200
    assert server.http.get(route).status_code == 405


def test_a_file_of_other_bytes_is_thrown_away(server: Paddock, tmp_path: Path) -> None:
    name = "sha256:" + "0" * 64
    answer = server.http.post(f"/api/blobs/{name}", content=b"something else")
    assert answer.status_code == 400 and answer.json()["error"].startswith(f'digest mismatch, expected "{name}", got')
    assert server.http.head(f"/api/blobs/{name}").status_code == 404
    assert not any((tmp_path / "data/models/blobs").iterdir())
    assert server.http.post("/api/blobs/sha256:12", content=b"").json()["error"] == "invalid digest format"


def test_a_large_file_is_written_while_it_comes(server: Paddock, tmp_path: Path) -> None:
    data = os.urandom(1 << 20)
    whole = hashlib.sha256()
    for _ in range(150):
        whole.update(data)
    before = int((Path(f"/proc/{server.process.pid}/statm")).read_text().split()[1])
    answer = server.http.post(
        f"/api/blobs/sha256:{whole.hexdigest()}", content=(data for _ in range(150)), timeout=60
    )
    after = int((Path(f"/proc/{server.process.pid}/statm")).read_text().split()[1])
    assert answer.status_code == 201 and (after - before) * 4096 < 40 << 20
    assert (tmp_path / f"data/models/blobs/sha256-{whole.hexdigest()}").stat().st_size == 150 << 20


def test_a_client_that_leaves_while_it_sends_leaves_nothing_behind(server: Paddock, tmp_path: Path) -> None:
    wire = server.wire()
    name = "sha256:" + "1" * 64
    wire.send(f"POST /api/blobs/{name} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n".encode())
    wire.send(b"x" * 1000)
    blobs = tmp_path / "data/models/blobs"
    eventually(lambda: blobs.exists() and any(blobs.iterdir()))
    wire.leave()
    eventually(lambda: not any(blobs.iterdir()))


def test_a_copy_is_the_same_model_and_outlives_the_first(client: ollama.Client) -> None:
    client.create("first", from_="hello")
    client.copy("first", "second:v1")
    assert {"first:latest", "second:v1"} <= names(client)
    client.delete("first")
    assert "first:latest" not in names(client)
    assert client.chat("second:v1", [{"role": "user", "content": "Hi"}]).message.content == HELLO


def test_an_entry_of_the_file_can_be_copied_and_not_removed(client: ollama.Client) -> None:
    client.copy("hello", "twin")
    assert client.chat("twin", [{"role": "user", "content": "Hi"}]).message.content == HELLO
    with pytest.raises(ollama.ResponseError, match="entry of models.yaml") as caught:
        client.delete("hello")
    assert caught.value.status_code == 400


def test_files_that_nobody_needs_any_more_are_removed(client: ollama.Client, tmp_path: Path) -> None:
    client.create("one", from_="hello", system="One.")
    client.create("two", from_="hello", system="Two.")
    blobs = tmp_path / "data/models/blobs"
    # The weights and the length of the context are shared; each has its own instructions and its own description.
    assert len(list(blobs.iterdir())) == 2 + 2 * 2
    client.delete("one")
    assert len(list(blobs.iterdir())) == 2 + 2
    client.delete("two")
    assert list(blobs.iterdir()) == []
    assert list((tmp_path / "data/models/manifests").iterdir()) == []


def test_a_loaded_model_may_be_removed(client: ollama.Client, server: Paddock) -> None:
    client.create("mine", from_="hello")
    client.chat("mine", [{"role": "user", "content": "Hi"}])
    client.delete("mine")
    eventually(server.has_no_children)
    with pytest.raises(ollama.ResponseError, match="model 'mine' not found") as caught:
        client.chat("mine", [{"role": "user", "content": "Hi"}])
    assert caught.value.status_code == 404


def test_a_model_made_anew_takes_effect_at_once(client: ollama.Client) -> None:
    client.create("mine", from_="hello")
    assert client.generate("mine", "Hi").response == HELLO
    client.create("mine", from_="alpha", parameters={"num_predict": 4})
    assert client.generate("mine", "Hi").response == counted("alpha", 4)


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        ({"model": "x"}, 400, "neither 'from' or 'files' was specified"),
        ({"from": "hello"}, 400, "invalid model name"),
        ({"model": "a/b/c/d", "from": "hello"}, 400, "invalid model name"),
        ({"model": "hello:local", "from": "hello"}, 400, "invalid model name"),
        ({"model": "hello:1b-cloud", "from": "hello"}, 400, "invalid model name"),
        ({"model": "x", "from": "127.0.0.1:1/a/b"}, 502, "127.0.0.1:1"),
        ({"model": "x", "files": {"a.gguf": "sha256:1"}}, 400, "invalid digest format"),
        ({"model": "x", "files": {"../a.gguf": "sha256:" + "0" * 64}}, 400, "file path must be relative"),
        ({"model": "x", "files": {"a.gguf": "sha256:" + "0" * 64}}, 400, "has not been sent"),
        ({"model": "x", "from": "hello", "quantize": "q4_K_M"}, 400, "not quantised here"),
        ({"model": "hello", "from": "alpha"}, 400, "entry of models.yaml"),
        ({"model": "x", "from": "alpha", "parameters": {"temperature": "hot"}}, 400, 'option "temperature" must be'),
        ({"model": "x", "from": "alpha", "parameters": 5}, 400, "parameters"),
        ({"model": "x", "files": ["a.gguf"]}, 400, "files"),
        ({"model": "x", "files": {"a.gguf": 5}}, 400, "files.a.gguf"),
        ({"model": "x", "from": "alpha", "adapters": "a.gguf"}, 400, "adapters"),
        ({"model": "x", "from": "alpha", "license": 5}, 400, "license"),
        ({"model": "x", "from": "alpha", "license": ["one", 5]}, 400, "license[1]"),
        ({"model": "x", "from": "alpha", "renderer": 5}, 400, "renderer"),
        ({"model": "x", "from": "alpha", "parser": ["x"]}, 400, "parser"),
    ],
)
def test_what_cannot_be_made_is_told(server: Paddock, body: dict, status: int, text: str) -> None:
    answer = server.http.post("/api/create", json={"stream": False, **body})
    assert answer.status_code == status and text in answer.json()["error"]


def test_a_file_that_is_no_model_is_told(server: Paddock) -> None:
    data = b"not a model"
    name = f"sha256:{hashlib.sha256(data).hexdigest()}"
    server.http.post(f"/api/blobs/{name}", content=data)
    answer = server.http.post("/api/create", json={"model": "x", "files": {"a.gguf": name}})
    assert "supplied file was not in GGUF format" in json.loads(answer.text.splitlines()[-1])["error"]


@pytest.mark.parametrize(
    ("route", "method", "body", "status", "text"),
    [
        ("copy", "POST", {"source": "nobody", "destination": "x"}, 404, 'model "nobody" not found'),
        ("copy", "POST", {"source": "hello", "destination": "::"}, 400, 'destination "::" is invalid'),
        ("copy", "POST", {"source": "", "destination": "x"}, 400, 'source "" is invalid'),
        ("delete", "DELETE", {}, 400, "model is required"),
        ("delete", "DELETE", {"model": "::"}, 400, 'name "::" is invalid'),
        ("delete", "DELETE", {"name": "nobody"}, 404, "model 'nobody' not found"),
        ("show", "POST", {}, 400, "model is required"),
        ("show", "POST", {"model": "nobody"}, 404, "model 'nobody:latest' not found"),
        ("push", "POST", {}, 400, "model is required"),
        ("push", "POST", {"model": "hello"}, 403, "sends no models"),
        ("chat", "POST", {"model": "a:cloud", "messages": []}, 403, "ollama cloud is disabled"),
        ("chat", "POST", {"model": "a/b/c/d/e", "messages": []}, 400, "invalid model name"),
        ("chat", "POST", {"messages": []}, 400, "model is required"),
        ("generate", "POST", {}, 404, "model '' not found"),
        ("generate", "POST", {"model": "embed", "prompt": "x"}, 400, '"embed" does not support generate'),
        ("generate", "POST", {"model": "hello", "prompt": "x", "suffix": "y"}, 400, "does not support insert"),
        ("generate", "POST", {"model": "hello", "prompt": "x", "raw": True, "system": "y"}, 400, "raw mode does not"),
        ("embed", "POST", {"model": "nobody", "input": "x"}, 404, 'model "nobody" not found, try pulling it first'),
        ("embed", "POST", {"model": "embed", "input": 7}, 400, "input"),
        ("embeddings", "POST", {"prompt": "x"}, 400, "model is required"),
        ("embed", "POST", {"model": "embed", "input": "x", "options": 5}, 400, "options"),
        ("embeddings", "POST", {"model": "embed", "prompt": "x", "options": []}, 400, "options"),
        ("show", "POST", {"model": "hello", "options": 5}, 400, "options"),
        ("chat", "POST", {"model": "x:local:cloud", "messages": []}, 400, "use either :local or :cloud, not both"),
        ("show", "POST", {"model": "x:7b-cloud:local"}, 400, "use either :local or :cloud, not both"),
        ("generate", "POST", {"model": "hello", "prompt": "x", "images": ["UklGRiQAAABXQVZFZm10"]}, 400, "images[0]"),
        (
            "chat",
            "POST",
            {"model": "hello", "messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "x"}}]}]},
            400,
            "messages[0].tool_calls[0].function.arguments",
        ),
    ],
)
def test_a_mistake_is_told_in_the_words_that_clients_know(
    server: Paddock, route: str, method: str, body: dict, status: int, text: str
) -> None:
    answer = server.http.request(method, f"/api/{route}", json=body)
    assert (answer.status_code, text in answer.json()["error"]) == (status, True), answer.text


def test_models_of_an_ollama_beside_us_are_served_where_they_lie(paddock: Start, models: dict, tmp_path: Path) -> None:
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    manifest(
        tmp_path / "ollama",
        "moved:v2",
        {"model": data, "system": b"Be brief.", "params": b'{"num_predict": 2, "stop": ["zzz"]}'},
        {"model_format": "gguf", "model_family": "llama", "file_type": "F32"},
    )
    server = paddock("alpha")
    client = ollama.Client(host=server.url)
    assert names(client) == {"alpha:latest", "moved:v2"}
    assert client.chat("MOVED:v2", [{"role": "user", "content": "Hi"}]).eval_count == 2
    assert 'SYSTEM "Be brief."' in client.show("moved:v2").modelfile
    with pytest.raises(ollama.ResponseError, match="Ollama's own folder"):
        client.delete("moved:v2")
    client.copy("moved:v2", "kept")
    assert client.chat("kept", [{"role": "user", "content": "Hi"}]).eval_count == 2


def test_models_that_come_while_it_serves_are_served_at_once(paddock: Start, models: dict, tmp_path: Path) -> None:
    server = paddock("alpha")
    client = ollama.Client(host=server.url)
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    manifest(tmp_path / "ollama", "late:latest", {"model": data}, {"model_format": "gguf"})
    eventually(lambda: "late:latest" in names(client))
    assert client.generate("late", "Hi").response == HELLO


def test_names_of_the_file_are_stronger_than_those_of_the_library(
    paddock: Start, models: dict, tmp_path: Path
) -> None:
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    manifest(tmp_path / "ollama", "alpha:latest", {"model": data}, {"model_format": "gguf"})
    client = ollama.Client(host=paddock("alpha").url)
    assert client.generate("alpha", "Hi", options={"num_predict": 4}).response == counted("alpha", 4)


def test_the_asynchronous_client_does_the_same(server: Paddock) -> None:
    async def all_of_it() -> None:
        client = ollama.AsyncClient(host=server.url)
        async for step in await client.create("mine", from_="hello", stream=True):
            last = step.status
        assert last == "success"
        pieces = [piece.response async for piece in await client.generate("mine", "Hi", stream=True)]
        assert "".join(pieces) == HELLO
        assert len((await client.embed("embed", ["a", "b"])).embeddings) == 2
        await client.copy("mine", "other")
        await client.delete("mine")
        assert "other:latest" in {model.model for model in (await client.list()).models}
        with pytest.raises(ollama.ResponseError) as caught:
            await client.show("mine")
        assert caught.value.status_code == 404

    asyncio.run(all_of_it())


def test_files_in_folders_are_served_without_an_entry(paddock: Start, models: dict, tmp_path: Path) -> None:
    folder = tmp_path / "gguf"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep/Hello-Q8_0.gguf").hardlink_to(models["hello"]["config"]["model_path"])
    (folder / "text.gguf").write_text("no model")
    server = paddock("alpha", model_folders=["gguf"])
    client = ollama.Client(host=server.url)
    assert names(client) == {"alpha:latest", "Hello-Q8_0:latest"}
    assert client.generate("hello-q8_0", "Hi").response == HELLO
    (folder / "later.gguf").hardlink_to(models["hello"]["config"]["model_path"])
    (folder / "beta.gguf").hardlink_to(models["beta"]["config"]["model_path"])
    server.http.post("/v1/pool/reload")
    assert "beta:latest" in names(client)


def test_a_template_of_ones_own_makes_the_prompt(client: ollama.Client) -> None:
    client.create("short", from_="hello", template="{{ .Prompt }}")
    client.create("long", from_="hello", template="{{ range .Messages }}<{{ .Role }}>{{ .Content }} and so on, and so on, and so on {{ end }}")
    client.create("heir", from_="long", system="Be kind.")
    counts = {}
    for model in ("hello", "short", "long", "heir"):
        answer = client.chat(model, [{"role": "user", "content": "Hi"}])
        # The tiny models answer whatever they are asked.
        assert answer.message.content == HELLO
        counts[model] = answer.prompt_eval_count
        assert client.generate(model, "Hi").prompt_eval_count == counts[model]
    assert counts["short"] < counts["hello"] < counts["long"] < counts["heir"]
    assert client.generate("hello", "Hi", template="{{ .Prompt }}").prompt_eval_count == counts["short"]


def test_a_template_that_makes_no_sense_is_told(client: ollama.Client) -> None:
    for ask in (
        lambda: client.create("x", from_="hello", template="{{ if }}"),
        lambda: client.generate("hello", "Hi", template="{{ .Prompt"),
    ):
        with pytest.raises(ollama.ResponseError, match="template error") as caught:
            ask()
        assert caught.value.status_code == 400


def test_models_that_are_made_and_removed_at_once_keep_their_files(server: Paddock) -> None:
    def make(number: int) -> int:
        body = {"model": f"m{number % 4}", "from": "hello", "system": f"{number}", "stream": False}
        return server.http.post("/api/create", json=body).status_code

    def copy(number: int) -> int:
        return server.http.post("/api/copy", json={"source": "hello", "destination": f"c{number % 4}"}).status_code

    def remove(number: int) -> int:
        return server.http.request("DELETE", "/api/delete", json={"model": f"{'mc'[number % 2]}{number % 4}"}).status_code

    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(act, number) for number in range(40) for act in (make, copy, remove)]
        assert {answer.result() for answer in asked} <= {200, 404}
    client = ollama.Client(host=server.url)
    for name in names(client) - {"alpha:latest", "embed:latest"}:
        assert client.generate(name, "Hi").response == HELLO
        if name != "hello:latest":
            client.delete(name)
    assert names(client) == {"alpha:latest", "embed:latest", "hello:latest"}


def test_a_model_can_be_made_of_what_another_shows(client: ollama.Client) -> None:
    shown = client.show("hello")
    assert "{%" in shown.template
    client.create("twin", from_="hello", template=shown.template)
    assert client.show("twin").template == shown.template
    assert client.chat("twin", [{"role": "user", "content": "Hi"}]).message.content == HELLO


def test_a_model_is_no_adapter(client: ollama.Client, server: Paddock, models: dict) -> None:
    path = Path(models["hello"]["config"]["model_path"])
    client.create_blob(path)
    body = {"model": "x", "from": "hello", "adapters": {"lora.gguf": digest(path)}, "stream": False}
    answer = server.http.post("/api/create", json=body)
    assert answer.status_code == 400 and "is no adapter" in answer.json()["error"]


def test_the_prompt_that_is_shown_is_the_one_that_is_sent(client: ollama.Client, server: Paddock) -> None:
    client.create("short", from_="hello", template="Q: {{ .Prompt }}")
    for body in ({"model": "short", "prompt": "Hi"}, {"model": "hello", "prompt": "Hi", "template": "Q: {{ .Prompt }}"}):
        answer = server.http.post("/api/generate", json={**body, "_debug_render_only": True}).json()
        assert answer["_debug_info"] == {"rendered_template": "Q: Hi"} and answer["done"] is False
