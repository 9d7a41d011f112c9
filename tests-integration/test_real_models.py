"""Real models behind one endpoint: two that talk, one that embeds, and one that sees three colours."""

import base64
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import tiny_gguf
from conftest import CACHE
from pictures import png
from server import Paddock, Start

FILES = {
    "smollm": CACHE / "models/SmolLM2-135M-Instruct-Q4_1.gguf",
    "minilm": CACHE / "models/all-MiniLM-L6-v2-Q8_0.gguf",
    "gemma": CACHE / "models/gemma-3-270m-Q4_K_M.gguf",
}
FRANCE = {"role": "user", "content": "Name the capital city of France."}
# Gemma is the base model, which came without a template.
GEMMA_TEMPLATE = "{% for message in messages %}{{ message.content }}\n{% endfor %}"


@pytest.fixture
def real(tmp_path: Path) -> dict[str, dict]:
    """Entries for models.yaml."""
    for file in FILES.values():
        assert file.exists(), f"there is no {file}: run make test-models"
    template = tmp_path / "gemma.jinja"
    template.write_text(GEMMA_TEMPLATE)
    entries = {
        name: {"id": name, "provider": "llama_cpp", "config": {"model_path": str(file), "n_ctx": 2048}}
        for name, file in FILES.items()
    }
    entries["gemma"]["server_args"] = [f"--chat-template-file {template}"]
    return entries


def through_openai(server: Paddock, model: str, messages: list[dict], tokens: int = 40) -> str:
    chunks = server.openai().chat.completions.create(
        model=model, messages=messages, stream=True, temperature=0, max_tokens=tokens
    )
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def through_ollama(server: Paddock, model: str, messages: list[dict], tokens: int = 40) -> str:
    chunks = server.ollama().chat(model, messages, stream=True, options={"temperature": 0, "num_predict": tokens})
    return "".join(chunk.message.content for chunk in chunks)


@pytest.mark.parametrize("say", [through_openai, through_ollama], ids=["openai", "ollama"])
def test_smollm_holds_a_streamed_conversation(paddock: Start, real: dict, say: Callable[..., str]) -> None:
    server = paddock(real["smollm"])
    first = say(server, "smollm", [FRANCE])
    assert "Paris" in first
    turns = [FRANCE, {"role": "assistant", "content": first}, {"role": "user", "content": "In which country is it?"}]
    assert "France" in say(server, "smollm", turns)


def test_minilm_puts_kittens_nearer_to_cats_than_markets(paddock: Start, real: dict) -> None:
    server = paddock(real["minilm"])
    data = server.openai().embeddings.create(model="minilm", input=["cat", "kitten", "market"]).data
    cat, kitten, market = (np.array(item.embedding) for item in data)
    assert len(cat) == 384
    assert np.linalg.norm(cat) == pytest.approx(1, abs=1e-3)
    assert cat @ kitten > 0.7 > 0.4 > cat @ market


def test_three_models_take_turns_in_a_pool_of_one(paddock: Start, real: dict) -> None:
    server = paddock(*real.values(), max_loaded_models=1)
    for say in (through_openai, through_ollama):
        assert "Paris" in say(server, "smollm", [FRANCE])
        assert server.loaded() == {"smollm"}
        assert "four" in say(server, "gemma", [{"role": "user", "content": "One, two, three,"}], tokens=8)
        assert server.loaded() == {"gemma"}
        [child] = server.children()
        assert child.value("--model", "-m") == str(FILES["gemma"])
        assert len(server.openai().embeddings.create(model="minilm", input="cat").data[0].embedding) == 384
        assert server.loaded() == {"minilm"}
    assert server.process.poll() is None


@pytest.mark.parametrize("colour", ["red", "green", "blue"])
def test_a_picture_is_seen_in_both_dialects(paddock: Start, real: dict, tmp_path: Path, colour: str) -> None:
    tiny_gguf.write_projector(tmp_path / "eye.gguf", tiny_gguf.colour_words(FILES["smollm"]))
    real["smollm"]["config"]["mmproj_path"] = str(tmp_path / "eye.gguf")
    server = paddock(real["smollm"])
    image = base64.b64encode(png(*(255 * (colour == each) for each in ("red", "green", "blue")))).decode()
    question = "Which word is this?"
    parts = [
        {"type": "text", "text": question},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{image}"}},
    ]
    assert colour in through_openai(server, "smollm", [{"role": "user", "content": parts}])
    assert colour in through_ollama(server, "smollm", [{"role": "user", "content": question, "images": [image]}])
