"""`paddock import`: what it finds, what it writes, and how it ends."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import yaml

import tiny_gguf
from conftest import HELLO
from server import Start
from test_command import run

@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model that sees, two that do not, and things that are none."""
    folder = tmp_path_factory.mktemp("shelf")
    tiny_gguf.write_chat(folder / "hello-instruct-F16.gguf", "hello", HELLO)
    (folder / "eye").mkdir()
    tiny_gguf.write_chat(folder / "eye/Eye.gguf", "eye", HELLO)
    tiny_gguf.write_projector(folder / "eye/mmproj-F16.gguf", np.eye(3, tiny_gguf.WIDTH))
    tiny_gguf.write_embedder(folder / "vectors.gguf")
    shutil.copy(folder / "vectors.gguf", folder / "part-00002-of-00003.gguf")
    (folder / "page.gguf").write_text("<html>404</html>")
    (folder / "nowhere.gguf").symlink_to("none.gguf")
    (folder / "mlx").mkdir()
    (folder / "mlx/config.json").write_text("{}")
    (folder / "mlx/model.safetensors").write_text("weights")
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "models.yaml"


def imported(output: Path, *arguments: object) -> dict:
    """What stands in the file after a run that went well."""
    ended = run("import", "--output", output, *arguments)
    assert ended.returncode == 0, ended.stderr
    return yaml.safe_load(output.read_text())


def ids(config: dict) -> list[str]:
    return [model["id"] for model in config["models"]]


def test_a_folder_becomes_a_file_that_passes_the_check(shelf: Path, output: Path) -> None:
    config = imported(output, "--folder", shelf)
    assert ids(config) == ["Eye", "hello-instruct-F16", "vectors"]
    assert [model["enabled"] for model in config["models"]] == [False] * 3
    assert "default_model" not in config and config["max_loaded_models"] == 1
    eye, hello, vectors = (model["config"] for model in config["models"])
    assert eye["mmproj_path"] == str(shelf / "eye/mmproj-F16.gguf") and eye["vision"] and eye["max_tokens"] == 512
    assert hello["temperature"] == 0.7 and hello["max_tokens"] == 1024 and "mmproj_path" not in hello
    assert "temperature" not in vectors
    assert config["models"][1]["tags"] == ["gguf", "small", "llama", "instruct"]
    assert "F16" in config["models"][1]["description"]
    checked = run("check", "--config", output)
    assert checked.returncode == 0 and "0 models" in checked.stdout


def test_a_summary_names_what_was_found_and_what_was_not(shelf: Path, output: Path) -> None:
    ended = run("import", "--folder", shelf, "--output", output)
    assert ended.returncode == 0 and not ended.stdout
    for words in ("found Eye", "mmproj-F16.gguf", "page.gguf", "nowhere.gguf", "missing part 1, 3", "mlx", str(output)):
        assert words in ended.stderr


def test_what_is_cut_short_is_left_out_with_the_reason(shelf: Path, output: Path, tmp_path: Path) -> None:
    folder = tmp_path / "models"
    shutil.copytree(shelf / "eye", folder)
    whole = (shelf / "hello-instruct-F16.gguf").read_bytes()
    (folder / "broken.gguf").write_bytes(whole[:-1])
    (folder / "mmproj-F16.gguf").write_bytes((folder / "mmproj-F16.gguf").read_bytes()[:-1])
    ended = run("import", "--folder", folder, "--output", output)
    assert ended.returncode == 0
    [projector, model] = [line for line in ended.stderr.splitlines() if line.startswith("warning: left out")]
    assert "out broken: " in model and str(folder / "broken.gguf") in model and str(len(whole)) in model
    assert "projector of Eye: " in projector and str(folder / "mmproj-F16.gguf") in projector
    [entry] = yaml.safe_load(output.read_text())["models"]
    assert entry["id"] == "Eye" and "mmproj_path" not in entry["config"]
    # Once it is whole, it can be added.
    (folder / "broken.gguf").write_bytes(whole)
    assert ids(imported(output, "--folder", folder, "--merge")) == ["Eye", "broken"]


