"""GGUF models of a megabyte whose behaviour is written down rather than learned.

The blocks of these models add nothing to what goes through them. So a chat model is a chain: its next token follows
from the last one alone. It says a given text and stops, or counts for ever ("alpha: 1 2 3 ..."), so that a reader can
tell which model speaks, and whether a piece of a stream was lost, doubled or moved. An embedding model adds up the
random vectors of a text's letters.
"""

import re
import zlib
from itertools import count, pairwise
from pathlib import Path

import gguf
import numpy as np
from gguf.quants import dequantize

WIDTH = 64
HEADS = 2
NORMAL, CONTROL = int(gguf.TokenType.NORMAL), int(gguf.TokenType.CONTROL)

PLAIN = """
{%- for message in messages -%}
<|im_start|>{{ message.role }}
{{ message.content or '' }}<|im_end|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant
{% endif -%}"""

# Also shows the parser of llama-server how this model thinks and calls functions.
AGENT = """
{%- if tools -%}
<|im_start|>system
You may call these functions: {{ tools | tojson }}<|im_end|>
{% endif -%}
{%- for message in messages -%}
<|im_start|>{{ message.role }}
{% if message.reasoning_content -%}
<think>
{{ message.reasoning_content }}
</think>

{% endif -%}
{{ message.content or '' }}
{%- for call in message.tool_calls or [] %}
<tool_call>
{"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
</tool_call>
{%- endfor -%}
<|im_end|>
{% endfor -%}
{%- if add_generation_prompt -%}
<|im_start|>assistant
{% endif -%}"""


def write_chat(
    path: Path,
    name: str,
    reply: str | None = None,
    template: str = PLAIN,
    mebibytes: float = 0,
    tensors_a_part: int = 0,
    fills_gaps: bool = False,
) -> None:
    """A model that says `reply`, or without one counts to a thousand again and again. More mebibytes: slower.

    With a number of tensors a part, it is split into several files. One that fills gaps knows the marks for them.
    """
    script = [f"{name}:", *(f" {number}" for number in range(1, 1001))] if reply is None else pieces(reply)
    control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    # Text is read byte by byte, but for the one merge that the file format asks for.
    tokens = [*control, *LETTERS, "he", *map(spell, script)]
    end, first = control.index("<|im_end|>"), len(tokens) - len(script)

    random = np.random.default_rng(zlib.crc32(name.encode()))
    heading = random.standard_normal((len(tokens), WIDTH))
    heading[:first] = heading[0]  # whatever is read leads to the script's first piece
    heading /= np.linalg.norm(heading, axis=1, keepdims=True)
    wanted = np.zeros_like(heading)
    wanted[first] = heading[0]
    for here, following in pairwise(range(first, len(tokens))):
        wanted[following] = heading[here]
    wanted[end if reply else first + 1] += heading[-1]

    # Two blocks, because llama.cpp runs the last one for a prompt's last token only.
    hidden = 32 + int(mebibytes * 2**20) // (2 * 6 * WIDTH) // 32 * 32
    wide, square, ones = np.zeros((hidden, WIDTH)), np.zeros((WIDTH, WIDTH)), np.ones(WIDTH)
    block = {
        "attn_norm": ones,
        **{f"attn_{part}": square for part in ("q", "k", "v", "output")},
        "ffn_norm": ones,
        "ffn_gate": wide,
        "ffn_up": wide,
        "ffn_down": wide.T,
    }
    save(
        path,
        "llama",
        {
            "general.name": name,
            "general.file_type": int(gguf.LlamaFileType.MOSTLY_F16),
            "llama.vocab_size": len(tokens),
            "llama.context_length": 32768,
            "llama.embedding_length": WIDTH,
            "llama.block_count": 2,
            "llama.feed_forward_length": hidden,
            "llama.attention.head_count": HEADS,
            "llama.attention.layer_norm_rms_epsilon": 1e-5,
            "tokenizer.ggml.model": "gpt2",
            "tokenizer.ggml.pre": "gpt-2",
            "tokenizer.ggml.tokens": tokens,
            "tokenizer.ggml.token_type": [CONTROL] * len(control) + [NORMAL] * (len(tokens) - len(control)),
            "tokenizer.ggml.merges": ["h e"],
            "tokenizer.ggml.bos_token_id": 0,
            "tokenizer.ggml.eos_token_id": end,
            "tokenizer.ggml.add_bos_token": False,
            "tokenizer.chat_template": template,
            **{f"tokenizer.ggml.fim_{part}_token_id": 1 for part in ("pre", "suf", "mid") if fills_gaps},
        },
        {
            "token_embd.weight": heading,
            "output_norm.weight": ones,
            "output.weight": wanted * 5,
            **{f"blk.{i}.{part}.weight": tensor for i in (0, 1) for part, tensor in block.items()},
        },
        tensors_a_part,
    )


