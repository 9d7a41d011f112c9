"""The API's document is true, and its pages work without the internet."""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from openapi_spec_validator import validate
from playwright.sync_api import Browser, Page, expect, sync_playwright

from server import BINARY, Paddock, Start
from waiting import eventually

SERVED = {
    ("post", "/v1/chat/completions"),
    ("post", "/v1/embeddings"),
    ("get", "/v1/models"),
    ("get", "/v1/models/{id}"),
    ("post", "/api/chat"),
    ("get", "/api/tags"),
    ("head", "/api/tags"),
    ("get", "/api/ps"),
    ("get", "/api/version"),
    ("head", "/api/version"),
    ("get", "/"),
    ("head", "/"),
    ("get", "/health"),
    ("get", "/openapi.json"),
    ("get", "/docs"),
    ("get", "/redoc"),
}
METHODS = {"get", "head", "post", "put", "delete", "patch", "options"}


@pytest.fixture
def server(paddock: Start) -> Paddock:
    return paddock("alpha", "hello", "slow")


@pytest.fixture
def document(server: Paddock) -> dict:
    return server.http.get("/openapi.json").json()


def operations(document: dict) -> dict[tuple[str, str], dict]:
    return {
        (method, path): item[method] for path, item in document["paths"].items() for method in METHODS & item.keys()
    }


def test_the_document_is_valid(document: dict) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_route_is_in_the_document(document: dict) -> None:
    # HEAD is GET without the body, and stands nowhere by itself.
    assert {route for route in SERVED if route[0] != "head"} <= operations(document).keys()


def test_every_route_of_the_document_is_served(server: Paddock, document: dict) -> None:
    for method, path in operations(document):
        # Only the head: some answers have no end.
        with server.http.stream(method, path.replace("{id}", "alpha")) as answer:
            # A body that is missing is a mistake; a route that is missing would be another one.
            expected = (503,) if path == "/api/me" else (200, 400, 415)
            assert answer.status_code in expected, (method, path)


def test_every_operation_can_be_read_and_used(document: dict) -> None:
    found = operations(document).values()
    names = [operation["operationId"] for operation in found]
    assert len(set(names)) == len(names)
    for operation in found:
        assert operation["summary"] and operation["tags"]
        assert any(status.startswith("2") for status in operation["responses"])


@pytest.mark.parametrize(
    ("path", "form"), [("/v1/chat/completions", "text/event-stream"), ("/api/chat", "application/x-ndjson")]
)
def test_both_forms_of_a_chat_are_described(document: dict, path: str, form: str) -> None:
    content = document["paths"][path]["post"]["responses"]["200"]["content"]
    assert {"application/json", form} <= content.keys()
    assert all(media.get("examples") or media.get("example") for media in content.values())


def test_the_command_line_prints_the_same_document(document: dict) -> None:
    printed = subprocess.run([BINARY, "openapi"], capture_output=True, check=True, timeout=10).stdout
    assert json.loads(printed) == document


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


class Visit:
    """A page, and what it did that a page without the internet must not do."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self.complain(message.text, message.type in ("error", "warning")))
        page.on("pageerror", lambda error: self.complain(str(error)))
        page.on("requestfailed", lambda request: self.complain(f"{request.url}: {request.failure}"))
        own = (origin, "data:", "blob:")
        page.on("request", lambda request: self.complain(request.url, not request.url.startswith(own)))

    def complain(self, text: str, really: bool = True) -> None:
        if really:
            self.complaints.append(text)


@pytest.fixture
def visit(browser: Browser, server: Paddock) -> Iterator[Visit]:
    with browser.new_page(viewport={"width": 1280, "height": 1600}) as page:
        visit = Visit(page, f"{server.url}/")
        yield visit
        print(*visit.complaints, sep="\n")


def test_swagger_ui_shows_every_operation_and_asks_nothing_outside(
    visit: Visit, server: Paddock, document: dict, tmp_path: Path
) -> None:
    visit.page.goto(f"{server.url}/docs")
    visit.page.wait_for_selector(".opblock")
    assert visit.page.locator(".opblock").count() == len(operations(document))
    chat = visit.page.locator(".opblock", has_text="/v1/chat/completions").first
    chat.locator(".opblock-summary-control").click()
    chat.locator(".responses-wrapper").wait_for()
    visit.page.screenshot(path=tmp_path / "docs.png", full_page=True)
    assert visit.complaints == []


def test_swagger_ui_can_try_a_route_out(visit: Visit, server: Paddock) -> None:
    visit.page.goto(f"{server.url}/docs")
    version = visit.page.locator(".opblock-get", has_text="/api/version").first
    version.locator(".opblock-summary-control").click()
    version.get_by_role("button", name="Try it out").click()
    version.get_by_role("button", name="Execute").click()
    version.locator(".live-responses-table").wait_for()
    assert "200" in version.locator(".live-responses-table tbody .response-col_status").first.inner_text()
    assert visit.complaints == []


def test_swagger_ui_sends_the_key_that_it_is_given(visit: Visit, server: Paddock) -> None:
    key = {"name": "page", "sha256": hashlib.sha256(b"sk-page").hexdigest()}
    server.configure({**server.settings, "api_keys": [key]})
    eventually(lambda: server.http.get("/v1/models").status_code == 401)
    visit.page.goto(f"{server.url}/docs")
    visit.page.locator(".scheme-container .btn.authorize").click()
    form = visit.page.locator(".auth-container", has_text="bearer").first
    form.locator("input").fill("sk-page")
    form.locator(".btn.authorize").click()
    visit.page.locator(".auth-container .btn-done").first.click()
    models = visit.page.locator(".opblock-get", has_text="/v1/models").first
    models.locator(".opblock-summary-control").click()
    models.get_by_role("button", name="Try it out").click()
    models.get_by_role("button", name="Execute").click()
    models.locator(".live-responses-table").wait_for()
    assert "200" in models.locator(".live-responses-table tbody .response-col_status").first.inner_text()
    assert visit.complaints == []


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/api/chat"])
def test_swagger_ui_shows_a_stream_as_it_arrives(visit: Visit, server: Paddock, path: str, tmp_path: Path) -> None:
    """alpha counts as far as it may: what is seen before its end has come while it was speaking."""
    visit.page.goto(f"{server.url}/docs")
    chat = visit.page.locator(".opblock-post", has=visit.page.get_by_text(path, exact=True)).first
    chat.locator(".opblock-summary-control").click()
    chat.get_by_role("button", name="Try it out").click()
    body = {"model": "slow", "stream": True, "messages": [{"role": "user", "content": "Count."}]}
    chat.locator("textarea.body-param__text").fill(json.dumps(body))
    chat.get_by_role("button", name="Execute").click()
    words = chat.locator(".paddock-stream pre").first
    expect(words).to_contain_text("slow: 1 2 3 4 5 6", timeout=30_000)
    assert server.loaded() == {"slow"} and server.state("slow")["leases"] == 1, "it was shown when all was over"
    visit.page.screenshot(path=tmp_path / "stream.png")
    assert visit.complaints == []


def test_redoc_shows_the_operations_and_asks_nothing_outside(visit: Visit, server: Paddock, tmp_path: Path) -> None:
    visit.page.goto(f"{server.url}/redoc")
    visit.page.get_by_text("/v1/chat/completions").first.wait_for(state="attached")
    visit.page.wait_for_load_state("networkidle")
    visit.page.screenshot(path=tmp_path / "redoc.png")
    assert visit.complaints == []
