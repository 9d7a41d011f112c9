"""Requests made from the document, good and bad ones, get the answers that the document promises."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tiny_gguf
from conftest import CALL
from server import Paddock, Start

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")
HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
# A stream without end, and the parts of pages.
ENDLESS = "/v1/events"
LEAST_CASES = 500


@pytest.fixture
def server(paddock: Start, tmp_path: Path) -> Paddock:
    """One whose models have the names that the document's examples use."""
    tiny_gguf.write_chat(tmp_path / "smollm2.gguf", "smollm2", CALL, tiny_gguf.AGENT, fills_gaps=True)
    tiny_gguf.write_embedder(tmp_path / "all-minilm.gguf")
    tiny_gguf.write_reranker(tmp_path / "reranker.gguf")
    entries = [
        {"id": name, "provider": "llama_cpp", "config": {"model_path": str(tmp_path / f"{name}.gguf"), "n_ctx": 2048}}
        for name in ("smollm2", "all-minilm", "reranker")
    ]
    nowhere = "http://127.0.0.1:1"
    return paddock(
        *entries,
        default_model="smollm2",
        kv_cache={"enabled": False},
        environment={"https_proxy": nowhere, "http_proxy": nowhere},
    )


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("groups", "examples"),
    [
        (("OpenAI",), 40),
        (("Anthropic",), 60),
        (("llama-server",), 60),
        (("Ollama",), 25),
        # Routes without input are soon tried out.
        (("Pool", "Service"), 250),
    ],
    ids=lambda value: " and ".join(value) if isinstance(value, tuple) else None,
)
def test_groups_of_routes(server: Paddock, groups: tuple[str, ...], examples: int, tmp_path: Path) -> None:
    options = ("--checks", "all", "--phases", "examples,coverage,fuzzing", "--seed", "1", "--request-timeout", "30")
    done = subprocess.run(
        [
            *(SCHEMATHESIS, "--config-file", CONFIGURATION, "run", f"{server.url}/openapi.json", *options),
            *(f"--include-tag={group}" for group in groups), *("--exclude-path", ENDLESS, "--max-examples", str(examples)),
            *("--continue-on-failure", "--no-shrink"),
        ],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    cases = re.search(r"(\d+) generated", done.stdout)
    assert cases and int(cases[1]) >= LEAST_CASES, done.stdout
