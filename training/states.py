"""The frozen encoder's states of every document, computed once for all runs of train.py.

usage: python3 states.py --tokens tokens.jsonl --encoder pretrained.pt --layers 3 6 --out FOLDER

Writes FOLDER/layers-N-PROCESS.pt: the output of the first N layers in half precision, a list of
windows for each (document, language).
"""
from __future__ import annotations

import argparse
from pathlib import Path
from typing import Sequence

import torch
from torch import Tensor

from data import Document, even_windows, read_documents
from encoder import Encoder, load_encoder, lower_windows
from parallel import add_arguments, join, launch

States = dict[tuple[str, str], list[Tensor]]


@torch.no_grad()
def states_of(encoder: Encoder, documents: Sequence[Document], window: int, layers: int) -> States:
    """Output of the first `layers` layers for each document's training windows, [n+2,D] each, in half precision."""
    encoder.eval()
    out: States = {}
    for i in range(0, len(documents), 16):
        group = documents[i : i + 16]
        windows = [even_windows(len(d.ids), window - 2) for d in group]
        for d, xs in zip(group, lower_windows(encoder, [d.ids for d in group], windows, layers)):
            out[d.id, d.lang] = [x.half() for x in xs]
    return out


def read_states(folder: Path, layers: int) -> States:
    """What a run of this script wrote."""
    out: States = {}
    for path in sorted(folder.glob(f"layers-{layers}-*.pt")):
        out.update(torch.load(path))
    return out


def work(rank: int, args: argparse.Namespace) -> None:
    """One process's share of the documents."""
    join(rank, args)
    documents = [d for d in read_documents(args.tokens) if d.split in args.splits]
    own = sorted(documents, key=lambda d: (len(d.ids), d.id, d.lang))[rank :: args.processes]
    encoder = load_encoder(args.encoder, 0.0)
    for layers in args.layers:
        torch.save(states_of(encoder, own, args.window, layers), args.out / f"layers-{layers}-{rank}.pt")
    print(f"{len(own)} documents", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokens", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="pretrained.pt, or MiniLM's safetensors")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--splits", nargs="+", default=["train"])
    parser.add_argument("--layers", type=int, nargs="+", default=[3, 6])
    parser.add_argument("--window", type=int, default=256, help="as in train.py")
    add_arguments(parser)
    launch(work, parser.parse_args())


if __name__ == "__main__":
    main()
