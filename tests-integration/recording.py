"""A llama-server that answers with a few words, and keeps every request as it came."""

import json
import sys
from pathlib import Path

CHUNK = {"choices": [{"index": 0, "delta": {"content": "Hm."}, "text": "Hm.", "finish_reason": "stop"}], "id": "c"}
SCRIPT = """#!/bin/sh
case " $* " in
*" --version "*|*" --help "*|*" --list-devices "*) exec "{llama_server}" "$@" ;;
*) exec "{python}" "{module}" "{folder}" "$@" ;;
esac
"""


class Recorder:
    """What a server under test has asked of its children."""

    def __init__(self, llama_server: Path, folder: Path) -> None:
        self.folder = folder / "requests"
        self.folder.mkdir()
        executable = folder / "recorder"
        executable.write_text(
            SCRIPT.format(llama_server=llama_server, python=sys.executable, module=__file__, folder=self.folder)
        )
        executable.chmod(0o755)
        self.variants = {"recorder": {"executable": str(executable)}}

    def instead_of(self, entry: dict) -> dict:
        """An entry that is recorded instead of run, in a server with these variants."""
        return {**entry, "variant": "recorder"}

    def last(self) -> tuple[str, bytes]:
        """The path and media type of the latest request, and its body."""
        newest = max(self.folder.glob("*.head"), key=lambda path: int(path.stem))
        return newest.read_text(), newest.with_suffix(".body").read_bytes()


def serve(folder: Path, socket: str) -> None:
    from http.server import BaseHTTPRequestHandler
    from itertools import count
    from socketserver import ThreadingMixIn, UnixStreamServer

    numbers = count()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def address_string(self) -> str:
            return "a unix socket"

        def do_GET(self) -> None:
            self.answer("application/json", b"[]")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            number = next(numbers)
            (folder / f"{number}.body").write_bytes(body)
            (folder / f"{number}.head").write_text(f"{self.path} {self.headers['Content-Type']}")
            if b'"stream":true' in body.replace(b" ", b""):
                self.answer("text/event-stream", f"data: {json.dumps(CHUNK)}\n\ndata: [DONE]\n\n".encode())
            else:
                self.answer("application/json", b'{"data": []}')

        def answer(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    class Listener(ThreadingMixIn, UnixStreamServer):
        daemon_threads = True

    Listener(socket, Handler).serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[sys.argv.index("--host") + 1])