def test_the_file_is_served_as_it_is(shelf: Path, output: Path, paddock: Start) -> None:
    config = imported(output, "--folder", shelf, "--enable", "--override", "n_ctx=512", "--override", "n_threads=1")
    assert run("check", "--config", output).returncode == 0
    assert config["default_model"] == "Eye"
    server = paddock("alpha")
    server.config.write_bytes(output.read_bytes())
    assert server.http.post("/v1/pool/reload").status_code == 200
    assert server.ask("hello-instruct-F16", tokens=100) == HELLO


def test_two_runs_write_the_same_bytes(shelf: Path, output: Path) -> None:
    imported(output, "--folder", shelf, "--profile", "quality")
    first = output.read_bytes()
    imported(output, "--folder", shelf, "--profile", "quality", "--force")
    assert output.read_bytes() == first
    printed = run("import", "--folder", shelf, "--profile", "quality", "--output", "-")
    assert printed.returncode == 0 and printed.stdout.encode() == first
    assert output.read_bytes() == first


def test_profiles_and_overrides_are_written(shelf: Path, output: Path) -> None:
    wanted = ["--override", "temperature=1.5", "--override", "top_k=7", "--override", "top_k=8.0"]
    config = imported(output, "--folder", shelf, "--profile", "memory", *wanted)["models"][1]["config"]
    assert (config["temperature"], config["top_k"], config["cache_type"], config["kv_bits"]) == (1.5, 8, "quantized", 4)
    assert config["max_tokens"] == 256 and config["max_kv_size"] == 1024


def test_a_merge_keeps_every_byte_and_adds_what_is_new(shelf: Path, output: Path) -> None:
    old = f"""\
# My models.
keep_alive: 1m   # Not long.
models:
    # This one is mine.
    - id: EYE
      aliases: [seer]
      enabled: false
      config: {{model_path: /somewhere/else.gguf}}   # Moved.
    - id: mine
      config:
          model_path: {shelf}/./hello-instruct-F16.gguf
          #n_ctx: 1024

# The end.
"""
    output.write_text(old)
    config = imported(output, "--folder", shelf, "--merge")
    assert ids(config) == ["EYE", "mine", "vectors"]
    before, after = old.split("\n\n# The end.\n")
    text = output.read_text()
    assert text.startswith(before) and text.endswith("\n\n# The end.\n") and not after
    assert run("check", "--config", output).returncode == 0
    assert imported(output, "--folder", shelf, "--merge") == config
    assert output.read_text() == text


def test_a_merge_works_on_json_and_on_nothing(shelf: Path, output: Path) -> None:
    output.write_text(json.dumps({"keep_alive": "2m", "models": [{"id": "a", "config": {"model_path": "/a"}}]}))
    config = imported(output, "--folder", shelf, "--merge")
    assert config["keep_alive"] == "2m" and ids(config) == ["a", "Eye", "hello-instruct-F16", "vectors"]
    output.unlink()
    assert ids(imported(output, "--folder", shelf, "--merge")) == ["Eye", "hello-instruct-F16", "vectors"]


def test_a_merge_into_a_bad_file_leaves_it_alone(shelf: Path, output: Path) -> None:
    output.write_text("modles: []\n")
    ended = run("import", "--folder", shelf, "--output", output, "--merge")
    assert ended.returncode == 2 and "models.yaml:1:1" in ended.stderr
    assert output.read_text() == "modles: []\n"


def test_a_merge_that_finds_no_place_leaves_the_file_alone(shelf: Path, output: Path) -> None:
    output.write_text("models: ~\n")
    ended = run("import", "--folder", shelf, "--output", output, "--merge")
    assert ended.returncode == 1 and "models.yaml" in ended.stderr
    assert output.read_text() == "models: ~\n"


def test_a_file_that_exists_is_only_replaced_by_force(shelf: Path, output: Path) -> None:
    output.write_text("models: []\n")
    ended = run("import", "--folder", shelf, "--output", output)
    assert ended.returncode == 1 and "--merge" in ended.stderr and "--force" in ended.stderr
    assert output.read_text() == "models: []\n"
    assert len(imported(output, "--folder", shelf, "--force")["models"]) == 3
    assert list(output.parent.iterdir()) == [output]


