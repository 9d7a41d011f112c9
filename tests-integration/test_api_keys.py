"""Keys of models.yaml: who holds one may do what it is good for, and nobody else may do anything."""

import hashlib
import os
import subprocess
from collections.abc import Callable

import anthropic
import httpx
import ollama
import openai
import pytest

from conftest import counted
from server import BINARY, Paddock, Start, free_port
from waiting import eventually

READER, KEEPER, NOBODY = "sk-reader-secret", "sk-keeper-secret", "sk-nobody-secret"
TALK = [{"role": "user", "content": "Go on."}]


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


KEYS = [
    {"name": "reader", "key_env": "PADDOCK_KEY_READER", "models": ["al*"]},
    {"name": "keeper", "sha256": digest(KEEPER), "scopes": ["infer", "manage"]},
]


@pytest.fixture
def server(paddock: Start, models: dict) -> Paddock:
    alpha = {**models["alpha"], "aliases": ["other"]}
    return paddock(alpha, "beta", api_keys=KEYS, environment={"PADDOCK_KEY_READER": READER})


def post(server: Paddock, path: str, body: dict | None = None, *, key: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return server.http.post(path, json=body or {}, headers=headers)


def openai_at(server: Paddock, key: str) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{server.url}/v1", api_key=key, max_retries=0, timeout=60)


def anthropic_at(server: Paddock, key: str) -> anthropic.Anthropic:
    return anthropic.Anthropic(base_url=server.url, api_key=key, max_retries=0, timeout=60)


def ollama_at(server: Paddock, key: str | None) -> ollama.Client:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return ollama.Client(host=server.url, timeout=60, headers=headers)


def command(server: Paddock, *arguments: str, key: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PADDOCK_PORT": str(server.port), "PADDOCK_API_KEY": key}
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=30, env=environment)


def by_openai(server: Paddock, key: str, model: str) -> str:
    answer = openai_at(server, key).chat.completions.create(model=model, messages=TALK, max_tokens=5)
    return answer.choices[0].message.content


def by_anthropic(server: Paddock, key: str, model: str) -> str:
    return anthropic_at(server, key).messages.create(model=model, messages=TALK, max_tokens=5).content[0].text


def by_ollama(server: Paddock, key: str, model: str) -> str:
    return ollama_at(server, key).chat(model, TALK, options={"num_predict": 5}).message.content


def by_command(server: Paddock, key: str, model: str) -> str:
    ended = command(server, "run", model, "Go on.", key=key)
    if ended.returncode:
        raise RuntimeError(ended.stderr)
    return ended.stdout


Asking = Callable[[Paddock, str, str], str]


@pytest.mark.parametrize("ask", [by_openai, by_anthropic, by_ollama])
def test_every_client_is_answered_with_a_key_that_is_good_for_the_model(server: Paddock, ask: Asking) -> None:
    for key, model, name in [(READER, "alpha", "alpha"), (READER, "other", "alpha"), (KEEPER, "beta", "beta")]:
        assert ask(server, key, model) == counted(name, 5)


@pytest.mark.parametrize(
    ("ask", "unknown", "refused"),
    [
        (by_openai, openai.AuthenticationError, openai.PermissionDeniedError),
        (by_anthropic, anthropic.AuthenticationError, anthropic.PermissionDeniedError),
        (by_ollama, ollama.ResponseError, ollama.ResponseError),
        (by_command, RuntimeError, RuntimeError),
    ],
)
def test_every_client_raises_its_own_error_without_one(
    server: Paddock, ask: Asking, unknown: type[Exception], refused: type[Exception]
) -> None:
    with pytest.raises(unknown, match="none of this server's"):
        ask(server, NOBODY, "alpha")
    with pytest.raises(refused, match="'reader' may not use model 'beta'"):
        ask(server, READER, "beta")
    assert server.has_no_children()


def test_no_key_at_all_is_told_how_to_send_one(server: Paddock) -> None:
    answer = server.http.get("/v1/models")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["error"]["code"] == "invalid_api_key" and "x-api-key" in answer.json()["error"]["message"]
    with pytest.raises(ollama.ResponseError, match="Authorization: Bearer"):
        ollama_at(server, None).list()
    ended = command(server, "list")
    assert ended.returncode == 1 and "PADDOCK_API_KEY" in ended.stderr


def test_probes_pages_and_the_document_need_none(server: Paddock) -> None:
    for path in ("/", "/health", "/api/version", "/openapi.json", "/docs", "/redoc"):
        assert server.http.get(path).status_code == 200, path
    assert server.http.head("/").status_code == 200
    by_openai(server, KEEPER, "beta")
    assert server.http.get("/health").json()["loaded"] == []
    shown = server.http.get("/health", headers={"x-api-key": KEEPER}).json()["loaded"]
    assert shown == ["beta"]


def test_a_preflight_of_a_browser_needs_none(server: Paddock) -> None:
    headers = {"Origin": "http://localhost:3000", "Access-Control-Request-Headers": "authorization,x-api-key"}
    answer = server.http.options("/v1/chat/completions", headers=headers)
    assert answer.status_code == 204
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert "authorization" in allowed and "x-api-key" in allowed
    refused = server.http.post("/v1/chat/completions", json={}, headers={"Origin": "http://localhost:3000"})
    assert refused.status_code == 401 and refused.headers["access-control-allow-origin"] == "http://localhost:3000"


def test_lists_show_what_a_key_is_good_for(server: Paddock) -> None:
    for model in ("alpha", "beta"):
        by_openai(server, KEEPER, model)
    for key, names in ((READER, ["alpha"]), (KEEPER, ["alpha", "beta"])):
        assert [model.id for model in openai_at(server, key).models.list()] == names
        assert [model.id for model in anthropic_at(server, key).models.list()] == names
        tagged = [f"{name}:latest" for name in names]
        assert sorted(model.model for model in ollama_at(server, key).list().models) == tagged
        assert sorted(model.model for model in ollama_at(server, key).ps().models) == tagged
        assert [name in command(server, "ps", key=key).stdout for name in ("alpha", "beta")] == [True, "beta" in names]
    with pytest.raises(openai.NotFoundError) as error:
        by_openai(server, READER, "delta")
    assert "alpha" in str(error.value) and "Known: alpha." in str(error.value)


def test_only_who_may_manage_changes_what_there_is_and_what_runs(server: Paddock) -> None:
    with pytest.raises(openai.PermissionDeniedError, match="scope 'manage'"):
        openai_at(server, READER).get("/pool", cast_to=object)
    for path, body in [
        ("/v1/pool/load", {"model": "alpha"}), ("/v1/pool/unload", {"model": "alpha"}), ("/v1/pool/reload", {}),
        ("/api/pull", {"model": "alpha"}), ("/api/copy", {"source": "alpha", "destination": "alto"}),
        ("/api/create", {"model": "alto", "from": "alpha"}), ("/api/push", {"model": "alpha"}),
    ]:
        assert post(server, path, body, key=READER).status_code == 403, path
        assert post(server, path, body).status_code == 401, path
    deleted = server.http.request("DELETE", "/api/delete", json={"model": "alpha"}, headers={"x-api-key": READER})
    assert deleted.status_code == 403 and "'reader'" in deleted.json()["error"]
    assert server.has_no_children()
    assert post(server, "/v1/pool/load", {"model": "beta"}, key=KEEPER).status_code == 200
    assert command(server, "load", "alpha", key=READER).returncode == 1
    assert command(server, "load", "alpha", key=KEEPER).returncode == 0


def test_a_file_that_is_sent_without_a_key_is_not_kept(server: Paddock) -> None:
    content = b"nothing to be kept"
    path = f"/api/blobs/sha256:{hashlib.sha256(content).hexdigest()}"
    for key, status in ((None, 401), (READER, 403)):
        headers = {"x-api-key": key} if key else {}
        assert server.http.post(path, content=content, headers=headers).status_code == status
    assert server.http.head(path, headers={"x-api-key": KEEPER}).status_code == 404
    assert server.http.post(path, content=content, headers={"x-api-key": KEEPER}).status_code == 201


def test_keys_come_and_go_with_a_reload(server: Paddock) -> None:
    client = openai_at(server, NOBODY)
    with pytest.raises(openai.AuthenticationError):
        client.models.list()
    server.configure({**server.settings, "api_keys": [{"name": "new", "sha256": digest(NOBODY).upper()}]})
    eventually(lambda: server.http.get("/v1/models", headers={"x-api-key": NOBODY}).status_code == 200)
    assert len(client.models.list().data) == 2
    with pytest.raises(openai.AuthenticationError):
        openai_at(server, KEEPER).models.list()
    server.configure({**server.settings, "api_keys": []})
    eventually(lambda: server.http.get("/v1/models").status_code == 200)
    log = server.log.read_text()
    assert "1 API key: requests need it" in log and "no API keys: whoever reaches the server may ask" in log


def test_a_bad_list_of_keys_leaves_the_former_one(server: Paddock) -> None:
    for bad, words in (({"name": "a", "key_env": "UNHEARD_OF"}, "UNHEARD_OF"), ({"name": "a"}, "sha256")):
        server.configure({**server.settings, "api_keys": [bad]})
        answer = post(server, "/v1/pool/reload", key=KEEPER)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_configuration")
        assert words in answer.json()["error"]["message"]
        assert server.http.get("/v1/models").status_code == 401


def test_the_log_names_holders_and_no_secret(server: Paddock) -> None:
    assert by_openai(server, READER, "alpha") and by_anthropic(server, KEEPER, "beta")
    with pytest.raises(openai.AuthenticationError):
        openai_at(server, NOBODY).models.list()
    log = eventually(lambda: (log := server.log.read_text()) if "status=401" in server.log.read_text() else None)
    answered = [line for line in log.splitlines() if " answered " in line]
    assert any("key=reader" in line and "/v1/chat/completions" in line and "status=200" in line for line in answered)
    assert any("key=keeper" in line and "/v1/messages" in line for line in answered)
    assert all("key=" not in line for line in answered if "status=401" in line)
    assert "PADDOCK_KEY_READER" not in server.child("alpha").environment
    assert not any(secret in log for secret in (READER, KEEPER, NOBODY, digest(READER), digest(KEEPER)))


def test_a_server_that_others_can_reach_needs_keys_or_a_word(paddock: Start) -> None:
    server = paddock("alpha", arguments=("--host", "0.0.0.0"), api_keys=KEYS[1:])
    assert server.http.get("/v1/models").status_code == 401
    server.configure({**server.settings, "api_keys": []})
    answer = post(server, "/v1/pool/reload", key=KEEPER)
    assert answer.status_code == 400 and "--open" in answer.json()["error"]["message"]
    assert server.http.get("/v1/models").status_code == 401
    arguments = [BINARY, "serve", "--config", server.config, "--host", "0.0.0.0", "--port", str(free_port())]
    refused = subprocess.run([*arguments, "--no-ollama-port"], capture_output=True, text=True, timeout=30)
    assert refused.returncode == 2 and not refused.stdout
    assert "api_keys: must have a key" in refused.stderr and "--open" in refused.stderr
    for told in ({"arguments": ("--host", "0.0.0.0", "--open")}, {"environment": {"PADDOCK_OPEN": "true"}}):
        arguments = told.get("arguments", ("--host", "0.0.0.0"))
        opened = paddock("alpha", arguments=arguments, environment=told.get("environment"))
        assert opened.http.get("/v1/models").status_code == 200


def test_the_check_counts_keys_and_names_what_is_wrong(server: Paddock) -> None:
    def check(**environment: str) -> subprocess.CompletedProcess[str]:
        arguments = [BINARY, "check", "--config", server.config]
        return subprocess.run(arguments, capture_output=True, text=True, timeout=30, env={**os.environ, **environment})

    assert "2 API keys" in check(PADDOCK_KEY_READER=READER).stdout
    bad = check()
    assert bad.returncode == 2 and "api_keys[0].key_env" in bad.stderr and "PADDOCK_KEY_READER" in bad.stderr
    same = check(PADDOCK_KEY_READER=KEEPER)
    assert same.returncode == 2 and "has the same key as api_keys[0]" in same.stderr
