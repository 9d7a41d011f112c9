"""Libraries in which something is wrong."""

import json
from pathlib import Path

import pytest

from server import Start
from test_ollama_library import manifest, names

HI = [{"role": "user", "content": "Hi"}]


@pytest.fixture
def weights(models: dict) -> bytes:
    return Path(models["hello"]["config"]["model_path"]).read_bytes()


def lines(log: Path, text: str) -> list[str]:
    return [line for line in log.read_text().splitlines() if text in line]


def test_a_manifest_that_is_none_is_told_of_once(paddock: Start, weights: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "ollama/manifests/registry.ollama.ai/library/broken"
    folder.mkdir(parents=True)
    (folder / "latest").write_text("{")
    manifest(tmp_path / "ollama", "good:latest", {"model": weights}, {})
    server = paddock("alpha")
    client = server.ollama()
    assert names(client) == {"alpha:latest", "good:latest"}
    for number in range(3):
        client.copy("good", f"copy{number}")
    [told] = lines(server.log, "a manifest cannot be used")
    assert "WARNING" in told and str(folder / "latest") in told and "not JSON" in told


def test_a_file_that_is_missing_is_named(paddock: Start, weights: bytes, tmp_path: Path) -> None:
    manifest(tmp_path / "ollama", "lost:latest", {"model": weights}, {})
    [blob] = [path for path in (tmp_path / "ollama/blobs").iterdir() if path.stat().st_size == len(weights)]
    blob.unlink()
    server = paddock("alpha")
    answer = server.http.post("/api/chat", json={"model": "lost", "messages": HI})
    assert answer.status_code == 404 and str(blob) in answer.json()["error"]


def test_parts_of_a_manifest_that_make_no_sense_are_left_out(paddock: Start, weights: bytes, tmp_path: Path) -> None:
    parameters = {"num_predict": 3, "temperature": "hot", "stop": [7]}
    messages = [{"role": "user", "content": "Hello"}, {"role": 5}]
    layers = {"model": weights, "params": json.dumps(parameters).encode(), "messages": json.dumps(messages).encode()}
    manifest(tmp_path / "ollama", "odd:latest", layers, {})
    server = paddock("alpha")
    client = server.ollama()
    assert client.chat("odd", HI).eval_count == 3 and client.generate("odd", "Hi").eval_count == 3
    told = lines(server.log, "a part of a manifest cannot be used")
    assert len(told) == 3 and all("odd:latest" in line for line in told)
    assert "temperature" not in client.show("odd").parameters


def test_files_that_somebody_may_be_about_to_name_stay_at_the_start(paddock: Start, tmp_path: Path) -> None:
    blobs = tmp_path / "data/models/blobs"
    blobs.mkdir(parents=True)
    theirs = tmp_path / "ollama/blobs"
    theirs.mkdir(parents=True)
    for folder in (blobs, theirs):
        (folder / f"sha256-{'1' * 64}").write_bytes(b"young")
    server = paddock("hello")
    server.ollama().create("mine", from_="hello", system="Be kind.")
    assert (blobs / f"sha256-{'1' * 64}").exists() and (theirs / f"sha256-{'1' * 64}").exists()
    assert not lines(server.log, "forgotten files removed")


def test_verbose_tells_the_vocabulary(paddock: Start) -> None:
    server = paddock("hello")
    keys = ["tokenizer.ggml.tokens", "tokenizer.ggml.merges", "tokenizer.ggml.token_type"]
    brief = server.http.post("/api/show", json={"model": "hello"}).json()["model_info"]
    assert [brief[key] for key in keys] == [None, None, None]
    whole = server.http.post("/api/show", json={"model": "hello", "verbose": True}).json()["model_info"]
    assert len(whole[keys[0]]) == len(whole[keys[2]]) > 256 and whole[keys[1]] == ["h e"]
    assert whole[keys[0]][1] == "<|im_start|>" and brief["general.architecture"] == whole["general.architecture"]