def test_a_link_stays_a_link_and_permissions_stay(shelf: Path, output: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("models: []\n")
    real.chmod(0o600)
    output.symlink_to(real)
    imported(output, "--folder", shelf, "--force")
    assert output.is_symlink() and real.stat().st_mode & 0o777 == 0o600 and "Eye" in real.read_text()


@pytest.mark.parametrize("by", ["argument", "HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME", "HOME"])
def test_the_cache_of_hugging_face_is_searched(shelf: Path, output: Path, tmp_path: Path, by: str) -> None:
    parts = {"HF_HOME": "hub", "XDG_CACHE_HOME": "huggingface/hub", "HOME": ".cache/huggingface/hub"}
    repository = tmp_path / "cache" / parts.get(by, "") / "models--acme--hello-gguf"
    (repository / "blobs").mkdir(parents=True)
    (repository / "snapshots/1a2b").mkdir(parents=True)
    (repository / "refs").mkdir()
    (repository / "refs/main").write_text("1a2b\n")
    shutil.copy(shelf / "hello-instruct-F16.gguf", repository / "blobs/9f")
    (repository / "snapshots/1a2b/hello-F16.gguf").symlink_to("../../blobs/9f")
    names = ("HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME")
    environment = {name: "" for name in names} | ({by: str(tmp_path / "cache")} if by != "argument" else {})
    where = [tmp_path / "cache"] if by == "argument" else []
    ended = run("import", "--output", output, "--hf-cache", *where, "--folder", shelf, **environment)
    assert ended.returncode == 0, ended.stderr
    assert ids(yaml.safe_load(output.read_text())) == ["Eye", "acme/hello-gguf:F16", "hello-instruct-F16", "vectors"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--folder"),
        (["--profile", "turbo"], "'interactive'"),
        (["--override", "temperature"], "temperature"),
        (["--override", "=1"], "=1"),
        (["--override", "tempreature=1"], "temperature"),
        (["--override", "temperature=3"], "from 0 to 2"),
        (["--override", "cache_type=tiny"], "quantized"),
        (["--override", "model_path=/a"], "model_path"),
        (["--merge", "--force"], "--force"),
        (["--merge", "--output", "-"], "--merge"),
        (["--unheard-of"], "--unheard-of"),
    ],
)
def test_a_usage_error_is_told_and_nothing_is_written(
    shelf: Path, tmp_path: Path, arguments: list[str], words: str
) -> None:
    folder = ["--folder", shelf] if arguments else []
    ended = run("import", *folder, *arguments, *([] if "--output" in arguments else ["--output", tmp_path / "x.yaml"]))
    assert ended.returncode == 2 and words in ended.stderr and "Usage" in ended.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("where", [["--folder"], ["--hf-cache"]])
def test_a_folder_that_is_not_there_is_named(tmp_path: Path, output: Path, where: list[str]) -> None:
    ended = run("import", *where, tmp_path / "none", "--output", output)
    assert ended.returncode == 1 and str(tmp_path / "none") in ended.stderr
    assert not output.exists()


def test_a_folder_without_models_is_named(tmp_path: Path, output: Path) -> None:
    ended = run("import", "--folder", tmp_path, "--output", output)
    assert ended.returncode == 1 and str(tmp_path) in ended.stderr
    assert not output.exists()


def test_a_place_that_cannot_be_written_is_named(shelf: Path, tmp_path: Path) -> None:
    ended = run("import", "--folder", shelf, "--output", tmp_path / "none/models.yaml")
    assert ended.returncode == 1 and str(tmp_path / "none/models.yaml") in ended.stderr


def test_names_with_every_kind_of_letter_can_be_served(shelf: Path, tmp_path: Path, output: Path) -> None:
    folder = tmp_path / "a: b #c ${HOME} 'd' \"e\" größe\n- f"
    folder.mkdir()
    for name in ("x, y?", "-z", "yes", "1e3", "#1", "tab\there", "模型"):
        (folder / f"{name}.gguf").write_bytes((shelf / "vectors.gguf").read_bytes())
    config = imported(output, "--folder", folder, "--enable")
    assert len(config["models"]) == 7
    checked = run("check", "--config", output)
    assert checked.returncode == 0 and "7 models" in checked.stdout and "warning" not in checked.stderr, checked.stderr
