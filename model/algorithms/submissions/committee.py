"""A calibrated combination of the other submissions: a weighted sum of their log probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load
from scipy.special import softmax

from model.algorithms import catalogue
from model.algorithms.contract import Algorithm as Member
from model.algorithms.contract import AlgorithmCard, Examination, Explanation, Prediction, Progress, silent
from model.algorithms.weights import WeightsSheet, read_sheet, verified_bytes
from model.errors import WeightsAltered
from model.lesion.diagnosis import DIAGNOSES, Diagnosis
from model.lesion.image import INPUT_SIDE, LesionImage

LEAST = 1e-4
"""Smallest probability that a member can give, so that no member alone rules a diagnosis out."""


class Algorithm:
    """Adds up the weighted log probabilities of its members (a logarithmic opinion pool)."""

    card: ClassVar[AlgorithmCard] = AlgorithmCard(
        slug="committee",
        combines=True,
        family="committee",
        training_data="inner_fold",
        explanation="mean_map",
        citations=(
            "Genest and Zidek 1986, doi:10.1214/ss/1177013825",
            "Marchetti et al. 2018, doi:10.1016/j.jaad.2017.08.016",
        ),
    )

    def __init__(self, shares: NDArray[np.float32], members: Mapping[str, Member], sheet: WeightsSheet) -> None:
        self.shares = dict(zip(members, shares.tolist(), strict=True))
        self.members = dict(members)
        self.sheet = sheet

    @classmethod
    def load(cls, weights: Path, member: Callable[[str], Member] | None = None) -> Self:
        """See `contract.CombiningAlgorithm.load`.

        Raises:
            AlgorithmError: a member cannot be loaded.
            WeightsAltered: a member has other weights than when its share was learned.
        """
        sheet = read_sheet(weights, cls.card.slug)
        data = verified_bytes(weights, sheet)
        try:
            known, shares = dict(sheet.recipe["members"]), load(data)["shares"]
        except (SafetensorError, KeyError, TypeError, ValueError) as error:
            raise WeightsAltered(file=f"{sheet.slug}.safetensors") from error
        members = {slug: member(slug) if member else catalogue.load(slug, weights) for slug in known}
        changed = [slug for slug, member in members.items() if member.sheet.sha256 != known[slug]]
        if changed or shares.shape != (len(members),):
            raise WeightsAltered(file=f"{(changed or [sheet.slug])[0]}.safetensors")
        return cls(shares, members, sheet)

    def combine(self, rows: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
        """See `contract.CombiningAlgorithm.combine`."""
        logits = pooled({slug: rows[slug] for slug in self.members}, self.shares)
        probabilities: NDArray[np.float32] = softmax(logits / self.sheet.temperature, axis=1).astype(np.float32)
        return probabilities

    def predict_proba(self, images: Sequence[LesionImage]) -> NDArray[np.float32]:
        """See `contract.Algorithm.predict_proba`."""
        if not images:
            return np.empty((0, len(DIAGNOSES)), np.float32)
        return self.combine({slug: member.predict_proba(images) for slug, member in self.members.items()})

    def explain(self, image: LesionImage, target: Diagnosis, progress: Progress = silent) -> Explanation:
        """See `contract.Algorithm.explain`."""
        return self.examine(image, target, progress).explanation

    def examine(self, image: LesionImage, target: Diagnosis | None = None, progress: Progress = silent) -> Examination:
        """See `contract.Algorithm.examine`; averages the maps of the members whose maps are quick."""
        prediction = Prediction(self.predict_proba([image])[0])
        chosen = target or prediction.first
        quick = [slug for slug, member in self.members.items() if not member.card.slow_maps]
        maps = []
        for done, slug in enumerate(quick, start=1):
            maps.append((self.shares[slug], self.members[slug].explain(image, chosen)))
            progress(done / len(quick))
        return Examination(prediction, self.mean_map(chosen, maps))

    def mean_map(self, target: Diagnosis, maps: Sequence[tuple[float, Explanation]]) -> Explanation:
        """Return the mean of maps, weighted by their member's share and their own strength; blank ones count as 0."""
        total = sum((share for share, _ in maps), 0.0)
        heat = np.zeros((INPUT_SIDE, INPUT_SIDE), np.float32)
        for share, explanation in maps:
            if total > 0 and not explanation.is_blank:
                heat += np.float32(share / total * explanation.strength) * explanation.heat
        peak = float(heat.max())
        return Explanation(target, heat / np.float32(peak) if peak > 0 else heat, peak, self.sheet.typical_peak)


def pooled(rows: Mapping[str, NDArray[np.float32]], shares: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the weighted sum of log probabilities, `(n, 7)`, from probabilities by member, `(n, 7)` each."""
    logs = [shares[slug] * np.log(np.maximum(values.astype(np.float64), LEAST)) for slug, values in rows.items()]
    total: NDArray[np.float64] = np.sum(logs, axis=0)
    return total
