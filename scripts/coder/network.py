"""MiniLM that reads a note whole and says of each piece what it speaks for, and how much it counts in its segment."""

import torch
from torch import Tensor, nn

from models.tuned.windows import MARKS
from scripts.training import plain_minilm

_SELDOM = -2.0  # log-odds to begin with: a code is seldom there


class CoderNetwork(nn.Module):
    """Pieces and marks in; for each piece and label a value and a weight before the softmax, shape (texts, pieces, 2 × labels).

    A segment's score for a label is the mean of its pieces' values, weighted by a softmax over its pieces: label-wise attention
    (Mullenbach et al. 2018, Explainable prediction of medical codes from clinical text). So each piece's share is known.
    """

    def __init__(self, folder: str, labels: int) -> None:
        super().__init__()
        # no dropout: masked pieces and a running mean of the weights keep the network from learning by heart
        self.bert = plain_minilm(folder)
        width = int(self.bert.config.hidden_size)
        self.labels = labels
        self.marks = nn.Embedding(MARKS, width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(width, 2 * labels)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        nn.init.constant_(self.head.bias[:labels], _SELDOM)

    def forward(self, ids: Tensor, marks: Tensor, mask: Tensor | None = None) -> Tensor:
        """Values and weights."""
        if mask is None:
            mask = torch.ones_like(ids)
        embedded = self.bert.embeddings.word_embeddings(ids) + self.marks(marks)
        hidden = self.bert(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        scores: Tensor = self.head(self.drop(hidden))
        return scores


def pool(outputs: Tensor, segment: Tensor, segments: int) -> Tensor:
    """The scores of segments from those of their pieces, shape (segments, labels).

    Args:
        outputs: Shape (texts, pieces, 2 × labels).
        segment: Shape (texts, pieces): number of the segment a piece counts for; −1 none.
        segments: How many there are.
    """
    counted = segment >= 0
    number = segment[counted]
    values, weights = outputs[counted].float().chunk(2, dim=-1)
    powers = (weights - weights.detach().amax(0, keepdim=True)).clamp(min=-30).exp()
    shape = (segments, values.shape[1])
    below = torch.zeros(shape).index_add(0, number, powers)
    above = torch.zeros(shape).index_add(0, number, powers * values)
    return above / below.clamp(min=1e-9)
