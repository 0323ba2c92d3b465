"""Label attention: one attention over the document's tokens for every code; and the mention tagger.

Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text" (CAML,
NAACL 2018); Zhang et al., "BERT-XML" (ClinicalNLP 2020); Huang et al., "PLM-ICD"
(ClinicalNLP 2022), from which the windows of an encoder joined under one attention.
"""
from __future__ import annotations

from typing import Optional, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

IGNORED = -1
"""Tag of a token that may or may not belong to a mention."""
OUTSIDE, DIAGNOSIS, PROCEDURE, TAGS = 0, 1, 3, 5
"""Tags: outside, first of a diagnosis, inside a diagnosis, first of a procedure, inside a procedure."""


class LabelAttention(nn.Module):
    """Query Q_l, classifier W_l and bias b_l for each of L labels."""

    def __init__(self, labels: int, hidden: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.zeros(labels, hidden))
        self.weight = nn.Parameter(torch.zeros(labels, hidden))
        self.bias = nn.Parameter(torch.zeros(labels))

    @torch.no_grad()
    def initialise(self, directions: Tensor, prior: Tensor, query_norm: float, weight_norm: float) -> None:
        """Start from a direction for each label [L,D] and document frequencies [L].

        Most labels have a handful of documents, so a query that begins near the words that
        are meant is worth more than a random one.
        """
        unit = F.normalize(directions, dim=1)
        self.query.copy_(unit * query_norm)
        self.weight.copy_(unit * weight_norm)
        self.bias.copy_(torch.logit(prior.clamp(1e-4, 0.5)))

    def forward(self, hidden: Tensor, labels: Optional[Tensor] = None) -> tuple[Tensor, Tensor]:
        """hidden [N,D], labels [K] (all when None) -> logits [K], attention [K,N].

        The rows are gathered first, so that a long document costs K x N and not L x N.
        """
        query, weight, bias = self._rows(labels)
        attention = torch.softmax(torch.matmul(query, hidden.transpose(0, 1)), -1)
        context = torch.matmul(attention, hidden)
        return (context * weight).sum(-1) + bias, attention

    def contribution(self, hidden: Tensor, attention: Tensor, labels: Optional[Tensor] = None) -> Tensor:
        """What each token adds to the logits, [K,N]: attention times w_l . h_t; a row sums to logit less bias."""
        _, weight, _ = self._rows(labels)
        return attention * torch.matmul(weight, hidden.transpose(0, 1))

    def _rows(self, labels: Optional[Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        if labels is None:
            return self.query, self.weight, self.bias
        return self.query[labels], self.weight[labels], self.bias[labels]


class MentionTagger(nn.Module):
    """Hidden states [N,D] -> tag logits [N,5]."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.tag = nn.Linear(hidden, TAGS)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.tag(hidden)


def label_loss(logits: Tensor, target: Tensor, margins: Optional[Tensor]) -> Tensor:
    """Binary cross-entropy summed over the labels.

    With `margins` [L] a gold label's logit must exceed its margin: the label-distribution-aware
    margin loss (LDAM, Cao et al. 2019) in the multi-label form of TransICD (Biswas et al. 2021).
    """
    if margins is not None:
        logits = logits - target * margins
    return F.binary_cross_entropy_with_logits(logits, target, reduction="sum")


def ldam_margins(counts: Sequence[int], scale: float) -> Tensor:
    """Margins [L] that shrink with the fourth root of a label's training documents."""
    return scale / torch.tensor(counts, dtype=torch.float32).pow(0.25)


def span_loss(attention: Tensor, spans: list[tuple[int, list[tuple[int, int]]]]) -> Tensor:
    """Sum over (label, token ranges) of -log of the attention [L,N] that falls on the ranges."""
    total = attention.new_zeros(())
    for label, ranges in spans:
        tokens = sorted({t for start, end in ranges for t in range(start, end)})
        total = total - attention[label, tokens].sum().clamp_min(1e-6).log()
    return total
