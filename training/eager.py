"""Time of the encoder in eager torch, for the benchmark of what ships against it.

usage: python3 eager.py CHECKPOINT WINDOW RUNS   prints the median milliseconds of one window
"""
from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median

import torch

from encoder import load_encoder


def main() -> None:
    checkpoint, window, runs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(os.cpu_count() or 1)
    encoder = load_encoder(checkpoint, 0.0).eval()
    ids = torch.arange(window)[None] + 1000
    mask = torch.ones_like(ids)
    times = []
    with torch.no_grad():
        for _ in range(runs + 2):
            began = time.perf_counter()
            encoder(ids, mask)
            times.append(1000 * (time.perf_counter() - began))
    print(round(median(times[2:]), 3))


if __name__ == "__main__":
    main()
