"""The commands that talk to a running server, and the chat in a terminal."""

import json
import os
import re
import signal
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

import tiny_gguf
from conftest import HELLO, THOUGHT, Gate, counted
from pictures import png
from server import BINARY, Paddock, Start, free_port
from terminal import Person
from waiting import eventually

PROMPT = ">>> Write a message, or /? for help"


def command(server: Paddock | int, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command against a server, or a port."""
    port = server if isinstance(server, int) else server.port
    return subprocess.run(
        [BINARY, *arguments],
        input=given,
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "PADDOCK_PORT": str(port)},
    )


def rows(text: str) -> list[list[str]]:
    """The cells of a table, whose columns are four blanks apart."""
    return [[cell.strip() for cell in line.split("    ") if cell.strip()] for line in text.splitlines()]


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Callable[..., Person]]:
    with ExitStack() as leaving:

        def sit_down(server: Paddock, *arguments: str) -> Person:
            environment = {"PADDOCK_PORT": str(server.port), "PADDOCK_DATA": str(tmp_path / "person")}
            person = Person(*arguments, environment=environment)
            leaving.callback(person.close)
            return person

        yield sit_down


def test_models_are_listed_in_columns(paddock: Start) -> None:
    server = paddock("hello", "alpha")
    listed = command(server, "list")
    header, *models = rows(listed.stdout)
    assert header == ["NAME", "ID", "SIZE", "MODIFIED"]
    assert {name for name, *_ in models} == {"hello:latest", "alpha:latest"}
    for _, digits, size, age in models:
        assert len(digits) == 12 and size.endswith("iB") and age.endswith(" ago")
    assert [name for name, *_ in rows(command(server, "list", "al").stdout)[1:]] == ["alpha:latest"]


def test_running_models_are_listed_with_the_time_they_have_left(paddock: Start) -> None:
    server = paddock("hello", "alpha")
    assert rows(command(server, "ps").stdout) == [["NAME", "ID", "SIZE", "PROCESSOR", "CONTEXT", "UNTIL"]]
    assert command(server, "load", "alpha").stdout.startswith("loaded 'alpha' in ")
    [_, [name, _, size, processor, context, until]] = rows(command(server, "ps").stdout)
    assert (name, processor, context, until) == ("alpha:latest", "100% CPU", "2048", "5 minutes from now")
    assert size.endswith("iB")


def test_a_stopped_model_leaves(paddock: Start) -> None:
    server = paddock("alpha")
    command(server, "load", "alpha", "--keepalive", "-1")
    assert rows(command(server, "ps").stdout)[1][-1] == "forever"
    assert command(server, "stop", "alpha").returncode == 0
    eventually(lambda: not server.loaded())


@pytest.mark.parametrize(("words", "path"), [(["list"], "/api/tags"), (["ps"], "/api/ps")])
def test_tables_are_json_when_that_is_wanted(paddock: Start, words: list[str], path: str) -> None:
    server = paddock("alpha")
    server.ask("alpha")
    told, known = json.loads(command(server, *words, "--json").stdout), server.http.get(path).json()
    for model in told["models"] + known["models"]:
        model.pop("expires_at", None)  # counted from when it was asked for
        model.pop("size")  # measured every time
    assert told == known and told["models"]


def test_a_model_is_described(paddock: Start) -> None:
    server = paddock("thinker")
    shown = command(server, "show", "thinker").stdout
    assert "    architecture " in shown and "llama" in shown and "    completion\n" in shown
    assert "<|im_start|>" in command(server, "show", "thinker", "--template").stdout
    assert json.loads(command(server, "show", "thinker", "--json").stdout)["capabilities"]
    assert "llama.block_count" in command(server, "show", "thinker", "--verbose").stdout


@pytest.mark.parametrize("words", [["list"], ["ps"], ["run", "alpha", "Hello"], ["load", "alpha"], ["rm", "alpha"]])
def test_a_server_that_is_not_there_is_named_with_what_helps(words: list[str]) -> None:
    port = free_port()
    ended = command(port, *words)
    assert ended.returncode == 1 and not ended.stdout
    assert f"http://127.0.0.1:{port}" in ended.stderr and "paddock serve" in ended.stderr


@pytest.mark.parametrize(
    "words", [["show"], ["stop"], ["load"], ["rm"], ["cp", "other"], ["run", "Hello"]], ids=lambda words: words[0]
)
def test_an_unknown_model_is_refused_by_name(paddock: Start, words: list[str]) -> None:
    server = paddock("alpha")
    ended = command(server, words[0], "nobody", *words[1:])
    assert ended.returncode == 1 and not ended.stdout
    assert ended.stderr.startswith("paddock: ") and "nobody" in ended.stderr and "{" not in ended.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["run"],
        ["run", "alpha"],
        ["run", "alpha", "Hello", "--format", "xml"],
        ["load", "alpha", "--keepalive", "soon"],
        ["list", "--host", "two words"],
        ["list", "--host", "https://127.0.0.1"],
        ["show", "alpha", "--json", "--system"],
    ],
)
def test_a_command_that_cannot_be_meant_is_a_usage_error(words: list[str]) -> None:
    ended = command(free_port(), *words)
    assert ended.returncode == 2 and f"Usage: paddock {words[0]}" in ended.stderr


def test_an_address_that_asks_for_encryption_is_refused_with_what_helps() -> None:
    ended = command(free_port(), "list", "--host", "HTTPS://box")
    assert ended.returncode == 2 and "http:// only" in ended.stderr and "ssh -L" in ended.stderr


class Listener(BaseHTTPRequestHandler):
    """Answers everything with an empty object, and remembers the keys that came."""

    def do_GET(self) -> None:
        self.server.keys.append(self.headers["Authorization"])
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_a_key_in_the_environment_is_sent_along(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        server.keys = []
        Thread(target=server.serve_forever, daemon=True).start()
        for key in ("secret", ""):
            monkeypatch.setenv("PADDOCK_API_KEY", key)
            assert command(server.server_port, "list").returncode == 0
        monkeypatch.setenv("PADDOCK_API_KEY", "two\r\nX-Lines: 1")
        ended = command(server.server_port, "list")
        server.shutdown()
    assert server.keys == ["Bearer secret", None]
    assert ended.returncode == 2 and "PADDOCK_API_KEY" in ended.stderr and "Lines" not in ended.stderr


def test_a_question_is_answered_on_the_standard_output(paddock: Start) -> None:
    server = paddock("hello")
    ended = command(server, "run", "hello", "How", "are", "you?")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, HELLO + "\n", "")


def test_piped_text_is_asked(paddock: Start) -> None:
    server = paddock("hello")
    ended = command(server, "run", "hello", "--verbose", given="Hello")
    assert ended.stdout == HELLO + "\n"
    assert "eval rate:" in ended.stderr and "tokens/s" in ended.stderr


def test_thoughts_stay_out_of_files(paddock: Start) -> None:
    server = paddock("thinker")
    assert command(server, "run", "thinker", "Two and two?", "--think", "true").stdout == "Four.\n"


def test_a_picture_that_is_named_by_its_path_reaches_the_model(paddock: Start, models: dict, tmp_path: Path) -> None:
    tiny_gguf.write_projector(tmp_path / "eye.gguf", np.zeros((3, tiny_gguf.WIDTH)))
    config = {**models["hello"]["config"], "mmproj_path": str(tmp_path / "eye.gguf")}
    server = paddock({**models["hello"], "config": config})
    (tmp_path / "a cat.png").write_bytes(png(255, 0, 0))

    def tokens(question: str) -> int:
        ended = command(server, "run", "hello", question, "--verbose")
        assert ended.stdout == HELLO + "\n"
        return int(re.search(r"prompt eval count: +(\d+)", ended.stderr)[1])

    assert tokens(f"What is this? '{tmp_path}/a cat.png'") > tokens("What is this?")
    missing = command(server, "run", "hello", "What is /nowhere/cat.png?")
    assert missing.returncode == 1 and "'/nowhere/cat.png' cannot be read" in missing.stderr


def test_a_text_for_embeddings_becomes_a_vector(paddock: Start) -> None:
    server = paddock("embed")
    vector = json.loads(command(server, "run", "embed", "some text").stdout)
    assert len(vector) == 64 and abs(sum(part**2 for part in vector) - 1) < 1e-3


def test_a_reader_that_leaves_frees_the_slot(paddock: Start) -> None:
    server = paddock("slow")
    process = subprocess.Popen(
        [BINARY, "run", "slow", "Hello"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PADDOCK_PORT": str(server.port)},
    )
    assert process.stdout.read(5) == b"slow:"
    process.stdout.close()
    assert process.wait(timeout=10) == 0 and process.stderr.read() == b""
    eventually(lambda: server.state("slow")["leases"] == 0)


def test_a_chat_answers_and_ends_with_the_terminal_as_it_was(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.types("How are you?\r")
    guest.sees(HELLO.replace("\n", "\r\n"))
    guest.sees(PROMPT)
    guest.types("/bye\r")
    guest.leaves()


def test_control_c_stops_the_answer_and_frees_the_slot(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("slow")
    guest = person(server, "run", "slow")
    guest.sees(PROMPT)
    guest.types("Go on.\r")
    guest.sees(" 20 21 ")
    assert server.state("slow")["leases"] == 1
    guest.types("\x03")
    guest.sees(PROMPT)
    eventually(lambda: server.state("slow")["leases"] == 0)
    eventually(server.child("slow").is_idle)
    guest.types("Again.\r")
    guest.sees("slow: 1 2 3")
    guest.types("\x03")
    guest.sees(PROMPT)
    guest.types("\x03")
    guest.sees("leaves.")
    guest.types("\x03")
    guest.leaves()


def test_lines_are_edited(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    # Written with mistakes, and mended: left, delete, home, control-e and a wide character taken back.
    guest.types("et parameter sead 7\x1b[D\x1b[D\x1b[D\x1b[D\x1b[3~e\x1b[H/s\x058日\x7f\r")
    guest.sees("seed is 78.")
    guest.types("\x1b[A\x7f\x7f42\r")
    guest.sees("seed is 42.")
    guest.types("wrong\x15/set parameter seed x\x171\r")
    guest.sees("seed is 1.")
    guest.types("\x04")
    guest.leaves()


def test_what_was_written_is_remembered_for_this_user_alone(
    paddock: Start, person: Callable[..., Person], tmp_path: Path
) -> None:
    server = paddock("hello")
    for _ in range(2):
        guest = person(server, "run", "hello")
        guest.sees(PROMPT)
        guest.types("\x1b[A")
        if _ == 1:
            guest.sees("seed 5")
            guest.types("6\r")
            guest.sees("seed is 56.")
        else:
            guest.types("/set parameter seed 5\r")
            guest.sees("seed is 5.")
        guest.sees(PROMPT)
        guest.types("\x04")
        guest.leaves()
    history = tmp_path / "person/history"
    assert history.read_text() == "/set parameter seed 5\n/set parameter seed 56\n"
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


def test_thoughts_are_marked(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("thinker")
    guest = person(server, "run", "thinker", "Two and two?")
    guest.sees("Thinking …")
    assert guest.sees("… done thinking.").strip() == THOUGHT
    assert guest.leaves().strip() == "Four."


def test_instructions_and_counters_are_set_in_the_chat(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.types('/set system """Be brief.\rBe kind."""\r')
    guest.sees("The instructions are set.")
    guest.types("/show system\r")
    guest.sees("Be brief.\r\nBe kind.")
    guest.types("/set verbose\r")
    guest.sees(PROMPT)
    guest.types('"""Several\rlines"""\r')
    guest.sees("Good bye!")
    guest.sees("eval rate:")
    guest.sees(PROMPT)
    guest.types("/dance\r")
    guest.sees("'/dance' is no command")
    guest.types("/bye\r")
    guest.leaves()


def test_another_model_can_be_loaded_in_the_chat(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello", "alpha")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.types("/load nobody\r")
    guest.sees("not found")
    guest.types("/load alpha\r")
    eventually(lambda: "alpha" in server.loaded())
    guest.sees(PROMPT)
    guest.types("Go on.\r")
    guest.sees(counted("alpha", 10))
    guest.types("\x03")
    guest.sees(PROMPT)
    guest.types("/bye\r")
    guest.leaves()


def test_a_conversation_is_saved_as_a_model_and_goes_on(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.types("/set system Be brief.\r")
    guest.sees(PROMPT)
    guest.types("/set parameter num_ctx 512\r")
    guest.sees("changes nothing in this chat")
    guest.sees(PROMPT)
    guest.types("/set parameter seed 7\r")
    guest.sees("seed is 7.")
    guest.sees(PROMPT)
    guest.types("How are you?\r")
    guest.sees("Good bye!")
    guest.sees(PROMPT)
    guest.types("/save\r")
    guest.sees("/save needs a name")
    guest.types("/save hello\r")  # an entry of models.yaml
    guest.sees("Error: ")
    guest.sees(PROMPT)
    guest.types("/save mine\r")
    guest.sees("Saved.")
    guest.sees(PROMPT)
    shown = server.http.post("/api/show", json={"model": "mine"}).json()
    assert shown["system"] == "Be brief." and shown["parameters"].split() == ["num_ctx", "512", "seed", "7"]
    said = [(message["role"], message["content"]) for message in shown["messages"]]
    assert said == [("user", "How are you?"), ("assistant", HELLO)]
    # It goes on where it was, and what is saved again is saved once.
    guest.types("/load mine\r")
    guest.sees("A new conversation with 'mine'.")
    assert guest.sees("Good bye!").strip().startswith(">>> How are you?")
    guest.sees(PROMPT)
    guest.types("And now?\r")
    guest.sees("Good bye!")
    guest.sees(PROMPT)
    for _ in range(2):
        guest.types("/save mine\r")
        guest.sees("Saved.")
        guest.sees(PROMPT)
        again = server.http.post("/api/show", json={"model": "mine"}).json()
        assert [message["content"] for message in again["messages"]] == ["How are you?", HELLO, "And now?", HELLO]
    command(server, "load", "mine")
    assert rows(command(server, "ps").stdout)[1][4] == "512"
    guest.types("/bye\r")
    guest.leaves()


def test_a_model_for_embeddings_is_no_partner_for_a_chat(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("embed")
    said = person(server, "run", "embed").leaves(2)
    assert said.startswith("paddock: 'embed' makes vectors") and "PROMPT" in said and "Usage" not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_the_terminal_is_as_it_was_after_a_signal(
    paddock: Start, person: Callable[..., Person], number: signal.Signals
) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.process.send_signal(number)
    guest.leaves(-number)


def test_the_terminal_is_as_it_was_after_a_signal_in_mid_answer(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("slow")
    guest = person(server, "run", "slow")
    guest.sees(PROMPT)
    guest.types("Go on.\r")
    guest.sees(" 5 6 ")
    guest.process.send_signal(signal.SIGTERM)
    guest.leaves(-signal.SIGTERM)
    eventually(lambda: server.state("slow")["leases"] == 0)


def test_a_server_that_ends_does_not_end_the_chat(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    server.close()
    guest.types("Hello?\r")
    guest.sees("Error: no server answers")
    guest.sees(PROMPT)
    guest.types("/bye\r")
    guest.leaves()


def test_a_chat_can_be_stopped_for_a_while(paddock: Start, person: Callable[..., Person]) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.types("/by\x1a")
    _, status = os.waitpid(guest.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status) and guest.is_as_before()
    guest.process.send_signal(signal.SIGCONT)
    guest.types("e\r")
    guest.leaves()


def test_a_line_is_drawn_anew_when_the_terminal_changes_its_width(
    paddock: Start, person: Callable[..., Person]
) -> None:
    server = paddock("hello")
    guest = person(server, "run", "hello")
    guest.sees(PROMPT)
    guest.types("0123456789")
    guest.sees(">>> 0123456789")
    guest.resize(columns=10)
    guest.sees(">>> 012345\r\n6789")
    guest.types("\x03\x03\x03")
    guest.leaves()


def test_a_model_gets_a_second_name_and_loses_it(paddock: Start) -> None:
    server = paddock("hello")
    assert command(server, "cp", "hello", "greeter").returncode == 0
    assert command(server, "run", "greeter", "Hello").stdout == HELLO + "\n"
    assert command(server, "rm", "greeter").stdout == "removed 'greeter'\n"
    assert [name for name, *_ in rows(command(server, "ls").stdout)[1:]] == ["hello:latest"]


def test_a_load_shows_its_seconds_on_a_terminal_only(
    paddock: Start, person: Callable[..., Person], models: dict, gate: Gate
) -> None:
    server = paddock(gate.before(models["hello"]), variants=gate.variants)
    guest = person(server, "run", "hello")
    guest.sees("loading hello 1 s")
    gate.open()
    guest.sees(PROMPT)
    guest.types("/bye\r")
    guest.leaves()
    assert command(server, "load", "hello").stderr == ""
