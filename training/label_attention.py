"""Label attention: one attention over the document's tokens for every code.

Mullenbach et al., "Explainable Prediction of Medical Codes from Clinical Text" (CAML,
NAACL 2018); Zhang et al., "BERT-XML" (ClinicalNLP 2020); Huang et al., "PLM-ICD"
(ClinicalNLP 2022), from which the windows of an encoder joined under one attention.
"""
from __future__ import annotations

from typing import Optional

import torch
from torch import Tensor, nn


class LabelAttention(nn.Module):
    """Query Q_l, classifier W_l and bias b_l for each of L labels."""

    def __init__(self, labels: int, hidden: int) -> None:
        super().__init__()
        self.query = nn.Parameter(torch.zeros(labels, hidden))
        self.weight = nn.Parameter(torch.zeros(labels, hidden))
        self.bias = nn.Parameter(torch.zeros(labels))

    @torch.no_grad()
    def initialise(self, titles: Tensor, prior: Tensor, query_norm: float, weight_norm: float) -> None:
        """Start from title embeddings [L,D] and document frequencies [L].

        Most labels have a handful of documents, so a query that begins near the words of
        its title is worth more than a random one. The mean title is taken off: it says
        nothing about a label, and dominates the inner products otherwise.
        """
        centred = titles - titles.mean(0, keepdim=True)
        unit = centred / centred.norm(dim=1, keepdim=True).clamp_min(1e-6)
        self.query.copy_(unit * query_norm)
        self.weight.copy_(unit * weight_norm)
        self.bias.copy_(torch.logit(prior.clamp(1e-4, 0.5)))

    def forward(self, hidden: Tensor, labels: Optional[Tensor] = None) -> tuple[Tensor, Tensor]:
        """hidden [N,D], labels [K] (all when None) -> logits [K], attention [K,N].

        The rows are gathered first, so that a long document costs K x N and not L x N.
        """
        query, weight, bias = self.query, self.weight, self.bias
        if labels is not None:
            query, weight, bias = query[labels], weight[labels], bias[labels]
        attention = torch.softmax(torch.matmul(query, hidden.transpose(0, 1)), -1)
        context = torch.matmul(attention, hidden)
        return (context * weight).sum(-1) + bias, attention


def span_loss(attention: Tensor, spans: list[tuple[int, list[tuple[int, int]]]]) -> Tensor:
    """Sum over (label, token ranges) of -log of the attention [L,N] that falls on the ranges."""
    total = attention.new_zeros(())
    for label, ranges in spans:
        tokens = sorted({t for start, end in ranges for t in range(start, end)})
        total = total - attention[label, tokens].sum().clamp_min(1e-6).log()
    return total
