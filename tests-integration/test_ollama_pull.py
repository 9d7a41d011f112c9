"""Models that clients of Ollama have fetched for them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ollama
import pytest

import tiny_gguf
from conftest import HELLO
from registry_server import MODEL, Registry
from server import Paddock, Start
from waiting import eventually


@pytest.fixture
def registry() -> Iterator[Registry]:
    registry = Registry()
    yield registry
    registry.close()


@pytest.fixture
def server(paddock: Start, registry: Registry) -> Paddock:
    return paddock("alpha", environment={"PADDOCK_REGISTRY": registry.url, "HF_ENDPOINT": registry.url})


@pytest.fixture
def hello(models: dict, registry: Registry) -> bytes:
    """A model of a registry that says hello, with instructions."""
    data = Path(models["hello"]["config"]["model_path"]).read_bytes()
    system = ("application/vnd.ollama.image.system", b"Be kind.")
    registry.add_model("library/hello:v1", (MODEL, data), system)
    return data


def test_a_model_answers_as_soon_as_it_has_come(server: Paddock, hello: bytes) -> None:
    client = ollama.Client(host=server.url)
    steps = list(client.pull("hello:v1", insecure=True, stream=True))
    words = list(dict.fromkeys(step.status for step in steps))
    assert words[0] == "pulling manifest"
    assert words[-3:] == ["verifying sha256 digest", "writing manifest", "success"]
    [*_, last] = [step for step in steps if step.total == len(hello)]
    assert last.completed == last.total and last.status == f"pulling {last.digest[7:19]}"
    assert client.chat("hello:v1", [{"role": "user", "content": "Hi"}]).message.content == HELLO
    assert client.show("hello:v1").modelfile.count("Be kind.") == 1


def test_without_a_stream_the_last_step_is_answered(server: Paddock, hello: bytes) -> None:
    answer = server.http.post("/api/pull", json={"name": "hello:v1", "insecure": True, "stream": False})
    assert answer.status_code == 200 and answer.json() == {"status": "success"}


def test_a_model_that_is_not_there_is_told(server: Paddock) -> None:
    client = ollama.Client(host=server.url)
    with pytest.raises(ollama.ResponseError, match="pull model manifest: file does not exist"):
        list(client.pull("nobody", insecure=True, stream=True))
    with pytest.raises(ollama.ResponseError) as caught:
        client.pull("nobody", insecure=True)
    assert caught.value.status_code == 404
    with pytest.raises(ollama.ResponseError, match="invalid model name") as caught:
        client.pull("a/b/c/d", insecure=True)


def test_a_client_that_leaves_stops_the_download_and_the_next_one_goes_on(
    server: Paddock, hello: bytes, registry: Registry
) -> None:
    registry.pause = 0.05
    with server.http.stream("POST", "/api/pull", json={"model": "hello:v1", "insecure": True}) as response:
        for line in response.iter_lines():
            if json.loads(line).get("completed", 0) > 0:
                break
    registry.pause = 0
    client = ollama.Client(host=server.url)
    assert client.pull("hello:v1", insecure=True).status == "success"
    assert client.generate("hello:v1", "Hi").response == HELLO


def test_a_repository_of_hugging_face_is_served_by_its_name(server: Paddock, hello: bytes, registry: Registry) -> None:
    registry.add_repository("org/hello-GGUF", {"hello-Q8_0.gguf": hello, "README.md": b"text"})
    client = ollama.Client(host=server.url)
    client.pull("hf.co/org/hello-GGUF:Q8_0", insecure=True)
    assert client.generate("hf.co/org/hello-gguf:q8_0", "Hi").response == HELLO


def test_two_clients_share_a_download(server: Paddock, hello: bytes, registry: Registry) -> None:
    registry.gate.clear()
    with ThreadPoolExecutor() as pool:
        client = ollama.Client(host=server.url)
        pulls = [pool.submit(client.pull, "hello:v1", insecure=True) for _ in range(2)]
        eventually(lambda: len(registry.log) >= 2)
        registry.gate.set()
        assert [pull.result().status for pull in pulls] == ["success", "success"]
    # Each byte was sent once: those of the model, its instructions and its description.
    assert sum(sent.count for sent in registry.bodies()) == sum(map(len, registry.blobs.values()))


def test_the_parts_of_a_split_model_are_served_as_one(
    server: Paddock, registry: Registry, tmp_path: Path
) -> None:
    tiny_gguf.write_chat(tmp_path / "hello-Q8_0.gguf", "hello", HELLO, tensors_a_part=8)
    files = {path.name: path.read_bytes() for path in sorted(tmp_path.glob("hello-Q8_0-*.gguf"))}
    assert len(files) > 1
    registry.add_repository("org/hello-GGUF", files)
    client = ollama.Client(host=server.url)
    client.pull("hf.co/org/hello-GGUF:Q8_0", insecure=True)
    assert client.generate("hf.co/org/hello-GGUF:Q8_0", "Hi").response == HELLO
    client.delete("hf.co/org/hello-GGUF:Q8_0")
    left = [path for path in (tmp_path / "data/models").rglob("*") if path.is_file() or path.is_symlink()]
    assert [path.name for path in left] == ["lock"]


def test_a_model_that_another_is_made_of_is_fetched_first(
    paddock: Start, hello: bytes, registry: Registry
) -> None:
    # A registry of one's own may be asked without encryption.
    server = paddock("alpha", environment={"PADDOCK_REGISTRY": registry.url})
    client = ollama.Client(host=server.url)
    words = [step.status for step in client.create("mine", from_="hello:v1", system="Be brief.", stream=True)]
    assert words[0] == "pulling manifest" and words.count("success") == 1 and words[-1] == "success"
    assert client.generate("mine", "Hi").response == HELLO
    assert 'SYSTEM "Be brief."' in client.show("mine").modelfile


def test_an_entry_of_the_file_is_there_already(server: Paddock, registry: Registry) -> None:
    client = ollama.Client(host=server.url)
    assert [step.status for step in client.pull("alpha", stream=True)][-1] == "success"
    assert client.pull("ALPHA:latest").status == "success" and registry.log == []