def pieces(text: str) -> list[str]:
    """Cuts a text into words that are all different, because each must tell what follows it."""
    cut: list[str] = []
    for word in re.findall(r"\s*\S+", text):
        if cut and (word in cut or len(word) == 1):
            cut[-1] += word
        else:
            cut.append(word)
    return cut


def alphabet() -> list[str]:
    """GPT-2's signs for bytes: those that print stand for themselves, the others follow from U+0100 on."""
    prints = {*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)}
    others = count(256)
    return [chr(byte if byte in prints else next(others)) for byte in range(256)]


LETTERS = alphabet()


def spell(text: str) -> str:
    return "".join(LETTERS[byte] for byte in text.encode())


def write_embedder(path: Path, name: str = "embed") -> None:
    """A model that turns a text into the mean of its letters' vectors."""
    write_reader(path, name, gguf.PoolingType.MEAN, {})


def write_adapter(path: Path) -> None:
    """A LoRA adapter for chat models, which changes nothing."""
    facts = {"general.type": "adapter", "adapter.type": "lora", "adapter.lora.alpha": 1.0}
    sides = {"lora_a": np.zeros((1, WIDTH)), "lora_b": np.zeros((WIDTH, 1))}
    save(path, "llama", facts, {f"blk.0.attn_q.weight.{side}": zeros for side, zeros in sides.items()})


def write_reranker(path: Path, name: str = "rerank") -> None:
    """A model that gives a query and a document a number, always the same for the same two."""
    random = np.random.default_rng(1)
    head = {
        "cls.weight": np.eye(WIDTH),
        "cls.bias": np.zeros(WIDTH),
        "cls.output.weight": 3 * random.standard_normal((1, WIDTH)),
        "cls.output.bias": np.zeros(1),
    }
    write_reader(path, name, gguf.PoolingType.RANK, head)


