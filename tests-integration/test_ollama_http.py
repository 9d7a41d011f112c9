"""HTTP and JSON as Ollama's server treats them: paths, methods, careless bodies, pages of other origins."""

import json
import re
import socket

import pytest

from conftest import HELLO
from server import Paddock, Start
from wire import Answer

HI = {"model": "hello", "messages": [{"role": "user", "content": "Hi!"}]}
PAGE = "http://localhost:3000"


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("hello")


def ask(server: Paddock, method: str, path: str, body: bytes | str = b"", host: str = "", **headers: str) -> Answer:
    """Asks once, on a connection of its own, and reads until it ends."""
    content = body.encode() if isinstance(body, str) else body
    fields = {"Host": host or f"127.0.0.1:{server.port}", "Content-Length": str(len(content)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    with server.wire() as wire:
        wire.send("\r\n".join([*lines, "Connection: close", "", ""]), content)
        status, found = wire.head()
        is_chunked = found.get("transfer-encoding") == "chunked"
        return Answer(status, found, b"".join(wire.chunks()) if is_chunked else wire.file.read())


def error(answer: Answer) -> str:
    assert "application/json" in answer.headers["content-type"]
    return json.loads(answer.body)["error"]


def show(server: Paddock, body: bytes | str, **headers: str) -> Answer:
    """A question that is answered without a model being loaded."""
    return ask(server, "POST", "/api/show", body, **headers)


# Paths and methods


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_a_path_that_is_not_served_is_404(server: Paddock, method: str) -> None:
    for path in ("/api/nothing", "/api/nothing/", "/api", "/api/blobs"):
        answer = ask(server, method, path)
        assert (answer.status, answer.body) == (404, b"404 page not found"), path
        assert answer.headers["content-type"].startswith("text/plain")


def test_the_letter_case_of_a_path_counts(server: Paddock) -> None:
    for path in ("/API/tags", "/api/Tags"):
        assert ask(server, "GET", path).status == 404


def test_a_method_that_a_path_does_not_have_is_405(server: Paddock) -> None:
    for method, path, allowed in [
        ("DELETE", "/api/tags", "HEAD, GET"),
        ("PUT", "/api/version", "HEAD, GET"),
        ("GET", "/api/chat", "POST"),
        ("GET", "/api/show", "POST"),
        ("POST", "/api/delete", "DELETE"),
        ("DELETE", f"/api/blobs/sha256:{0:064}", "HEAD, POST"),
    ]:
        answer = ask(server, method, path)
        assert (answer.status, answer.body) == (405, b"405 method not allowed"), path
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["allow"] == allowed


def test_slashes_that_are_too_many_are_a_detour(server: Paddock) -> None:
    for method, path, status, location in [
        ("GET", "/api/tags/", 301, "/api/tags"),
        ("GET", "/api/tags/?a=1&b=/", 301, "/api/tags?a=1&b=/"),
        ("HEAD", "/api/tags/", 307, "/api/tags"),
        ("POST", "/api/chat/", 307, "/api/chat"),
        ("DELETE", "/api/delete/", 307, "/api/delete"),
        ("GET", "//api/tags", 307, "/api/tags"),
        ("POST", "//api/chat", 307, "/api/chat"),
        ("POST", "//v1/chat/completions", 307, "/v1/chat/completions"),
        ("GET", "/v1/models/hello/", 301, "/v1/models/hello"),
        ("POST", f"/api/blobs/sha256:{0:064}/", 307, f"/api/blobs/sha256:{0:064}"),
        ("GET", "//", 307, "/"),
    ]:
        answer = ask(server, method, path)
        assert (answer.status, answer.headers.get("location")) == (status, location), path


def test_a_detour_leads_nowhere_else(server: Paddock) -> None:
    for path in ("//example.com", "//example.com/api/tags", "/nothing/", "//nothing"):
        answer = ask(server, "GET", path)
        assert answer.status == 404 and "location" not in answer.headers


def test_a_client_that_follows_a_detour_gets_its_answer(server: Paddock) -> None:
    answer = server.http.post(f"{server.url}//api/chat/", json={**HI, "stream": False}, follow_redirects=True)
    assert answer.json()["message"]["content"] == HELLO


def test_what_stands_behind_the_question_mark_is_ignored(server: Paddock) -> None:
    assert ask(server, "GET", "/api/tags?unknown=1&b").status == 200


@pytest.mark.parametrize("path", ["/", "/api/version", "/api/tags"])
def test_head_is_get_without_the_body(server: Paddock, path: str) -> None:
    get, head = ask(server, "GET", path), ask(server, "HEAD", path)
    assert (head.status, head.body) == (200, b"")
    for name in ("content-length", "content-type"):
        assert head.headers[name] == get.headers[name]


def test_an_authorization_is_taken_and_ignored(server: Paddock) -> None:
    assert ask(server, "GET", "/api/tags", Authorization="Bearer none").status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "nonsense"])
