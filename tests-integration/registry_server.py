"""A server of models for tests: a registry, Hugging Face's API and plain files, with faults on demand.

It notes every request, and how many bytes of the body it has sent.
"""

import hashlib
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

CHUNK = 64 << 10
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
MODEL = "application/vnd.ollama.image.model"
CONFIG = "application/vnd.docker.container.image.v1+json"


def digest_of(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@dataclass(eq=False)
class Sent:
    """One answer: what was asked for, and the bytes of the body that have gone out."""

    path: str
    headers: dict[str, str]
    start: int = 0
    count: int = 0
    status: int = 0

    @property
    def end(self) -> int:
        return self.start + self.count


@dataclass
class Fault:
    """What goes wrong with one answer."""

    status: int = 0
    """Answer with this instead."""
    body: bytes | None = None
    """Answer with this instead, and status 200."""
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    """Close the connection after so many bytes of the body."""
    stall_after: int | None = None
    """Send nothing more after so many bytes, until the client leaves."""


class Registry:
    """The server; its attributes are what it does."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.manifests: dict[str, dict] = {}
        self.files: dict[str, bytes] = {}
        self.listings: dict[str, list] = {}
        self.etags: dict[str, str] = {}
        self.log: list[Sent] = []
        self.answering = 0
        """Requests that are being answered; one whose client has left may take a moment to be noticed."""
        self.lock = threading.Lock()
        self.knows_ranges = True
        self.lies_about_ranges = False
        self.pause = 0.0
        """Seconds after every 64 KiB."""
        self.token: str | None = None
        """What must be shown, and is handed out at /token."""
        self.elsewhere: "Registry | None" = None
        """Who has the bytes that this one is asked for."""
        self.fault: Callable[[Sent], Fault | None] = lambda request: None
        """Asked for every body of a blob or a file."""
        self.gate = threading.Event()
        """While it is not set, bodies wait before their first byte."""
        self.gate.set()
        registry = self

        class Handler(_Handler):
            server_of_models = registry

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"127.0.0.1:{self.http.server_port}"
        self.url = f"http://{self.address}"
        self.is_closed = threading.Event()
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.is_closed.set()
        self.gate.set()
        self.http.shutdown()
        self.http.server_close()

    def add_model(self, name: str, *layers: tuple[str, bytes], config: dict | None = None) -> dict:
        """Adds a model of layers, each a media type and its content; returns its manifest."""
        described = json.dumps(config or {"model_format": "gguf", "model_family": "llama"}).encode()
        for content in [described, *(content for _, content in layers)]:
            self.blobs[digest_of(content)] = content
        manifest = {
            "schemaVersion": 2,
            "mediaType": MANIFEST,
            "config": {"mediaType": CONFIG, "digest": digest_of(described), "size": len(described)},
            "layers": [
                {"mediaType": kind, "digest": digest_of(content), "size": len(content)} for kind, content in layers
            ],
        }
        path, tag = name.rsplit(":", 1)
        self.manifests[f"/v2/{path}/manifests/{tag}"] = manifest
        return manifest

    def add_repository(self, name: str, files: dict[str, bytes], with_digests: bool = True) -> None:
        """Adds a repository of Hugging Face's kind, which does not speak a registry's words."""
        self.listings[f"/api/models/{name}/tree/main"] = [
            {
                "type": "file",
                "path": path,
                "size": len(content),
                **({"lfs": {"oid": digest_of(content).removeprefix("sha256:")}} if with_digests else {}),
            }
            for path, content in files.items()
        ]
        self.files |= {f"/{name}/resolve/main/{path}": content for path, content in files.items()}

    def bodies(self) -> list[Sent]:
        """The answers that carried bytes of blobs and files."""
        return [sent for sent in self.log if "/blobs/" in sent.path or sent.path in self.files]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_models: Registry

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:  # noqa: N802
        registry = self.server_of_models
        with registry.lock:
            registry.answering += 1
        try:
            self.serve()
        except OSError:  # the client has left
            self.close_connection = True
        finally:
            with registry.lock:
                registry.answering -= 1

    def serve(self) -> None:
        registry = self.server_of_models
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        sent = Sent(path, {key.lower(): value for key, value in self.headers.items()})
        registry.log.append(sent)
        if path == "/token":
            self.answer(sent, 200, json.dumps({"token": registry.token, "for": parse_qs(parts.query)}).encode())
        elif registry.token and self.headers.get("Authorization") != f"Bearer {registry.token}":
            challenge = f'Bearer realm="{registry.url}/token",service="models",scope="repository:x:pull,push"'
            self.answer(sent, 401, b"{}", {"WWW-Authenticate": challenge})
        elif path in registry.manifests:
            self.answer(sent, 200, json.dumps(registry.manifests[path]).encode())
        elif path in registry.listings:
            self.answer(sent, 200, json.dumps(registry.listings[path]).encode())
        else:
            found = re.search(r"/blobs/(sha256:[0-9a-f]{64})$", path)
            content = registry.files.get(path, registry.blobs.get(found[1]) if found else None)
            if content is None:
                self.answer(sent, 404, b'{"error": "nothing here"}')
            elif registry.elsewhere:
                registry.elsewhere.files[path] = content
                self.answer(sent, 302, b"elsewhere", {"Location": registry.elsewhere.url + parts.path})
            else:
                self.body(sent, content)

    def answer(self, sent: Sent, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        sent.status = status
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def body(self, sent: Sent, content: bytes) -> None:
        registry = self.server_of_models
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        etag = registry.etags.get(sent.path)
        if_range = self.headers.get("If-Range")
        is_part = bool(wanted) and registry.knows_ranges and (if_range is None or if_range == etag)
        end = len(content)
        if is_part:
            sent.start, end = int(wanted[1]), min(int(wanted[2]) + 1, end)
        fault = registry.fault(sent) or Fault()
        if fault.body is not None or fault.status:
            return self.answer(sent, fault.status or 200, fault.body or b"{}", fault.headers)
        sent.status = 206 if is_part else 200
        self.send_response(sent.status)
        self.send_header("Content-Length", str(end - sent.start))
        if etag:
            self.send_header("ETag", etag)
        if is_part:
            shift = 7 if registry.lies_about_ranges else 0
            self.send_header("Content-Range", f"bytes {sent.start + shift}-{end - 1}/{len(content)}")
        self.end_headers()
        registry.gate.wait()
        return self.send(sent, content[sent.start : end], fault)

    def send(self, sent: Sent, content: bytes, fault: Fault) -> None:
        registry = self.server_of_models
        for offset in range(0, len(content), CHUNK):
            part = content[offset : offset + CHUNK]
            for limit in (fault.cut_after, fault.stall_after):
                if limit is not None:
                    part = part[: max(0, limit - offset)]
            self.wfile.write(part)
            sent.count += len(part)
            if fault.stall_after is not None and sent.count >= fault.stall_after:
                # The client leaves, or the test is over.
                self.connection.settimeout(0.05)
                while not registry.is_closed.is_set():
                    try:
                        if not self.connection.recv(1):
                            break
                    except TimeoutError:
                        continue
                self.close_connection = True
                return
            if fault.cut_after is not None and sent.count >= fault.cut_after:
                self.close_connection = True
                return
            if registry.pause:
                time.sleep(registry.pause)
