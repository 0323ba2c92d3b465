"""Hugging Face checkpoints of BERT and RoBERTa with label attention, as the graphs of a model pack.

The encoders are written out, as `encoder.py` is, so that the exported graph holds only plain operators.
BERT: Devlin et al. 2019. RoBERTa: Liu et al. 2019. PLM-ICD: Huang et al. 2022 (its label attention is
that of LAAT, Vu et al. 2020). BERT-XML: Zhang et al. 2020 (its label attention is that of AttentionXML).
"""
from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any, Optional

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

State = dict[str, Tensor]

SAFETENSORS = {"F64": np.float64, "F32": np.float32, "F16": np.float16, "I64": np.int64, "I32": np.int32}


def read_state(folder: Path) -> State:
    """The tensors of a checkpoint folder by name, in float."""
    safe, pickled = folder / "model.safetensors", folder / "pytorch_model.bin"
    if safe.exists():
        return read_safetensors(safe)
    if not pickled.exists():
        raise SystemExit(f"{folder} has neither model.safetensors nor pytorch_model.bin (in one piece)")
    # weights_only: a checkpoint is data, and must not run code when it is read.
    saved = torch.load(pickled, map_location="cpu", weights_only=True)
    for nested in ("state_dict", "model_state_dict", "model"):
        if isinstance(saved.get(nested), dict):
            saved = saved[nested]
    return {name: x.float() for name, x in saved.items() if isinstance(x, Tensor) and x.is_floating_point()}


def read_safetensors(path: Path) -> State:
    """A safetensors file: little-endian header length, JSON header, raw tensors."""
    blob = memoryview(path.read_bytes())
    (length,) = struct.unpack("<Q", blob[:8])
    header = json.loads(bytes(blob[8 : 8 + length]))
    state = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        raw = blob[8 + length + start : 8 + length + end]
        if entry["dtype"] == "BF16":
            # The upper half of a float.
            values = (np.frombuffer(raw, np.uint16).astype(np.uint32) << 16).view(np.float32)
        else:
            values = np.frombuffer(raw, SAFETENSORS[entry["dtype"]])
        state[name] = torch.from_numpy(values.astype(np.float32).reshape(entry["shape"]))
    return state


ACTIVATIONS = {
    "gelu": F.gelu,
    "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "relu": F.relu,
}


