"""Trained weights: a safetensors file, and a JSON sheet that describes it.

`<slug>.safetensors` contains float16 tensors. `<slug>.json` contains the results of training: the SHA-256 of the file,
the temperature, the operating point with its counts, and the recipe. A file that does not match its sheet is refused
before any tensor is read. Reading a sheet does not import torch.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from model.errors import AlgorithmError, WeightsAltered, WeightsMissing
from model.kept import kept_while_unchanged
from model.lesion.practice import EQUAL, Practice, Threshold, practice_named, threshold_in


@dataclass(frozen=True)
class OperatingPoint:
    """Threshold from which a photo counts as suspicious, with its counts on the inner fold.

    Raises:
        ValueError: there is no such practice.
    """

    threshold: float
    """Melanoma probability in the practice, in (0, 1)."""
    melanomas: int
    melanomas_above: int
    """Number of melanomas at or above the threshold."""
    others: int
    others_below: int
    practice: str = EQUAL.slug

    def __post_init__(self) -> None:
        practice_named(self.practice)

    @property
    def in_its_practice(self) -> Threshold:
        """The threshold together with its practice."""
        return Threshold(self.threshold, practice_named(self.practice))

    def shown_in(self, practice: Practice) -> Threshold:
        """Convert the threshold to another practice, so that the same photos lie above it.

        A threshold for equally frequent diagnoses cannot be converted and is returned unchanged.

        Raises:
            ValueError: `practice` has equal frequencies while the threshold has not.
        """
        own = self.in_its_practice
        if own.practice.is_equal:
            return own
        return Threshold(threshold_in(own.value, own.practice, practice), practice)


@dataclass(frozen=True)
class MalignantPoint:
    """Threshold from which a photo counts as possibly malignant of whichever kind, with its counts on the inner fold.

    Raises:
        ValueError: there is no such practice.
    """

    threshold: float
    """Probability of the malignant diagnoses together in the practice, in (0, 1). It holds in this practice alone."""
    malignant: int
    malignant_above: int
    """Number of malignant lesions at or above the threshold."""
    benign: int
    benign_below: int
    practice: str = EQUAL.slug

    def __post_init__(self) -> None:
        practice_named(self.practice)


@dataclass(frozen=True)
class UnknownPoint:
    """Doubt from which a lesion may be none of the seven, with its counts on the inner fold; see `lesion.doubt`."""

    threshold: float
    """Doubt in (0, 1); it holds in every practice."""
    photos: int
    photos_above: int
    """Number of photos at or above the threshold, all of them of one of the seven diagnoses."""


@dataclass(frozen=True)
class WeightsSheet:
    """Description of a weights file of `size` bytes, and what was measured on the inner fold.

    Attributes:
        temperature: divisor of the logits.
        typical_peak: median peak of the heat maps.
        validation_fold: number of the inner fold of role `train`.
        fit_images: number of images used for fitting.
        trained_on: date of the end of training, ISO 8601.
        recipe: settings of the run by name.
        inner: figures by archive and name; may be empty.
        sets: probability from which a diagnosis belongs to the prediction set, by coverage in percent and diagnosis,
            for the default practice; may be empty.
        malignant: the operating point for any malignant diagnosis; None in sheets older than it.
        unknown: the doubt from which a lesion may be none of the seven; None in sheets older than it.
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
    malignant: MalignantPoint | None = None
    unknown: UnknownPoint | None = None

    @property
    def version(self) -> str:
        """Short identifier of the weights."""
        return f"{self.slug} {self.sha256[:8]}"

    def write(self, folder: Path) -> None:
        """Write the sheet into the folder of the weights."""
        text = json.dumps(asdict(self), indent=2, sort_keys=True)
        (folder / f"{self.slug}.json").write_text(text + "\n", encoding="utf-8")


def read_sheet(folder: Path, slug: str) -> WeightsSheet:
    """Read the sheet of an algorithm.

    Raises:
        WeightsMissing: there is no sheet.
        WeightsAltered: the sheet is invalid.
    """
    path = folder / f"{slug}.json"
    try:
        return _sheet_in(path)
    except OSError as error:
        raise WeightsMissing(file=path.name) from error
    except (ValueError, TypeError, KeyError) as error:
        raise WeightsAltered(file=path.name) from error


@kept_while_unchanged
def _sheet_in(path: Path) -> WeightsSheet:
    return _sheet_of(json.loads(path.read_text(encoding="utf-8")))


def _sheet_of(fields: dict[str, Any]) -> WeightsSheet:
    date.fromisoformat(fields["trained_on"])  # a page would fail on another form
    points: dict[str, Any] = {"operating_point": OperatingPoint(**fields["operating_point"])}
    if fields.get("malignant"):
        points["malignant"] = MalignantPoint(**fields["malignant"])
    if fields.get("unknown"):
        points["unknown"] = UnknownPoint(**fields["unknown"])
    return WeightsSheet(**{**fields, **points})


def read_sheets(folder: Path, slugs: Iterable[str]) -> dict[str, WeightsSheet]:
    """The sheets of several algorithms by slug, without those that cannot be read."""
    sheets = {}
    for slug in slugs:
        with suppress(AlgorithmError):
            sheets[slug] = read_sheet(folder, slug)
    return sheets


def bytes_needed(slug: str, sheet_of: Callable[[str], WeightsSheet | None]) -> int | None:
    """Size of all weights of an algorithm, bytes, including those of its members; None if unknown."""
    sheet = sheet_of(slug)
    members = sheet.recipe.get("members", {}) if sheet else {}
    sheets = (sheet, *map(sheet_of, members))
    return sum(known.size for known in sheets if known) or None


def verified_bytes(folder: Path, sheet: WeightsSheet) -> bytes:
    """Read the weights file of a sheet and check its hash.

    Raises:
        WeightsMissing: the file does not exist.
        WeightsAltered: the hash differs from the sheet.
    """
    path = folder / f"{sheet.slug}.safetensors"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WeightsMissing(file=path.name) from error
    if hashlib.sha256(data).hexdigest() != sheet.sha256:
        raise WeightsAltered(file=path.name)
    return data
