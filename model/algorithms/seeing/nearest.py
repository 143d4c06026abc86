"""A head that compares a photo with known cases.

    feature map -> mean over the map -> learned projection -> unit length: the embedding
    cosine to each case of the bank -> kernel -> mean vote of each diagnosis -> its logarithm, the logit

Every known case votes for its own diagnosis, weighted by its similarity. The votes are averaged for each diagnosis, so
a frequent diagnosis has no advantage. A small constant is added, so a photo unlike all known cases gets seven equal
probabilities. This is a kernel density for each diagnosis (Parzen 1962, doi:10.1214/aoms/1177704472) in an embedding
learned by neighbourhood components analysis (Goldberger et al. 2004, NIPS 17).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.algorithms.contract import SimilarCase
from model.lesion.diagnosis import DIAGNOSES

CASES_SHOWN = 6
"""Number of similar cases in an explanation."""


class CasesHead(nn.Module):
    """A bank of known cases and their vote; several cases may show the same lesion."""

    def __init__(self, channels: int, width: int, cases: int) -> None:
        super().__init__()
        self.project = nn.Linear(channels, width)
        self.bank = nn.Buffer(torch.zeros(cases, width))
        self.columns = nn.Buffer(torch.zeros(cases, dtype=torch.int64))
        self.image_numbers = nn.Buffer(torch.zeros(cases, dtype=torch.int32))
        self.lesions = nn.Buffer(torch.arange(cases, dtype=torch.int32))
        self.sharpness = nn.Buffer(torch.ones(1))
        self.floor = nn.Buffer(torch.zeros(1))

    @classmethod
    def holding(cls, tensors: Mapping[str, Tensor]) -> Self:
        """Create a head from the tensors of a weights file.

        Raises:
            KeyError, ValueError, RuntimeError: the tensors do not fit.
        """
        width, channels = tensors["project.weight"].shape
        head = cls(channels, width, len(tensors["bank"]))
        head.load_state_dict(dict(tensors))  # float16 is widened on the way
        if not 0 <= int(head.columns.min()) <= int(head.columns.max()) < len(DIAGNOSES):
            raise ValueError("expected the columns of seven diagnoses")
        return head

    def embed(self, features: Tensor) -> Tensor:
        """Embeddings of unit length, `(n, width)`, of feature maps `(n, c, h', w')`.

        The length is a constant in gradients, so that a similarity is a sum over the cells, which the heat map shows.
        """
        projected: Tensor = self.project(features.mean((2, 3)))
        length = projected.norm(dim=1, keepdim=True).clamp(min=1e-6).detach()
        return torch.div(projected, length)

    def similarities(self, features: Tensor) -> Tensor:
        """Cosine to each known case, `(n, cases)`."""
        cosines: Tensor = self.embed(features) @ functional.normalize(self.bank).T
        return cosines

    def votes(self, similarities: Tensor) -> Tensor:
        """Logits `(n, 7)`, the logarithm of the mean vote for each diagnosis, from similarities `(n, cases)`."""
        chosen = functional.one_hot(self.columns, len(DIAGNOSES)).to(similarities.dtype)
        mean = chosen / chosen.sum(0).clamp(min=1)
        kernel = (self.sharpness * (similarities - 1)).exp()
        logits: Tensor = (kernel @ mean + (self.sharpness * (self.floor - 1)).exp()).log()
        return logits

    def forward(self, features: Tensor) -> Tensor:
        """Logits, `(n, 7)`."""
        return self.votes(self.similarities(features))

    def most_similar(self, features: Tensor) -> tuple[SimilarCase, ...]:
        """The known cases most similar to a photo, the most similar first, one for each lesion."""
        with torch.no_grad():
            similarities = self.similarities(features).mean(0)  # over the views
        best: dict[int, int] = {}
        for case in similarities.argsort(descending=True, stable=True).tolist():
            best.setdefault(int(self.lesions[case]), case)
            if len(best) == CASES_SHOWN:
                break
        return tuple(self._case(case, float(similarities[case])) for case in best.values())

    def _case(self, case: int, similarity: float) -> SimilarCase:
        diagnosis = DIAGNOSES[int(self.columns[case])]
        return SimilarCase(image_id(int(self.image_numbers[case])), diagnosis, min(1.0, similarity))


def image_id(number: int) -> str:
    """Name of an image in the ISIC Archive, from its number.

    >>> image_id(24306)
    'ISIC_0024306'
    """
    return f"ISIC_{number:07d}"
