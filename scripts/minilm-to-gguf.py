#!/usr/bin/env python3
"""Writes all-MiniLM-L6-v2 as a GGUF file with matrices in Q8_0, from its safetensors file and without torch.

Run it with the Python of `scripts/venv tools`.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import gguf
import numpy as np
from gguf.quants import quantize
from gguf.utility import SafetensorsLocal

SPECIAL = {"bos": "[CLS]", "eos": "[SEP]", "sep": "[SEP]", "unk": "[UNK]", "pad": "[PAD]", "mask": "[MASK]"}


def add_settings(writer: gguf.GGUFWriter, config: dict) -> None:
    writer.add_name("all-MiniLM-L6-v2")
    writer.add_license("apache-2.0")
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_layer_norm_eps(config["layer_norm_eps"])
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_token_type_count(config["type_vocab_size"])


def add_vocabulary(writer: gguf.GGUFWriter, words: list[str]) -> None:
    """WordPiece marks what continues a word; llama.cpp wants a mark on what begins one."""
    special = set(SPECIAL.values())

    def respell(word: str) -> str:
        return word if word in special else word[2:] if word.startswith("##") else "\u2581" + word

    writer.add_tokenizer_model("bert")
    writer.add_token_list([respell(word) for word in words])
    writer.add_token_types([gguf.TokenType.CONTROL if word in special else gguf.TokenType.NORMAL for word in words])
    for role, word in SPECIAL.items():
        getattr(writer, f"add_{role}_token_id")(words.index(word))


def weights(path: Path, layers: int) -> Iterator[tuple[str, np.ndarray]]:
    """Every array that llama.cpp knows, under its name there."""
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.BERT, layers)
    with SafetensorsLocal(path) as tensors:
        for name, tensor in tensors.items():
            if known := names.get_name(name, try_suffixes=(".weight", ".bias")):
                yield known, np.array(tensor.mmap_bytes()).view(np.float32).reshape(tensor.shape)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="folder with config.json, vocab.txt and model.safetensors")
    parser.add_argument("output", type=Path, help="GGUF file to write")
    paths = parser.parse_args()
    config = json.loads((paths.model / "config.json").read_text())
    writer = gguf.GGUFWriter(paths.output, "bert")
    add_settings(writer, config)
    add_vocabulary(writer, (paths.model / "vocab.txt").read_text(encoding="utf-8").splitlines())
    for name, array in weights(paths.model / "model.safetensors", config["num_hidden_layers"]):
        # llama.cpp adds these to every token as they are, so they cannot be quantized.
        plain = array.ndim == 1 or name.startswith(("position_embd", "token_types"))
        kind = gguf.GGMLQuantizationType.F32 if plain else gguf.GGMLQuantizationType.Q8_0
        writer.add_tensor(name, quantize(array, kind), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main()
