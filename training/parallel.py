"""Processes that divide the work between them and average their gradients.

On few cores that is faster than threads inside each operation.
"""
from __future__ import annotations

import argparse
import os
import random
from pathlib import Path
from typing import Callable, Sequence

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from torch import Tensor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--processes, --threads and --seed, which `launch` and `join` read."""
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1, help="of each process")
    parser.add_argument("--seed", type=int, default=1)


def launch(work: Callable[[int, argparse.Namespace], None], args: argparse.Namespace) -> None:
    """Run `work(rank, args)` in every process; `args.out` is a folder."""
    args.out.mkdir(parents=True, exist_ok=True)
    args.rendezvous = str((args.out / f"rendezvous-{os.getpid()}").resolve())
    # Libraries read these when the processes load them.
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(args.threads)
    try:
        mp.spawn(work, args=(args,), nprocs=args.processes)
    finally:
        Path(args.rendezvous).unlink(missing_ok=True)


def join(rank: int, args: argparse.Namespace) -> None:
    """Set threads and seeds, the same in every process, and meet the others."""
    random.seed(args.seed)
    np.random.seed(args.seed)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    torch.set_flush_denormal(True)
    dist.init_process_group("gloo", init_method=f"file://{args.rendezvous}", rank=rank, world_size=args.processes)


def average_gradients(parameters: Sequence[Tensor]) -> None:
    """Average over the processes, as one message."""
    flat = torch.cat([p.grad.reshape(-1) for p in parameters if p.grad is not None])
    dist.all_reduce(flat)
    flat /= dist.get_world_size()
    at = 0
    for p in parameters:
        if p.grad is not None:
            p.grad.copy_(flat[at : at + p.grad.numel()].view_as(p.grad))
            at += p.grad.numel()