def test_a_body_is_json_whatever_its_type_says(server: Paddock, kind: str) -> None:
    assert show(server, '{"model": "hello"}', Content_Type=kind).status == 200


def test_answers_say_that_they_are_json(server: Paddock) -> None:
    for answer in (ask(server, "GET", "/api/tags"), show(server, '{"model": "hello"}'), show(server, "{}")):
        assert answer.headers["content-type"] == "application/json; charset=utf-8"


def test_the_root_says_what_probes_look_for(server: Paddock) -> None:
    answer = ask(server, "GET", "/")
    assert (answer.status, answer.body) == (200, b"Ollama is running")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert ask(server, "HEAD", "/").headers["content-length"] == "17"


def test_the_version_is_one_that_editors_take(server: Paddock) -> None:
    answer = json.loads(ask(server, "GET", "/api/version").body)
    assert set(answer) == {"version"} and re.fullmatch(r"\d+\.\d+\.\d+", answer["version"])
    assert [int(part) for part in answer["version"].split(".")] >= [0, 6, 4]


# Bodies


@pytest.mark.parametrize("rest", [" and more", '{"model": "none"}', "]", "\n\n{"])
def test_only_the_first_value_of_a_body_counts(server: Paddock, rest: str) -> None:
    assert show(server, '{"model": "hello"}' + rest).status == 200


def test_a_body_that_is_missing_or_cut_short_is_said_so(server: Paddock) -> None:
    for path in ("/api/chat", "/api/generate", "/api/embed", "/api/show"):
        for body in ("", " \r\n\t"):
            answer = ask(server, "POST", path, body)
            assert (answer.status, error(answer)) == (400, "missing request body")
        for body in ("{", '{"model": "hel', '{"model": "hello",', '{"model": "hello", "messages": [{"role"'):
            answer = ask(server, "POST", path, body)
            assert (answer.status, error(answer)) == (400, "unexpected EOF")


def test_null_is_an_empty_body(server: Paddock) -> None:
    for path in ("/api/show", "/api/chat"):
        null, empty = (ask(server, "POST", path, body) for body in ("null", "{}"))
        assert (null.status, null.body) == (empty.status, empty.body)


def test_unknown_fields_are_ignored(server: Paddock) -> None:
    assert show(server, '{"model": "hello", "unknown": {"model": 1}, "": null}').status == 200


def test_keys_may_have_any_letter_case_at_every_level(server: Paddock) -> None:
    message = {"ROLE": "user", "Content": "Hi!", "IMAGES": None}
    answer = ask(server, "POST", "/api/chat", json.dumps({"MODEL": "hello", "Stream": False, "Messages": [message]}))
    assert json.loads(answer.body)["message"]["content"] == HELLO


@pytest.mark.parametrize("first", ["model", "Model", "MODEL"])
def test_the_last_of_two_members_with_one_key_counts(server: Paddock, first: str) -> None:
    answer = show(server, f'{{"{first}": "none", "model": "hello"}}')
    assert answer.status == 200, answer.body
    answer = show(server, f'{{"model": "hello", "{first}": "none"}}')
    assert answer.status == 404 and "none" in error(answer)


def test_null_is_as_good_as_no_field(server: Paddock) -> None:
    fields = "tools format options think keep_alive logprobs top_logprobs truncate shift".split()
    answer = ask(server, "POST", "/api/chat", json.dumps({**HI, "stream": None, **dict.fromkeys(fields)}))
    assert answer.status == 200 and answer.headers["content-type"] == "application/x-ndjson"
    missing, null = (show(server, body) for body in ("{}", '{"model": null}'))
    assert (null.status, null.body) == (missing.status, missing.body)


