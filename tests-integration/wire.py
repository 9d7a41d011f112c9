"""HTTP spoken by hand, for what a client library would not say."""

import json
import socket
import struct
from collections.abc import Iterator
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """One connection to the server."""

    def __init__(self, port: int, receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def send(self, *parts: bytes | str) -> None:
        for part in parts:
            self.socket.sendall(part.encode() if isinstance(part, str) else part)

    def get(self, path: str) -> None:
        self.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")

    def post(self, path: str, body: dict, *headers: str) -> None:
        self.send(post(path, body, *headers))

    def chat(self, model: str, path: str = "/v1/chat/completions", *headers: str, **fields: object) -> None:
        """Asks a model, by default for a stream."""
        message = {"role": "user", "content": "Go on."}
        self.post(path, {"model": model, "messages": [message], "stream": True, **fields}, *headers)

    def head(self) -> tuple[int, dict[str, str]]:
        """Reads a status line and headers, with their names in lower case."""
        line = self.file.readline()
        assert line, "the server closed the connection"
        status = int(line.split()[1])
        headers = {}
        while line := self.file.readline().rstrip(b"\r\n"):
            name, value = line.decode("latin-1").split(":", 1)
            headers[name.lower()] = value.strip()
        return status, headers

    def chunks(self) -> Iterator[bytes]:
        """Reads a chunked body, chunk by chunk."""
        size = -1
        while size:
            size = int(self.file.readline(), 16)
            chunk = self.file.read(size)
            assert self.file.readline() == b"\r\n"
            yield chunk

    def answer(self) -> Answer:
        status, headers = self.head()
        if headers.get("transfer-encoding") == "chunked":
            return Answer(status, headers, b"".join(self.chunks()))
        if "content-length" in headers:
            return Answer(status, headers, self.file.read(int(headers["content-length"])))
        return Answer(status, headers, b"" if status in (100, 204, 304) else self.file.read())

    def has_ended(self) -> bool:
        """Waits for what comes next, and tells whether it is the end of the connection."""
        return self.file.read(1) == b""

    def leave(self) -> None:
        """Closes the connection, as a client does that lost interest."""
        self.file.close()
        self.socket.close()

    def vanish(self) -> None:
        """Resets the connection, as a client does that was killed."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.leave()


def post(path: str, body: dict, *headers: str) -> bytes:
    content = json.dumps(body).encode()
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(content)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + content
