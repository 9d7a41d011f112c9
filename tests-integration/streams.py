"""A chat that is streamed in OpenAI's words, read as fast or as slowly as a test wants."""

import json

from wire import Wire


class Stream:
    def __init__(self, wire: Wire, model: str, tokens: int, **fields: object) -> None:
        self.wire = wire
        self.events = b""
        wire.chat(model, max_tokens=tokens, **fields)

    def begin(self) -> "Stream":
        """Waits for the first piece."""
        status, _ = self.wire.head()
        assert status == 200
        self.events += next(self.wire.chunks())
        return self

    def finish(self) -> str:
        """Reads on to the stream's proper end, and returns all that was said."""
        self.events += b"".join(self.wire.chunks())
        data = [event.removeprefix("data: ") for event in self.events.decode().split("\n\n") if event[:1] == "d"]
        assert data.pop() == "[DONE]"
        choices = [choice for event in data for choice in json.loads(event)["choices"]]
        assert choices[-1]["finish_reason"] == "length"
        return "".join(choice["delta"].get("content") or "" for choice in choices)

    def leave(self) -> None:
        self.wire.leave()
