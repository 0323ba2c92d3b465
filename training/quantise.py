"""Dynamic int8 quantisation of an ONNX graph, with nothing but the onnx package.

A MatMul by a constant becomes DynamicQuantizeLinear + MatMulInteger with one weight scale
per output channel (the pattern that ONNX Runtime fuses into one kernel); the rows of an
embedding become int8 with one scale each.
"""
from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper


def _symmetric(w: np.ndarray, axis: int, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Round `w` to -limit..limit with a scale for each slice along `axis` reduced: (int8, float)."""
    scale = (np.abs(w).max(axis=axis, keepdims=True) / limit).astype(np.float32)
    scale[scale == 0] = 1.0
    return np.clip(np.rint(w / scale), -limit, limit).astype(np.int8), scale


def quantise(source: Path, target: Path, limit: int = 127, smallest: int = 4096) -> dict[str, int]:
    """Write the quantised graph; returns how many MatMuls and embeddings were replaced.

    `limit` 63 keeps the sum of two products within 16 bits: x86 processors without VNNI
    add pairs of uint8 x int8 products in 16 bits with saturation, and silently clip
    larger ones. Embedding rows are only multiplied by their scale, so they keep 8 bits.
    """
    model = onnx.load(str(source))
    graph = model.graph
    constants = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    added: dict[str, np.ndarray] = {}
    activations: set[str] = set()
    nodes: list[NodeProto] = []
    count = {"matmul": 0, "embedding": 0}

    for node in graph.node:
        if node.op_type == "MatMul" and _is_matrix(constants.get(node.input[1]), smallest):
            x, w, y = node.input[0], node.input[1], node.output[0]
            if f"{w}_int8" not in added:
                q, scale = _symmetric(constants[w].astype(np.float32), 0, limit)
                added[f"{w}_int8"] = q
                added[f"{w}_scale"] = scale[0]
                added[f"{w}_zero"] = np.zeros(q.shape[1], np.int8)
            if x not in activations:
                activations.add(x)
                nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [f"{x}_uint8", f"{x}_scale", f"{x}_zero"]))
            nodes += [
                helper.make_node("MatMulInteger", [f"{x}_uint8", f"{w}_int8", f"{x}_zero", f"{w}_zero"], [f"{y}_int32"]),
                helper.make_node("Cast", [f"{y}_int32"], [f"{y}_float"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{x}_scale", f"{w}_scale"], [f"{y}_scale"]),
                helper.make_node("Mul", [f"{y}_float", f"{y}_scale"], [y]),
            ]
            count["matmul"] += 1
        elif node.op_type == "Gather" and _is_matrix(constants.get(node.input[0]), smallest):
            table, rows, y = node.input[0], node.input[1], node.output[0]
            added[f"{table}_int8"], added[f"{table}_scale"] = _symmetric(constants[table].astype(np.float32), 1, 127)
            nodes += [
                helper.make_node("Gather", [f"{table}_int8", rows], [f"{y}_int8"], axis=0),
                helper.make_node("Gather", [f"{table}_scale", rows], [f"{y}_scale"], axis=0),
                helper.make_node("Cast", [f"{y}_int8"], [f"{y}_float"], to=TensorProto.FLOAT),
                helper.make_node("Mul", [f"{y}_float", f"{y}_scale"], [y]),
            ]
            count["embedding"] += 1
        else:
            nodes.append(node)

    used = {name for node in nodes for name in node.input}
    kept = [i for i in graph.initializer if i.name in used]
    kept += [numpy_helper.from_array(value, name) for name, value in added.items()]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.initializer[:]
    graph.initializer.extend(kept)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))
    return count


def _is_matrix(value: np.ndarray | None, smallest: int) -> bool:
    return value is not None and value.ndim == 2 and value.size >= smallest