def write_reader(path: Path, name: str, pooling: gguf.PoolingType, head: dict[str, np.ndarray]) -> None:
    """A model that reads texts and writes none."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    letters = [chr(code) for code in range(0x21, 0x7F) if not chr(code).isupper()]
    tokens = [*special, *("\u2581" + letter for letter in letters), *letters]
    square, zeros, ones = np.zeros((WIDTH, WIDTH)), np.zeros(WIDTH), np.ones(WIDTH)
    norms = ("token_embd_norm", "blk.0.attn_output_norm", "blk.0.layer_output_norm")
    save(
        path,
        "bert",
        {
            "general.name": name,
            "general.file_type": int(gguf.LlamaFileType.MOSTLY_F16),
            "bert.context_length": 512,
            "bert.embedding_length": WIDTH,
            "bert.block_count": 1,
            "bert.feed_forward_length": WIDTH,
            "bert.attention.head_count": HEADS,
            "bert.attention.layer_norm_epsilon": 1e-12,
            "bert.attention.causal": False,
            "bert.pooling_type": int(pooling),
            "tokenizer.ggml.model": "bert",
            "tokenizer.ggml.tokens": tokens,
            "tokenizer.ggml.token_type": [CONTROL] * len(special) + [NORMAL] * 2 * len(letters),
            "tokenizer.ggml.token_type_count": 2,
            "tokenizer.ggml.padding_token_id": 0,
            "tokenizer.ggml.unknown_token_id": 1,
            "tokenizer.ggml.bos_token_id": 2,
            "tokenizer.ggml.eos_token_id": 3,
            "tokenizer.ggml.seperator_token_id": 3,
            "tokenizer.ggml.mask_token_id": 4,
        },
        {
            "token_embd.weight": np.random.default_rng(0).standard_normal((len(tokens), WIDTH)),
            "token_types.weight": np.zeros((2, WIDTH), np.float32),
            "position_embd.weight": np.zeros((512, WIDTH), np.float32),
            **{f"blk.0.attn_{part}.weight": square for part in ("q", "k", "v", "output")},
            **{f"blk.0.ffn_{part}.weight": square for part in ("up", "down")},
            **{f"{norm}.weight": ones for norm in norms},
            **{f"{norm}.bias": zeros for norm in norms},
            **head,
        },
    )


def write_projector(path: Path, words: np.ndarray) -> None:
    """An eye that sees one thing: a patch of a picture becomes the word, a row of `words`, for red, green or blue."""
    side, patch, width = 56, 14, 32
    brightness = np.zeros((width, 3, patch, patch), np.float32)
    strongest, spoken = np.zeros((width, width), np.float32), np.zeros((words.shape[1], width), np.float32)
    for colour in range(3):
        brightness[colour, colour] = 1 / patch**2
        # 24 if this colour is full and the others are dark; below zero, where GELU ends, if it is dark.
        strongest[colour, :3] = -8
        strongest[colour, colour] = 8
        spoken[:, colour] = words[colour] / 24
    nothing, zeros, ones = np.zeros((width, width), np.float32), np.zeros(width), np.ones(width)
    save(
        path,
        "clip",
        {
            "general.type": "mmproj",
            "general.file_type": int(gguf.LlamaFileType.ALL_F32),
            "clip.has_vision_encoder": True,
            "clip.projector_type": "mlp",
            "clip.use_gelu": True,
            "clip.vision.image_size": side,
            "clip.vision.patch_size": patch,
            "clip.vision.image_mean": [0.5, 0.5, 0.5],
            "clip.vision.image_std": [0.5, 0.5, 0.5],
            "clip.vision.embedding_length": width,
            "clip.vision.feed_forward_length": width,
            "clip.vision.projection_dim": words.shape[1],
            "clip.vision.block_count": 1,
            "clip.vision.attention.head_count": 1,
            "clip.vision.attention.layer_norm_epsilon": 1e-5,
        },
        {
            "v.patch_embd.weight": brightness,
            "v.position_embd.weight": np.zeros(((side // patch) ** 2, width), np.float32),
            "mm.0.weight": strongest,
            "mm.0.bias": zeros,
            "mm.2.weight": spoken,
            "mm.2.bias": np.zeros(words.shape[1]),
            # There must be a block, though this kind of projector leaves the last one out.
            **{f"v.blk.0.attn_{part}.weight": nothing for part in ("q", "k", "v", "out")},
            **{f"v.blk.0.ffn_{part}.weight": nothing for part in ("up", "down")},
            **{f"v.blk.0.attn_{part}.bias": zeros for part in ("q", "k", "v", "out")},
            **{f"v.blk.0.ffn_{part}.bias": zeros for part in ("up", "down")},
            **{f"v.blk.0.{norm}.weight": ones for norm in ("ln1", "ln2")},
            **{f"v.blk.0.{norm}.bias": zeros for norm in ("ln1", "ln2")},
        },
    )


def colour_words(model: Path) -> np.ndarray:
    """How a model spells red, green and blue inside."""
    reader = gguf.GGUFReader(model)
    tokens = reader.fields["tokenizer.ggml.tokens"].contents()
    table = next(tensor for tensor in reader.tensors if tensor.name == "token_embd.weight")
    rows = [tokens.index(f"\u0120{colour}") for colour in ("red", "green", "blue")]
    return dequantize(table.data[rows], table.tensor_type)


def save(
    path: Path, architecture: str, facts: dict, tensors: dict[str, np.ndarray], tensors_a_part: int = 0
) -> None:
    writer = gguf.GGUFWriter(path, architecture, split_max_tensors=tensors_a_part)
    for key, value in facts.items():
        match value:
            case bool():
                writer.add_bool(key, value)
            case int():
                writer.add_uint32(key, value)
            case float():
                writer.add_float32(key, value)
            case str():
                writer.add_string(key, value)
            case _:
                writer.add_array(key, value)
    for name, tensor in tensors.items():
        is_matrix = tensor.ndim == 2 and tensor.dtype == np.float64
        writer.add_tensor(name, np.ascontiguousarray(tensor, np.float16 if is_matrix else np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