class Layer(nn.Module):
    """Post-norm transformer layer."""

    def __init__(self, config: dict[str, Any], state: State, at: str) -> None:
        super().__init__()
        self.heads: int = config["num_attention_heads"]
        self.activation = ACTIVATIONS[config.get("hidden_act", "gelu")]
        self.query = _linear(state, f"{at}attention.self.query")
        self.key = _linear(state, f"{at}attention.self.key")
        self.value = _linear(state, f"{at}attention.self.value")
        self.project = _linear(state, f"{at}attention.output.dense")
        self.attention_norm = _norm(state, f"{at}attention.output.LayerNorm", config)
        self.expand = _linear(state, f"{at}intermediate.dense")
        self.contract = _linear(state, f"{at}output.dense")
        self.output_norm = _norm(state, f"{at}output.LayerNorm", config)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x [B,T,D], bias [B,1,1,T] (0 or a large negative number) -> [B,T,D]."""
        b, t, d = x.shape
        q, k, v = (f(x).view(b, t, self.heads, d // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(d // self.heads) + bias
        mixed = torch.matmul(torch.softmax(scores, -1), v).transpose(1, 2).reshape(b, t, d)
        x = self.attention_norm(x + self.project(mixed))
        return self.output_norm(x + self.contract(self.activation(self.expand(x))))


class Encoder(nn.Module):
    """input_ids, attention_mask [B,T] -> hidden [B,T,D], with the weights of a BERT or RoBERTa checkpoint.

    `bare` is for models whose windows had no [CLS] and [SEP] when they were trained, as in PLM-ICD: the
    first and the last token of the window are not read, and their hidden states are zero.
    """

    def __init__(self, config: dict[str, Any], state: State, bare: bool) -> None:
        super().__init__()
        stem = next((k for k in state if k.endswith("embeddings.word_embeddings.weight")), None)
        if stem is None:
            raise SystemExit("the checkpoint has no BERT or RoBERTa encoder (embeddings.word_embeddings.weight)")
        if config.get("position_embedding_type", "absolute") != "absolute":
            raise SystemExit("only absolute position embeddings are supported")
        at = stem[: -len("embeddings.word_embeddings.weight")]
        self.bare = bare
        self.word = nn.Parameter(state[stem])
        # RoBERTa counts positions from the number after the padding token's.
        first = config["pad_token_id"] + 1 if config["model_type"] in ("roberta", "camembert") else 0
        # Every token is of segment 0, so its embedding can be added once and for all.
        position = state[f"{at}embeddings.position_embeddings.weight"][first:]
        self.position = nn.Parameter(position + state[f"{at}embeddings.token_type_embeddings.weight"][0])
        self.norm = _norm(state, f"{at}embeddings.LayerNorm", config)
        layers = range(config["num_hidden_layers"])
        self.layers = nn.ModuleList([Layer(config, state, f"{at}encoder.layer.{i}.") for i in layers])

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        if self.bare:
            input_ids, attention_mask = input_ids[:, 1:-1], attention_mask[:, 1:-1]
        x = self.norm(F.embedding(input_ids, self.word) + self.position[: input_ids.shape[1]])
        bias = ((1.0 - attention_mask.to(torch.float32)) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return F.pad(x, (0, 0, 1, 1)) if self.bare else x


class DotAttention(nn.Module):
    """BERT-XML: softmax of a query vector a label over the tokens, then a classifier vector a label.

    forward: hidden [N,D], labels [K] -> logits [K], attention and contribution [K,N].
    """

    def __init__(self, query: Tensor, weight: Tensor, bias: Optional[Tensor]) -> None:
        super().__init__()
        self.query, self.weight = nn.Parameter(query), nn.Parameter(weight)
        self.bias = nn.Parameter(torch.zeros(len(weight)) if bias is None else bias)

    def scores(self, hidden: Tensor, labels: Tensor) -> Tensor:
        return torch.matmul(self.query[labels], hidden.transpose(0, 1))

    def forward(self, hidden: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        # The rows are gathered first, so that a long document costs K x N and not L x N.
        attention = torch.softmax(self.scores(hidden, labels), -1)
        contribution = attention * torch.matmul(self.weight[labels], hidden.transpose(0, 1))
        return contribution.sum(-1) + self.bias[labels], attention, contribution


class TanhAttention(DotAttention):
    """PLM-ICD: as DotAttention, the hidden states going through W1 and tanh before the queries see them."""

    def __init__(self, first: Tensor, second: Tensor, third: Tensor, bias: Optional[Tensor]) -> None:
        super().__init__(second, third, bias)
        self.first = nn.Parameter(first)

    def scores(self, hidden: Tensor, labels: Tensor) -> Tensor:
        return torch.matmul(self.query[labels], torch.tanh(F.linear(hidden, self.first)).transpose(0, 1))


PLM_ICD = {"first": "first_linear.weight", "query": "second_linear.weight", "weight": "third_linear.weight", "bias": "third_linear.bias"}
"""Names in the published PLM-ICD; whatever stands before them is left out."""


def read_head(state: State, names: dict[str, str]) -> DotAttention:
    """The label attention: names of its tensors, by their ends. Without `first` it is BERT-XML's."""
    found = {part: _ending(state, name) for part, name in names.items()}
    bias = found.get("bias")
    if len(found["query"]) != len(found["weight"]) or (bias is not None and len(bias) != len(found["weight"])):
        raise SystemExit("queries, classifiers and biases are not of the same number of labels")
    if "first" in found:
        return TanhAttention(found["first"], found["query"], found["weight"], bias)
    return DotAttention(found["query"], found["weight"], bias)


def scale_logits(head: DotAttention, slope: float, offset: float) -> None:
    """Make the head give slope * logit + offset; attention is left as it is."""
    with torch.no_grad():
        head.weight.mul_(slope)
        head.bias.mul_(slope).add_(offset)


def _ending(state: State, name: str) -> Tensor:
    found = [k for k in state if k == name or k.endswith(f".{name}")]
    if len(found) != 1:
        raise SystemExit(f"the checkpoint has {len(found)} tensors named {name}; its names are: {', '.join(state)}")
    return state[found[0]]


def _linear(state: State, name: str) -> nn.Linear:
    weight = state[f"{name}.weight"]
    linear = nn.Linear(weight.shape[1], weight.shape[0])
    linear.load_state_dict({"weight": weight, "bias": state[f"{name}.bias"]})
    return linear


def _norm(state: State, name: str, config: dict[str, Any]) -> nn.LayerNorm:
    # Checkpoints converted from TensorFlow call weight and bias gamma and beta.
    weight = state[f"{name}.weight"] if f"{name}.weight" in state else state[f"{name}.gamma"]
    bias = state[f"{name}.bias"] if f"{name}.bias" in state else state[f"{name}.beta"]
    norm = nn.LayerNorm(len(weight), eps=config.get("layer_norm_eps", 1e-12))
    norm.load_state_dict({"weight": weight, "bias": bias})
    return norm
