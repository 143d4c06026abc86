"""Trained weights on disk: a safetensors file and, beside it, a sheet that says what it is.

`<slug>.safetensors` holds float16 tensors. `<slug>.json` holds what training measured and decided: the file's SHA-256,
the temperature, the operating point with the counts behind it, the recipe. A file that does not match its sheet is
refused before a single tensor is read. Reading a sheet does not import torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from model.errors import AlgorithmError, WeightsAltered, WeightsMissing
from model.lesion.practice import EQUAL, Practice, Threshold, practice_named, threshold_in


@dataclass(frozen=True)
class OperatingPoint:
    """From which melanoma probability on a photo counts as suspicious, and what that did on the inner fold.

    Attributes:
        threshold: melanoma probability in the practice, in (0, 1).
        melanomas: melanomas of the inner fold.
        melanomas_above: how many of them reach the threshold.
        others: other lesions of the inner fold.
        others_below: how many of them stay under it.
        practice: whose frequencies the threshold speaks of, by slug; `equal` where it was chosen on probabilities for
            equally frequent diagnoses, as in sheets that do not say.

    Raises:
        ValueError: there is no such practice.
    """

    threshold: float
    melanomas: int
    melanomas_above: int
    others: int
    others_below: int
    practice: str = EQUAL.slug

    def __post_init__(self) -> None:
        practice_named(self.practice)

    @property
    def in_its_practice(self) -> Threshold:
        """The threshold and the practice that it speaks of."""
        return Threshold(self.threshold, practice_named(self.practice))

    def shown_in(self, practice: Practice) -> Threshold:
        """The threshold for a practice, with exactly the same photos above it.

        One for equally frequent diagnoses has no counterpart in a practice: it stays what it is, and so do the
        probabilities that are shown beside it.

        Raises:
            ValueError: of a practice, for equally frequent diagnoses.
        """
        own = self.in_its_practice
        if own.practice.is_equal:
            return own
        return Threshold(threshold_in(own.value, own.practice, practice), practice)


@dataclass(frozen=True)
class WeightsSheet:
    """What is known of one weights file.

    Attributes:
        slug: the algorithm.
        sha256: of the weights file, hexadecimal.
        size: of the weights file, bytes.
        temperature: divisor of the logits, fitted on the inner fold.
        operating_point: chosen on the inner fold.
        typical_peak: median peak of the heat maps of the inner fold.
        validation_fold: which fold of role `train` was the inner one.
        fit_images: number of images that were fitted on.
        trained_on: date of the end of training, ISO 8601.
        recipe: every setting of the run by name.
        inner: what was found on the inner fold of each archive that the weights never saw, by archive and name of the
            figure; empty where only that of HAM10000 was looked at.
        sets: from which probability on a diagnosis is in the prediction set, by coverage in percent and diagnosis, for
            the default practice; empty where nobody has measured it.
    """

    slug: str
    sha256: str
    size: int
    temperature: float
    operating_point: OperatingPoint
    typical_peak: float
    validation_fold: int
    fit_images: int
    trained_on: str
    recipe: dict[str, Any]
    inner: dict[str, dict[str, float]] = field(default_factory=dict)
    sets: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """A short name of exactly these weights, for pictures and tables."""
        return f"{self.slug} {self.sha256[:8]}"

    def write(self, folder: Path) -> None:
        """Write the sheet beside its weights."""
        text = json.dumps(asdict(self), indent=2, sort_keys=True)
        (folder / f"{self.slug}.json").write_text(text + "\n", encoding="utf-8")


def read_sheet(folder: Path, slug: str) -> WeightsSheet:
    """The sheet of one algorithm.

    Raises:
        WeightsMissing: there is no sheet.
        WeightsAltered: it cannot be read as one.
    """
    path = folder / f"{slug}.json"
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        return WeightsSheet(**{**fields, "operating_point": OperatingPoint(**fields["operating_point"])})
    except OSError as error:
        raise WeightsMissing(file=path.name) from error
    except (ValueError, TypeError, KeyError) as error:
        raise WeightsAltered(file=path.name) from error


def read_sheets(folder: Path, slugs: Iterable[str]) -> dict[str, WeightsSheet]:
    """The sheets of several algorithms by slug, without those that cannot be read."""
    sheets = {}
    for slug in slugs:
        with suppress(AlgorithmError):
            sheets[slug] = read_sheet(folder, slug)
    return sheets


def bytes_needed(slug: str, sheet_of: Callable[[str], WeightsSheet | None]) -> int | None:
    """Size of all weights that an algorithm reads: whoever asks others needs theirs too; None where none is known."""
    sheet = sheet_of(slug)
    members = sheet.recipe.get("members", {}) if sheet else {}
    return sum(of.size for of in (sheet, *map(sheet_of, members)) if of) or None


def verified_bytes(folder: Path, sheet: WeightsSheet) -> bytes:
    """The bytes of the weights file that belongs to `sheet`.

    Raises:
        WeightsMissing: the file is not there.
        WeightsAltered: its SHA-256 is not the sheet's.
    """
    path = folder / f"{sheet.slug}.safetensors"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsMissing(file=path.name) from error
    if hashlib.sha256(data).hexdigest() != sheet.sha256:
        raise WeightsAltered(file=path.name)
    return data