@pytest.mark.parametrize("text", [b"\xff\xfe", rb"\ud800", b"\xc3"])
def test_bytes_that_are_no_text_are_taken(server: Paddock, text: bytes) -> None:
    body = b'{"model": "hello", "stream": false, "messages": [{"role": "user", "content": "' + text + b'"}]}'
    answer = ask(server, "POST", "/api/chat", body)
    assert answer.status == 200 and json.loads(answer.body)["message"]["content"] == HELLO


def test_a_byte_order_mark_is_refused(server: Paddock) -> None:
    answer = show(server, b'\xef\xbb\xbf{"model": "hello"}')
    assert answer.status == 400 and error(answer)


def test_a_wrong_type_is_named_before_an_unknown_model(server: Paddock) -> None:
    for body, place in [
        ({"model": 3}, "model"),
        ({"model": "none", "messages": [{"role": "user", "content": "a"}, {"Role": 5}]}, "messages[1].role"),
        ({"model": "none", "STREAM": "yes"}, "stream"),
        ([], "object"),
    ]:
        answer = ask(server, "POST", "/api/chat", json.dumps(body))
        assert answer.status == 400 and place in error(answer), answer.body


def test_a_body_may_be_large(server: Paddock) -> None:
    assert show(server, json.dumps({"model": "hello", "unknown": "x" * 9_000_000})).status == 200


# Pages of other origins, and names of other machines


def cors(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def test_what_no_page_of_another_origin_sends_gets_no_headers_for_one(server: Paddock) -> None:
    own = f"127.0.0.1:{server.port}"
    for headers in ({}, {"Origin": f"http://{own}"}, {"Origin": f"https://{own}"}):
        for method, path in [("GET", "/api/tags"), ("POST", "/api/show"), ("GET", "/docs")]:
            answer = ask(server, method, path, '{"model": "hello"}', **headers)
            assert answer.status == 200 and not cors(answer) and "vary" not in answer.headers


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("port", ["", ":3000"])
def test_pages_of_this_machine_are_allowed(server: Paddock, scheme: str, name: str, port: str) -> None:
    expect_allowed(server, f"{scheme}://{name}{port}")


def expect_allowed(server: Paddock, origin: str) -> None:
    answer = ask(server, "GET", "/api/tags", Origin=origin)
    assert answer.status == 200
    assert cors(answer) == {"access-control-allow-origin": origin} and answer.headers["vary"] == "Origin"


def test_programs_that_show_pages_are_allowed(server: Paddock) -> None:
    for origin in ("app://a.b", "file://", "tauri://localhost", "vscode-webview://a1", "vscode-file://vscode-app"):
        expect_allowed(server, origin)


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "DELETE"])
def test_other_pages_are_refused_and_the_operator_is_told(server: Paddock, method: str) -> None:
    for origin in ("null", "chrome-extension://a", "moz-extension://a", "http://[::1]:3000", "https://example.com"):
        answer = ask(server, method, "/api/tags", Origin=origin)
        assert (answer.status, answer.body) == (403, b"") and not cors(answer)
        told = next(line for line in server.log.read_text().splitlines() if f"pages of {origin} are not" in line)
        assert "notice" in told.lower() and f"{method} /api/tags" in told


def test_an_allowed_page_may_read_every_answer(server: Paddock) -> None:
    for method, path, body, status in [
        ("GET", "/", "", 200),
        ("GET", "/nothing", "", 404),
        ("DELETE", "/api/tags", "", 405),
        ("GET", "/api/tags/", "", 301),
        ("POST", "/api/show", "{", 400),
        ("POST", "/api/chat", '{"model": "none"}', 404),
        ("POST", "/api/chat", json.dumps(HI), 200),
        ("POST", "/v1/chat/completions", json.dumps({**HI, "stream": True}), 200),
        ("POST", "/v1/chat/completions", json.dumps(HI), 200),
        ("GET", "/v1/models/none", "", 404),
        ("HEAD", f"/api/blobs/sha256:{0:064}", "", 404),
    ]:
        answer = ask(server, method, path, body, Origin=PAGE)
        assert answer.status == status, path
        assert cors(answer) == {"access-control-allow-origin": PAGE} and answer.headers["vary"] == "Origin"


