"""Masked-language pretraining of the encoder with a vocabulary of its own.

usage: python3 pretrain.py --texts pretraining.jsonl --tokenizer tokenizer.json --out FOLDER
           [--weights model.fp16.safetensors --reference tokenizer.json [--translation translation.json]]

With --weights the layers start from all-MiniLM-L6-v2, and a piece's embedding from the mean of
the MiniLM pieces that it consists of; with --translation, a piece that is a Spanish word starts
from its English translations instead (as WECHSEL does, Minixhofer et al. 2022). Without
--weights everything starts at random.

A text and its translation are, with probability --parallel, cut into the same number of pieces
and read side by side (translation language modelling, Lample and Conneau 2019).
"""
from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Iterator, Sequence

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.nn import functional as F

from data import CLS, MASK, PAD, SEP, SPECIAL, even_windows
from encoder import HIDDEN, Encoder, FloatLayerNorm, load_minilm
from parallel import add_arguments, average_gradients, join, launch
from vocabulary import CONTINUING, split

HELD_OUT = 100
"""One in so many texts is never trained on."""


class MaskedLanguageHead(nn.Module):
    """Hidden states [M,D] -> logits over the vocabulary [M,V], with the embedding as output weights."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.transform = nn.Linear(HIDDEN, HIDDEN)
        self.norm = FloatLayerNorm(HIDDEN, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, hidden: Tensor, embedding: Tensor) -> Tensor:
        return F.linear(self.norm(F.gelu(self.transform(hidden))), embedding, self.bias)


def read_vocabulary(path: Path) -> dict[str, int]:
    """The pieces of a tokenizer.json with their numbers."""
    return json.loads(path.read_text("utf8"))["model"]["vocab"]


def stem(word: str) -> str:
    """`stem` of src/main/coding/words.ts for a normalised word; the translation table is of such stems."""
    if len(word) <= 4 or word.endswith(("ss", "is", "us")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    singular = word[:-2] if word.endswith("es") else word[:-1] if word.endswith("s") else word
    if len(singular) < 4:
        return word
    return singular[:-1] if len(singular) > 4 and singular[-1] in "aeo" else singular


def transplant(
    embedding: Tensor,
    old: dict[str, int],
    new: dict[str, int],
    counts: dict[str, Counter],
    translation: dict[str, list[tuple[str, float]]],
) -> Tensor:
    """Embeddings [V,D] of the pieces `new`, made from those of the pieces `old`.

    `counts` says for each language how often a piece occurs in it: only a piece that is more
    Spanish than English takes its translations' embedding.
    """
    rows = torch.zeros(len(new), HIDDEN)
    for piece, at in new.items():
        if piece in old:
            rows[at] = embedding[old[piece]]
        else:
            word = piece[len(CONTINUING) :] if piece.startswith(CONTINUING) else piece
            parts = split(word, old)
            if piece.startswith(CONTINUING) and CONTINUING + parts[0] in old:
                parts[0] = CONTINUING + parts[0]
            rows[at] = embedding[[old[p] for p in parts]].mean(0)
    english: dict[str, list[int]] = defaultdict(list)
    for piece, at in new.items():
        if piece.isalpha() and counts["en"][at] > counts["es"][at]:
            english[stem(piece)].append(at)
    meant = {
        s: sum(rows[at] * counts["en"][at] for at in ats) / sum(counts["en"][at] for at in ats)
        for s, ats in english.items()
    }
    translated = rows.clone()
    for piece, at in new.items():
        if not piece.isalpha() or counts["es"][at] <= counts["en"][at]:
            continue
        readings = [(meant[e], p) for e, p in translation.get(stem(piece), []) if e in meant and p >= 0.1]
        if readings:
            translated[at] = sum(row * p for row, p in readings) / sum(p for _, p in readings)
    return translated


def initial_encoder(args: argparse.Namespace, new: dict[str, int], counts: dict[str, Counter]) -> Encoder:
    """The encoder before pretraining, from --weights or at random."""
    encoder = Encoder(len(new), args.dropout)
    if args.weights:
        source = load_minilm(args.weights)
        translation = json.loads(args.translation.read_text("utf8")) if args.translation else {}
        state = source.state_dict()
        state["word.weight"] = transplant(
            state["word.weight"], read_vocabulary(args.reference), new, counts, translation
        )
        encoder.load_state_dict(state)
    else:
        for module in encoder.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, 0.0, 0.02)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)
    return encoder


def is_held_out(id: str) -> bool:
    """Both languages of a text together."""
    return int(hashlib.sha256(id.encode()).hexdigest()[8:16], 16) % HELD_OUT == 0


Texts = dict[str, dict[str, list[int]]]
"""Token ids by text and language."""


def alone(ids: Sequence[int], content: int) -> list[list[int]]:
    """A text in equal pieces of at most `content` tokens, each a sequence."""
    return [[CLS, *ids[w.start : w.end], SEP] for w in even_windows(len(ids), content)]


def side_by_side(a: Sequence[int], b: Sequence[int], content: int) -> list[list[int]]:
    """A text and its translation in as many pieces, the nth of both in one sequence."""
    half = (content - 1) // 2
    count = max(1, -(-max(len(a), len(b)) // half))
    cut = lambda ids, i: ids[round(i * len(ids) / count) : round((i + 1) * len(ids) / count)]
    return [[CLS, *cut(a, i), SEP, *cut(b, i), SEP] for i in range(count)]


def sequences(texts: Texts, length: int, parallel: float, rng: random.Random) -> list[list[int]]:
    """One epoch."""
    out = []
    for id in sorted(texts):
        versions = texts[id]
        if len(versions) == 2 and rng.random() < parallel:
            out += side_by_side(versions["es"], versions["en"], length - 2)
        else:
            out += [s for lang in sorted(versions) for s in alone(versions[lang], length - 2)]
    return out


def batches(items: Sequence[list[int]], size: int, rng: random.Random) -> list[list[list[int]]]:
    """Batches of sequences of similar length, in random order."""
    order = list(items)
    rng.shuffle(order)
    pool = 64 * size
    out = []
    for i in range(0, len(order), pool):
        group = sorted(order[i : i + pool], key=len)
        out += [group[j : j + size] for j in range(0, len(group) - size + 1, size)]
    rng.shuffle(out)
    return out


def masked(batch: Sequence[Sequence[int]], rate: float, vocabulary: int, generator: torch.Generator):
    """ids [B,T] with hidden tokens, mask [B,T], positions [M] in the flattened batch, targets [M].

    Of the tokens to predict 80% become [MASK], 10% another token, 10% stay (Devlin et al. 2019).
    """
    longest = max(map(len, batch))
    ids = torch.full((len(batch), longest), PAD, dtype=torch.int64)
    for row, tokens in enumerate(batch):
        ids[row, : len(tokens)] = torch.tensor(tokens)
    mask = (ids != PAD).long()
    chosen = (torch.rand(ids.shape, generator=generator) < rate) & (ids >= len(SPECIAL))
    positions = chosen.view(-1).nonzero()[:, 0]
    targets = ids.view(-1)[positions]
    fate = torch.rand(len(positions), generator=generator)
    other = torch.randint(len(SPECIAL), vocabulary, (len(positions),), generator=generator)
    hidden = torch.where(fate < 0.8, torch.full_like(targets, MASK), torch.where(fate < 0.9, other, targets))
    ids.view(-1)[positions] = hidden
    return ids, mask, positions, targets


def predict(encoder: Encoder, head: MaskedLanguageHead, ids: Tensor, mask: Tensor, positions: Tensor) -> Tensor:
    """Logits [M,V] of the masked positions."""
    return head(encoder(ids, mask).view(-1, HIDDEN)[positions], encoder.word.weight)


@torch.no_grad()
def held_out_loss(
    encoder: Encoder, head: MaskedLanguageHead, texts: Texts, args: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """Mean loss and accuracy at masked tokens of each language, always the same ones."""
    encoder.eval()
    vocabulary = encoder.word.num_embeddings
    report = {}
    for lang in ("es", "en"):
        items = [s for id in sorted(texts) if lang in texts[id] for s in alone(texts[id][lang], args.length - 2)]
        sums = torch.zeros(3)
        grouped = batches(items, 8, random.Random(7))
        for number, batch in enumerate(grouped):
            if number % args.processes != dist.get_rank():
                continue
            generator = torch.Generator().manual_seed(number)
            ids, mask, positions, targets = masked(batch, 0.15, vocabulary, generator)
            logits = predict(encoder, head, ids, mask, positions)
            sums += torch.tensor([
                float(F.cross_entropy(logits, targets, reduction="sum")),
                float((logits.argmax(-1) == targets).sum()),
                len(targets),
            ])
        dist.all_reduce(sums)
        report[lang] = {"loss": round(float(sums[0] / sums[2]), 4), "accuracy": round(float(sums[1] / sums[2]), 4)}
    encoder.train()
    return report


def work(rank: int, args: argparse.Namespace) -> None:
    """One process of the pretraining."""
    join(rank, args)
    began = time.time()

    def log(name: str, value: Any) -> None:
        if rank == 0:
            print(f"{(time.time() - began) / 60:6.1f} min  {name} {json.dumps(value)}", flush=True)

    texts: Texts = defaultdict(dict)
    counts: dict[str, Counter] = {"es": Counter(), "en": Counter()}
    with open(args.texts, encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            texts[row["id"]][row["lang"]] = row["ids"]
            counts[row["lang"]].update(row["ids"])
    test = {id: v for id, v in texts.items() if is_held_out(id)}
    train = {id: v for id, v in texts.items() if not is_held_out(id)}
    vocabulary = read_vocabulary(args.tokenizer)
    log("data", {
        "texts": len(train), "held_out": len(test), "vocabulary": len(vocabulary),
        "tokens": {lang: sum(len(v[lang]) for v in train.values() if lang in v) for lang in ("es", "en")},
    })

    encoder = initial_encoder(args, vocabulary, counts)
    head = MaskedLanguageHead(len(vocabulary))
    if args.resume:
        saved = torch.load(args.resume, map_location="cpu")
        encoder.load_state_dict(saved["encoder"])
        head.load_state_dict(saved["head"])
    encoder.train()
    torch.manual_seed(args.seed + 1 + rank)
    generator = torch.Generator().manual_seed(args.seed + 1 + rank)
    start_loss = held_out_loss(encoder, head, test, args)
    log("start", start_loss)

    parameters = [*encoder.parameters(), *head.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.01},
            {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
        ],
        lr=args.lr, betas=(0.9, 0.98),
    )

    def stream() -> Iterator[list[list[int]]]:
        """This process's batches, epoch after epoch."""
        # The same in every process, which then takes every nth batch.
        rng = random.Random(args.seed)
        while True:
            epoch = batches(sequences(train, args.length, args.parallel, rng), args.batch // args.processes, rng)
            yield from epoch[rank : len(epoch) // args.processes * args.processes : args.processes]

    def save(step: int, loss: dict) -> None:
        if rank == 0:
            temporary = args.out / "pretrained.tmp"
            known = {k: str(v) if isinstance(v, Path) else v for k, v in vars(args).items() if k != "rendezvous"}
            state = {"arguments": known, "step": step, "held_out": loss}
            torch.save({"encoder": encoder.state_dict(), "head": head.state_dict(), "state": state}, temporary)
            temporary.replace(args.out / "pretrained.pt")

    save(0, start_loss)
    source = stream()
    sums: Counter = Counter()
    start = time.time()
    for step in range(1, args.steps + 1):
        factor = min(1.0, step / args.warm_up, (args.steps - step + 1) / (args.steps - args.warm_up))
        for group in optimizer.param_groups:
            group["lr"] = args.lr * factor
        batch = next(source)
        ids, mask, positions, targets = masked(batch, args.mask_rate, len(vocabulary), generator)
        loss = F.cross_entropy(predict(encoder, head, ids, mask, positions), targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        average_gradients(parameters)
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        sums.update({"loss": float(loss), "tokens": int(mask.sum()), "steps": 1})
        if step % args.report == 0 or step == args.steps:
            row: dict[str, Any] = {
                "step": step, "loss": round(sums["loss"] / sums["steps"], 4),
                "tokens_per_second": round(sums["tokens"] * args.processes / (time.time() - start)),
            }
            if step % (args.report * 4) == 0 or step == args.steps:
                row["held_out"] = held_out_loss(encoder, head, test, args)
                save(step, row["held_out"])
            log("step", row)
            sums, start = Counter(), time.time()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder for pretrained.pt")
    parser.add_argument("--weights", type=Path, help="MiniLM's, to start from; without, everything starts at random")
    parser.add_argument("--reference", type=Path, help="MiniLM's tokenizer.json; needed with --weights")
    parser.add_argument("--translation", type=Path, help="Spanish-English word table of translate.ts")
    parser.add_argument("--resume", type=Path, help="continue from this pretrained.pt, with a new schedule")
    parser.add_argument("--steps", type=int, default=1000, help="0: only write the start")
    parser.add_argument("--warm-up", type=int, default=50, help="steps")
    parser.add_argument("--batch", type=int, default=16, help="sequences, over all processes")
    parser.add_argument("--length", type=int, default=256, help="longest sequence, special tokens included")
    parser.add_argument("--parallel", type=float, default=0.5, help="how often a text is read beside its translation")
    parser.add_argument("--mask-rate", type=float, default=0.2)
    parser.add_argument("--lr", type=float, default=5e-4)
    parser.add_argument("--dropout", type=float, default=0.0, help="no text is read often enough to be memorised")
    parser.add_argument("--report", type=int, default=25, help="steps between lines of the log")
    add_arguments(parser)
    launch(work, parser.parse_args())


if __name__ == "__main__":
    main()
