"""MiniLM with how words are written added to its pieces, and a layer that labels each piece; trained with torch."""

import torch
from torch import Tensor, nn

from redaction.tagger.labels import CLASSES, LABELS, OUTSIDE, begin, inside
from redaction.tagger.pieces import FEATURES
from scripts.training import plain_minilm


class Recogniser(nn.Module):
    """Word pieces and features in, scores of the labels out, shape (texts, pieces, labels)."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        # no dropout: that no text is ever read twice alike keeps the network from learning by heart
        self.bert = plain_minilm(folder)
        width = int(self.bert.config.hidden_size)
        self.features = nn.Embedding(FEATURES, width)
        nn.init.normal_(self.features.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(width, len(LABELS))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """Scores, before the softmax."""
        if mask is None:
            mask = torch.ones_like(ids)
        embedded = self.bert.embeddings.word_embeddings(ids) + self.features(features)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        scores: Tensor = self.head(self.drop(hidden))
        return scores


def partial_loss(scores: Tensor, labels: Tensor, known: Tensor) -> Tensor:
    """Mean loss over the pieces that have a label; −1 has none.

    Where a source does not mark a class, a piece it leaves outside may well be of that class: outside and those classes
    count together as right (as Tsuboi et al. 2008, Training conditional random fields using incomplete annotations, do for
    sequences).

    Args:
        scores: Shape (texts, pieces, labels).
        labels: Shape (texts, pieces).
        known: Shape (texts, classes); whether the text's source marks the class.
    """
    logs = scores.float().log_softmax(-1)
    chosen = logs.gather(-1, labels.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    open_to = torch.full((len(labels), len(LABELS)), float("-inf"))
    open_to[:, OUTSIDE] = 0.0
    for place, kind in enumerate(CLASSES):
        for label in (begin(kind), inside(kind)):
            open_to[~known[:, place], label] = 0.0
    outside = (logs + open_to.unsqueeze(1)).logsumexp(-1)
    loss = -torch.where(labels == OUTSIDE, outside, chosen)
    counted = labels >= 0
    return (loss * counted).sum() / counted.sum().clamp(min=1)