def test_a_preflight_says_what_a_page_may_send(server: Paddock) -> None:
    for path in ("/api/chat", "/v1/chat/completions", "/nothing"):
        answer = ask(server, "OPTIONS", path, Origin=PAGE, Access_Control_Request_Method="POST")
        assert (answer.status, answer.body) == (204, b"")
        allowed = cors(answer)
        assert allowed["access-control-allow-origin"] == PAGE and answer.headers["vary"] == "Origin"
        assert allowed["access-control-allow-methods"] == "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS"
        assert allowed["access-control-max-age"] == "43200"
        names = {name.strip().lower() for name in allowed["access-control-allow-headers"].split(",")}
        assert names >= {"authorization", "content-type", "user-agent", "accept", "x-requested-with", "openai-beta"}
        stainless = "arch async custom-poll-interval helper-method lang os package-version poll-helper retry-count"
        assert names >= {f"x-stainless-{name}" for name in f"{stainless} runtime runtime-version timeout".split()}


@pytest.mark.parametrize("origin", ["https://chat.example.com", "https://a.example.org", "chrome-extension://abc"])
def test_more_origins_can_be_allowed(paddock: Start, origin: str) -> None:
    server = paddock(
        "hello",
        arguments=("--origins", "https://chat.example.com/, https://*.example.org"),
        environment={"OLLAMA_ORIGINS": "chrome-extension://*", "PADDOCK_ORIGINS": "https://example.net"},
    )
    expect_allowed(server, origin)
    expect_allowed(server, PAGE)
    for other in ("https://example.net", "https://example.org", "http://chat.example.com"):
        assert ask(server, "GET", "/api/tags", Origin=other).status == 403


def test_all_origins_can_be_allowed(paddock: Start) -> None:
    server = paddock("hello", environment={"OLLAMA_ORIGINS": "*"})
    for origin in ("https://example.com", "null"):
        expect_allowed(server, origin)


def test_names_of_this_machine_and_of_its_network_are_taken(server: Paddock) -> None:
    addresses = ["127.0.0.1", "127.9.9.9", "[::1]", "10.1.2.3", "192.168.1.2", "172.16.0.1", "0.0.0.0", "[fd00::1]"]
    for host in [f"{address}:{server.port}" for address in addresses] + ["127.0.0.1", "::1"]:
        assert ask(server, "GET", "/api/tags", host=host).status == 200, host
        assert ask(server, "OPTIONS", "/api/tags", host=host).status == 405, host
    for host in ("localhost", "LOCALHOST:80", "a.localhost", "box.local:8080", "host.internal", socket.gethostname()):
        assert ask(server, "GET", "/api/tags", host=host).status == 200, host
        answer = ask(server, "OPTIONS", "/api/tags", host=host)
        assert (answer.status, answer.body) == (204, b""), host


@pytest.mark.parametrize("host", ["example.com", "example.com:11434", "8.8.8.8", "[::1]", "localhost.example.com"])
def test_other_names_are_refused_and_the_operator_is_told(server: Paddock, host: str) -> None:
    for method, path in [("GET", "/"), ("POST", "/api/show"), ("OPTIONS", "/api/tags"), ("GET", "/docs")]:
        answer = ask(server, method, path, '{"model": "hello"}', host=host, Origin=f"http://{host}")
        assert (answer.status, answer.body) == (403, b"")
    assert f"'{host}' is no name of this machine" in server.log.read_text()


def test_a_page_that_is_refused_leaves_no_file(server: Paddock) -> None:
    digest = "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"  # of hello
    assert ask(server, "POST", f"/api/blobs/{digest}", "hello", Origin="https://example.com").status == 403
    assert ask(server, "HEAD", f"/api/blobs/{digest}").status == 404
    assert ask(server, "POST", f"/api/blobs/{digest}", "hello", Origin=PAGE).status == 201
    assert ask(server, "HEAD", f"/api/blobs/{digest}").status == 200
