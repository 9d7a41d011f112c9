"""Downloads: whatever goes wrong, they end with the right bytes or with a reason, and fetch nothing twice."""

import hashlib
import json
import os
import random
import signal
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import tiny_gguf
from registry_server import MODEL, Fault, Registry, Sent, digest_of
from server import BINARY
from waiting import eventually

MEBIBYTE = 1 << 20
# What may lie in buffers between the server and the file when a process is killed. The kernel takes in more for a process
# that a busy machine lets wait.
IN_FLIGHT = 2 * MEBIBYTE


def content(mebibytes: float, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(int(mebibytes * MEBIBYTE))


@pytest.fixture
def registry() -> Iterator[Registry]:
    registry = Registry()
    yield registry
    registry.close()


@pytest.fixture
def elsewhere() -> Iterator[Registry]:
    registry = Registry()
    yield registry
    registry.close()


class Puller:
    """Runs `paddock pull` into one library."""

    def __init__(self, folder: Path, registry: Registry) -> None:
        self.data = folder / "data"
        self.library = self.data / "models"
        self.blobs = self.library / "blobs"
        self.registry = registry

    def command(self, name: str, *arguments: object) -> list[str]:
        return [str(BINARY), "pull", name, "--insecure", *map(str, arguments)]

    def environment(self, variables: dict[str, str]) -> dict[str, str]:
        return {
            **os.environ,
            "PADDOCK_DATA": str(self.data),
            "PADDOCK_REGISTRY": self.registry.url,
            "HF_ENDPOINT": self.registry.url,
            **variables,
        }

    def run(self, name: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(name, *arguments),
            capture_output=True,
            text=True,
            timeout=100,
            env=self.environment(variables),
        )

    def start(self, name: str, *arguments: object, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.command(name, *arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(variables),
        )

    def blob(self, content: bytes) -> Path:
        return self.blobs / digest_of(content).replace(":", "-")

    def manifest(self, path: str) -> dict:
        return json.loads((self.library / "manifests" / path).read_text())

    def leftovers(self) -> list[str]:
        return [path.name for path in self.blobs.iterdir() if not path.name[7:].isalnum()]

    def holds(self, content: bytes) -> bool:
        path = self.blob(content)
        return path.exists() and hashlib.sha256(path.read_bytes()).digest() == hashlib.sha256(content).digest()


@pytest.fixture
def puller(tmp_path: Path, registry: Registry) -> Puller:
    return Puller(tmp_path, registry)


def offsets(registry: Registry) -> dict[int, int]:
    """How often each byte of the only file has been sent, by the byte's offset / 4096."""
    counts: dict[int, int] = {}
    for sent in registry.bodies():
        for page in range(sent.start // 4096, (sent.end + 4095) // 4096):
            counts[page] = counts.get(page, 0) + 1
    return counts


def fails(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    assert ended.returncode == 1, ended.stderr
    for word in words:
        assert word in ended.stderr


# What it is for


def test_a_model_of_a_registry_comes_whole(puller: Puller, registry: Registry) -> None:
    model, template = content(9.5), b"{{ .Prompt }}"
    kind = "application/vnd.ollama.image.template"
    manifest = registry.add_model("library/tiny:latest", (MODEL, model), (kind, template))
    ended = puller.run("tiny")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "tiny:latest\n"
    assert puller.manifest("registry.ollama.ai/library/tiny/latest") == manifest
    assert puller.holds(model) and puller.holds(template)
    assert puller.leftovers() == []
    assert len({sent.start for sent in registry.bodies()}) > 4  # in parts
    assert max(offsets(registry).values()) <= 3  # pages at the seams, and the small files' only page


def test_what_is_there_already_is_not_fetched_again(puller: Puller, registry: Registry) -> None:
    registry.add_model("library/tiny:latest", (MODEL, content(2)))
    assert puller.run("tiny").returncode == 0
    registry.log.clear()
    ended = puller.run("tiny")
    assert ended.returncode == 0 and "100 %" in ended.stderr
    assert registry.bodies() == []


def test_layers_that_no_model_needs_any_more_are_removed(puller: Puller, registry: Registry) -> None:
    old, shared, new = content(1, 1), b"shared", content(1, 2)
    kind = "application/vnd.ollama.image.license"
    registry.add_model("library/tiny:latest", (MODEL, old), (kind, shared))
    registry.add_model("library/other:latest", (MODEL, new), (kind, shared))
    assert puller.run("tiny").returncode == 0
    registry.add_model("library/TINY:latest", (MODEL, new))
    ended = puller.run("TINY")  # the same name, however it is spelled
    assert ended.returncode == 0 and "removing unused layers" in ended.stderr
    assert not puller.blob(old).exists() and not puller.blob(shared).exists() and puller.holds(new)
    assert [path.name for path in (puller.library / "manifests/registry.ollama.ai/library").iterdir()] == ["tiny"]


# What goes wrong


@pytest.mark.parametrize("seed", [11, 12])
def test_a_pull_that_is_killed_again_and_again_fetches_nothing_twice(
    puller: Puller, registry: Registry, seed: int
) -> None:
    model = content(48)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.pause = 0.004
    dice = random.Random(seed)
    before: list[Sent] = []
    for _ in range(10):
        begun = sum(sent.count for sent in registry.bodies())
        goal = begun + dice.uniform(0.5, 6) * MEBIBYTE
        pull = puller.start("big")
        eventually(lambda: pull.poll() is not None or sum(sent.count for sent in registry.bodies()) >= goal, within=30)
        pull.kill()
        pull.communicate()
        eventually(lambda: registry.answering == 0)
        before = check_nothing_is_sent_twice(registry, before)
    assert puller.run("big").returncode == 0
    check_nothing_is_sent_twice(registry, before)
    assert puller.holds(model)
    assert puller.leftovers() == []


def check_nothing_is_sent_twice(registry: Registry, before: list[Sent]) -> list[Sent]:
    """Holds a run to asking for nothing that an earlier one had, but the last unfinished piece of each answer."""
    now = [sent for sent in registry.bodies() if sent.count > 1000]
    new = [sent for sent in now if sent not in before]
    for old in before:
        again = sum(max(0, min(old.end, sent.end) - max(old.start, sent.start)) for sent in new)
        assert again <= MEBIBYTE + IN_FLIGHT, f"{again} bytes of {old.start}-{old.end} were sent again"
    for sent in new:
        others = [other for other in new if other is not sent and other.start < sent.end and sent.start < other.end]
        assert not others, "one run has asked twice"
    return now


def test_control_c_keeps_what_has_come(puller: Puller, registry: Registry) -> None:
    model = content(16)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.pause = 0.005
    pull = puller.start("big")
    eventually(lambda: sum(sent.count for sent in registry.bodies()) > 6 * MEBIBYTE)
    pull.send_signal(signal.SIGINT)
    _, said = pull.communicate(timeout=2)
    assert pull.returncode == 1
    assert "paddock pull big --insecure" in said
    before = check_nothing_is_sent_twice(registry, [])
    assert puller.run("big").returncode == 0
    check_nothing_is_sent_twice(registry, before)
    assert puller.holds(model)


def test_answers_that_are_cut_short_are_taken_up_where_they_ended(puller: Puller, registry: Registry) -> None:
    model = content(12)
    registry.add_model("library/big:latest", (MODEL, model))
    cuts = iter([300_000, 1_500_000, 0, 2_000_000, 70_000])
    registry.fault = lambda sent: Fault(cut_after=next(cuts, None))
    assert puller.run("big").returncode == 0
    assert puller.holds(model)
    assert sum(sent.count for sent in registry.bodies()) < len(model) + 8192  # not a byte twice


def test_an_answer_that_stalls_is_asked_for_anew(puller: Puller, registry: Registry) -> None:
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    stalls = iter([1_000_000, 0])
    registry.fault = lambda sent: Fault(stall_after=next(stalls, None)) if sent.start else None
    ended = puller.run("big", "--patience", 1)
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(model)
    assert sum(sent.count for sent in registry.bodies()) < len(model) + 8192


def test_a_server_that_is_out_of_order_for_a_while_is_asked_again(puller: Puller, registry: Registry) -> None:
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    statuses = iter([503, 429, 500, 408])
    registry.fault = lambda sent: Fault(status=next(statuses, 0), headers={"Retry-After": "1"})
    assert puller.run("big").returncode == 0
    assert puller.holds(model)


def test_a_server_that_stays_out_of_order_is_told_with_its_status(puller: Puller, registry: Registry) -> None:
    registry.add_model("library/big:latest", (MODEL, content(2)))
    registry.fault = lambda sent: Fault(status=503)
    fails(puller.run("big", "--parallel", 1), "HTTP 503", registry.address)
    assert len(registry.bodies()) == 5


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_a_refusal_is_not_asked_for_again(puller: Puller, registry: Registry, status: int) -> None:
    registry.add_model("library/big:latest", (MODEL, content(4)))
    registry.fault = lambda sent: Fault(status=status)
    fails(puller.run("big"), f"HTTP {status}")
    assert len(registry.bodies()) == 1


def test_content_that_is_damaged_is_thrown_away_and_told(puller: Puller, registry: Registry) -> None:
    model = content(3)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.blobs[digest_of(model)] = model[:-1] + bytes([model[-1] ^ 1])
    fails(puller.run("big"), "digest mismatch", digest_of(model))
    assert puller.leftovers() == []
    registry.blobs[digest_of(model)] = model
    assert puller.run("big").returncode == 0
    assert puller.holds(model)


def test_a_file_of_another_length_is_refused(puller: Puller, registry: Registry) -> None:
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.blobs[digest_of(model)] = model + b"more"
    fails(puller.run("big"), "is not 8388608 bytes long")


@pytest.mark.parametrize("lies", [False, True])
def test_a_server_that_cannot_send_parts_is_read_from_front_to_back(
    puller: Puller, registry: Registry, lies: bool
) -> None:
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.knows_ranges, registry.lies_about_ranges = lies, lies
    cuts = iter([None, 3_000_000])
    registry.fault = lambda sent: Fault(cut_after=next(cuts, None)) if not sent.headers.get("range") else None
    ended = puller.run("big")
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(model)


def test_bytes_come_from_where_the_registry_points_to_without_its_token(
    puller: Puller, registry: Registry, elsewhere: Registry
) -> None:
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.token, registry.elsewhere = "open-sesame", elsewhere
    ended = puller.run("big")
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(model)
    asked = [sent for sent in registry.log if sent.path == "/token"]
    assert len(asked) == 1
    assert all("authorization" not in sent.headers for sent in elsewhere.log)
    assert any(sent.headers.get("authorization") == "Bearer open-sesame" for sent in registry.bodies())


def test_a_proxy_is_asked_for_what_only_it_can_reach(puller: Puller, registry: Registry) -> None:
    model = content(3)
    registry.add_model("library/big:latest", (MODEL, model))
    ended = puller.run("http://models.invalid/library/big", http_proxy=registry.url, NO_PROXY="", no_proxy="")
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(model)
    assert all(sent.headers["host"] == "models.invalid" for sent in registry.log)


def test_one_odd_answer_does_not_cost_what_has_come(puller: Puller, registry: Registry) -> None:
    model = content(12)
    registry.add_model("library/big:latest", (MODEL, model))
    cuts = iter([2_500_000])
    odd = iter([b"<html>please log in</html>", model])

    def fault(sent: Sent) -> Fault | None:
        if cut := next(cuts, None):
            return Fault(cut_after=cut)
        return Fault(body=next(odd, None)) if sent.start else None

    registry.fault = fault
    puller.run("big", "--parallel", 1)
    ended = puller.run("big", "--parallel", 1)
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(model)
    assert sum(sent.count for sent in registry.bodies()) < len(model) + 2 * MEBIBYTE


def test_a_token_that_runs_out_is_replaced(puller: Puller, registry: Registry) -> None:
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.token = "first"

    def change(sent: Sent) -> Fault | None:
        if registry.token == "first" and sent.start > 0:
            registry.token = "second"
            return Fault(cut_after=100_000)
        return None

    registry.fault = change
    ended = puller.run("big")
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(model)


def test_two_that_want_the_same_model_fetch_it_once(puller: Puller, registry: Registry) -> None:
    model = content(16)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.pause = 0.004
    pulls = [puller.start("big") for _ in range(3)]
    for pull in pulls:
        _, said = pull.communicate(timeout=60)
        assert pull.returncode == 0, said
    assert puller.holds(model)
    assert sum(sent.count for sent in registry.bodies() if sent.count > 1000) == len(model)


def test_the_second_goes_on_when_the_first_is_killed(puller: Puller, registry: Registry) -> None:
    model = content(16)
    registry.add_model("library/big:latest", (MODEL, model))
    registry.pause = 0.004
    first = puller.start("big")
    eventually(lambda: sum(sent.count for sent in registry.bodies()) > 4 * MEBIBYTE)
    second = puller.start("big")
    eventually(lambda: len([sent for sent in registry.log if "/manifests/" in sent.path]) == 2)
    first.kill()
    first.communicate()
    before = check_nothing_is_sent_twice(registry, [])
    _, said = second.communicate(timeout=60)
    assert second.returncode == 0, said
    check_nothing_is_sent_twice(registry, before)
    assert puller.holds(model)


def test_a_disk_that_is_too_small_is_told_before_the_first_byte(puller: Puller, registry: Registry) -> None:
    manifest = registry.add_model("library/big:latest", (MODEL, content(1)))
    manifest["layers"][0]["size"] = 1 << 49
    fails(puller.run("big"), "no space left", "are needed", "are free")
    assert registry.bodies() == []


@pytest.mark.parametrize("size", [(1 << 63) - 1, 1 << 60, -1, "many"])
def test_a_manifest_that_cannot_be_true_is_refused(puller: Puller, registry: Registry, size: object) -> None:
    manifest = registry.add_model("library/big:latest", (MODEL, content(1)), (MODEL, content(1)))
    manifest["layers"][1]["size"] = size
    fails(puller.run("big"), "did not answer with a manifest")


def test_a_disk_that_fills_up_keeps_what_has_come(tmp_path: Path, registry: Registry) -> None:
    # A file's size limit looks like a full disk to who writes it: the system ends the write with an error.
    model = content(8)
    registry.add_model("library/big:latest", (MODEL, model))
    puller = Puller(tmp_path, registry)
    command = f"ulimit -f {4 * 1024}; trap '' XFSZ; exec \"$@\""
    ended = subprocess.run(
        ["bash", "-c", command, "pull", *puller.command("big")],
        capture_output=True,
        text=True,
        timeout=60,
        env=puller.environment({}),
    )
    fails(ended, "cannot write", "-partial")
    before = check_nothing_is_sent_twice(registry, [])
    assert puller.run("big").returncode == 0
    assert puller.holds(model)
    assert before


# What registries answer


def test_a_model_that_is_not_there_is_told_in_ollamas_words(puller: Puller) -> None:
    fails(puller.run("nothing:7b"), "pull model manifest: file does not exist", "library/nothing:7b")


@pytest.mark.parametrize("name", ["", "a/b/c/d", "UPPER/../x", "x:y:z", "http://"])
def test_what_is_no_name_is_told(puller: Puller, name: str) -> None:
    fails(puller.run(name), "invalid model name")


def test_a_registry_that_is_not_there_is_told(puller: Puller) -> None:
    fails(puller.run("127.0.0.1:1/library/tiny"), "127.0.0.1:1", "pull model manifest")


def test_plain_http_needs_leave(puller: Puller, registry: Registry) -> None:
    registry.add_model("library/tiny:latest", (MODEL, content(1)))
    name = f"http://{registry.address}/library/tiny"
    ended = subprocess.run(
        [BINARY, "pull", name], capture_output=True, text=True, timeout=60, env=puller.environment({})
    )
    fails(ended, "insecure protocol http", "--insecure")
    assert registry.log == []
    assert puller.run(name).returncode == 0
    assert (puller.library / "manifests" / registry.address / "library/tiny/latest").exists()


def test_a_model_of_another_format_is_refused_before_its_bytes(puller: Puller, registry: Registry) -> None:
    registry.add_model("library/tensors:latest", ("application/vnd.ollama.image.tensor", content(1)))
    fails(puller.run("tensors"), "holds no GGUF file")
    assert registry.bodies() == []


def test_a_certificate_that_nobody_vouches_for_is_refused(puller: Puller, tmp_path: Path) -> None:
    registry = Registry()
    with ExitStack() as stack:
        stack.callback(registry.close)
        certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate]
            + ["-days", "1", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        registry.http.socket = context.wrap_socket(registry.http.socket, server_side=True)
        model = content(3)
        registry.add_model("library/tiny:latest", (MODEL, model))
        url = f"https://{registry.address}"
        fails(puller.run("tiny", PADDOCK_REGISTRY=url), "certificate")
        assert puller.run("tiny", PADDOCK_REGISTRY=url, SSL_CERT_FILE=str(certificate)).returncode == 0
        assert puller.holds(model)


# Hugging Face and plain files


@pytest.fixture
def gguf(tmp_path: Path) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        path = tmp_path / f"{name}.gguf"
        tiny_gguf.write_chat(path, name)
        return path.read_bytes()

    return make


def test_hugging_face_is_asked_in_a_registrys_words_first(puller: Puller, registry: Registry) -> None:
    model = content(2)
    registry.add_model("org/repo:Q4_K_M", (MODEL, model))
    ended = puller.run("hf.co/org/repo:Q4_K_M", HF_TOKEN="hf_secret")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "hf.co/org/repo:Q4_K_M\n"
    assert puller.holds(model)
    assert all(sent.headers["authorization"] == "Bearer hf_secret" for sent in registry.log)


@pytest.mark.parametrize("with_digests", [True, False])
def test_a_quantisation_is_found_in_a_repository(
    puller: Puller, registry: Registry, gguf: Callable[[str], bytes], with_digests: bool
) -> None:
    wanted, projector = gguf("wanted"), gguf("projector")
    files = {
        "README.md": b"read me",
        "tiny-Q4_K_M.gguf": gguf("other"),
        "tiny-Q8_0.gguf": wanted,
        "mmproj-tiny-F32.gguf": gguf("large"),
        "mmproj-tiny-f16.gguf": projector,
    }
    registry.add_repository("org/repo", files, with_digests)
    ended = puller.run("hf.co/org/repo:q8_0")
    assert ended.returncode == 0, ended.stderr
    manifest = puller.manifest("hf.co/org/repo/q8_0")
    assert [layer["digest"] for layer in manifest["layers"]] == [digest_of(wanted), digest_of(projector)]
    assert manifest["layers"][1]["mediaType"] == "application/vnd.ollama.image.projector"
    config = json.loads((puller.blobs / manifest["config"]["digest"].replace(":", "-")).read_text())
    assert config["model_format"] == "gguf" and config["model_family"] == "llama"
    assert config["rootfs"]["diff_ids"] == [digest_of(wanted), digest_of(projector)]
    assert puller.holds(wanted) and puller.holds(projector) and puller.leftovers() == []


def test_the_usual_quantisation_is_taken_when_none_is_named(
    puller: Puller, registry: Registry, gguf: Callable[[str], bytes]
) -> None:
    usual = gguf("usual")
    registry.add_repository("org/repo", {"tiny-Q2_K.gguf": gguf("a"), "tiny-Q4_K_M.gguf": usual})
    assert puller.run("hf.co/org/repo").returncode == 0
    assert puller.manifest("hf.co/org/repo/latest")["layers"][0]["digest"] == digest_of(usual)


def test_all_parts_of_a_split_model_come_and_find_each_other(
    puller: Puller, registry: Registry, gguf: Callable[[str], bytes]
) -> None:
    parts = [gguf("first"), gguf("second")]
    files = {f"Q8_0/big-Q8_0-0000{number}-of-00002.gguf": part for number, part in enumerate(parts, 1)}
    registry.add_repository("org/repo", files)
    ended = puller.run("hf.co/org/repo:Q8_0")
    assert ended.returncode == 0, ended.stderr
    layers = puller.manifest("hf.co/org/repo/Q8_0")["layers"]
    assert [layer["digest"] for layer in layers] == [digest_of(part) for part in parts]
    assert all(layer["mediaType"] == MODEL for layer in layers)
    folder = puller.library / "split" / digest_of(parts[0]).replace(":", "-")
    for number, part in enumerate(parts, 1):
        assert (folder / f"model-0000{number}-of-00002.gguf").read_bytes() == part


def test_a_quantisation_that_is_not_there_is_told_with_those_that_are(
    puller: Puller, registry: Registry, gguf: Callable[[str], bytes]
) -> None:
    registry.add_repository("org/repo", {"tiny-Q2_K.gguf": gguf("a")})
    fails(puller.run("hf.co/org/repo:Q9"), "pull model manifest: file does not exist", "tiny-Q2_K.gguf")


def test_a_repository_that_is_not_there_is_told(puller: Puller) -> None:
    fails(puller.run("hf.co/org/nothing"), "pull model manifest: file does not exist", "org/nothing", "HF_TOKEN")


def test_a_file_at_an_address_becomes_a_model_and_is_fetched_once(
    puller: Puller, registry: Registry, gguf: Callable[[str], bytes]
) -> None:
    model = gguf("single")
    registry.files["/models/Tiny One.Q8_0.gguf"] = model
    registry.etags["/models/Tiny One.Q8_0.gguf"] = '"one"'
    url = f"{registry.url}/models/Tiny%20One.Q8_0.gguf"
    ended = puller.run(url)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == f"{registry.address}/models/Tiny-20One.Q8_0:latest\n"
    assert puller.holds(model) and puller.leftovers() == []
    registry.log.clear()
    assert puller.run(url).returncode == 0
    assert sum(sent.count for sent in registry.bodies()) == 4  # enough to see that it is the same


def test_a_file_that_has_changed_is_fetched_anew(
    puller: Puller, registry: Registry, gguf: Callable[[str], bytes]
) -> None:
    path = "/models/tiny.gguf"
    start = gguf("single")
    old, new = start + content(12, 1), start + content(12, 2)
    registry.files[path], registry.etags[path] = old, '"old"'
    registry.pause = 0.004
    pull = puller.start(registry.url + path)
    eventually(lambda: sum(sent.count for sent in registry.bodies()) > 4 * MEBIBYTE)
    pull.kill()
    pull.communicate()
    registry.files[path], registry.etags[path] = new, '"new"'
    ended = puller.run(registry.url + path)
    assert ended.returncode == 0, ended.stderr
    assert puller.holds(new) and puller.leftovers() == []


def test_a_page_is_not_taken_for_a_model(puller: Puller, registry: Registry) -> None:
    registry.files["/models/tiny.gguf"] = b"<html>" * 1000
    fails(puller.run(f"{registry.url}/models/tiny.gguf"), "is no GGUF file")
