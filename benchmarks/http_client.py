"""Single requests, and the bytes of those that the load client repeats."""

import http.client
import json
import socket
import time
from collections.abc import Iterator

Address = tuple[str, int]


class Connection(http.client.HTTPConnection):
    """A connection to a port, or to the path of a unix socket."""

    def __init__(self, address: Address, timeout: float = 300) -> None:
        super().__init__("127.0.0.1" if "/" in address[0] else address[0], address[1], timeout=timeout)
        self.address = address

    def connect(self) -> None:
        if "/" not in self.address[0]:
            return super().connect()
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.address[0])
        return None


def get(address: Address, path: str) -> tuple[int, bytes]:
    return exchange(address, "GET", path, None)


def post(address: Address, path: str, body: dict) -> tuple[int, bytes]:
    return exchange(address, "POST", path, body)


def exchange(address: Address, method: str, path: str, body: dict | None) -> tuple[int, bytes]:
    connection = Connection(address)
    try:
        content = None if body is None else json.dumps(body)
        connection.request(method, path, content, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def first_token(address: Address, body: dict) -> float:
    """Seconds from asking for a streamed chat to the first piece of its text."""
    return timed_chat(address, body)[0]


def timed_chat(address: Address, body: dict) -> tuple[float, str]:
    """Seconds from asking for a streamed chat to the first piece of its text, and all of it."""
    start = time.monotonic()
    first, text = None, ""
    for piece in pieces(address, body):
        first = first or time.monotonic() - start
        text += piece
    if first is None:
        raise RuntimeError("the answer has no text")
    return first, text


def pieces(address: Address, body: dict) -> Iterator[str]:
    """The text of a streamed chat, piece by piece."""
    connection = Connection(address)
    try:
        connection.request(
            "POST", "/v1/chat/completions", json.dumps({**body, "stream": True}), {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"status {answer.status}: {answer.read()[:500]!r}")
        for line in answer:
            if line.startswith(b"data: {"):
                event = json.loads(line[6:])
                for choice in event.get("choices", []):
                    if text := choice["delta"].get("content"):
                        yield text
    finally:
        connection.close()


def raw(path: str, body: dict) -> bytes:
    """A request as it goes out."""
    content = json.dumps(body).encode()
    lines = [
        f"POST {path} HTTP/1.1", "Host: localhost", "User-Agent: load", "Accept: */*",
        "Content-Type: application/json", f"Content-Length: {len(content)}", "", "",
    ]
    return "\r\n".join(lines).encode() + content


def chat(answer: str, stream: bool = False, padding: int = 0, model: str = "stub") -> bytes:
    """A chat that tells the stub how to answer; the padding makes it longer by so many bytes."""
    return raw("/v1/chat/completions", chat_body(answer, stream, padding, model))


def chat_body(answer: str, stream: bool = False, padding: int = 0, model: str = "stub") -> dict:
    text = f"bench/{answer} " + ("word " * (padding // 5))
    return {"model": model, "messages": [{"role": "user", "content": text}], "temperature": 0.7, "stream": stream}
