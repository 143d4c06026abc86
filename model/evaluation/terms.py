"""What a benchmark asks: the classes of its tables, the one whose detection is scored, and its practice."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.evaluation.answers import MELANOMA
from model.evaluation.tables import CLASSES
from model.lesion.practice import EQUAL, Practice, default_practice


@dataclass(frozen=True)
class Terms:
    """The classes in column order, the `target` among them, and the practice of the stated probabilities.

    The default is the question of the photos of lesions: seven diagnoses, the detection of melanoma, a practice's
    frequencies. Other classes have no known frequencies; their practice is `EQUAL`.

    Raises:
        ValueError: the target is none of the classes, or a practice of seven diagnoses is given for other classes.
    """

    classes: tuple[str, ...] = CLASSES
    target: str = MELANOMA
    practice: Practice = field(default_factory=default_practice)

    def __post_init__(self) -> None:
        if self.target not in self.classes:
            raise ValueError(f"expected a target of {', '.join(self.classes)}, got {self.target!r}")
        if self.classes != CLASSES and not self.practice.is_equal:
            raise ValueError(f"expected equal frequencies for the classes {', '.join(self.classes)}")

    @classmethod
    def of(cls, classes: tuple[str, ...], target: str) -> Terms:
        """The terms for these classes and this target."""
        return cls(classes, target) if classes == CLASSES else cls(classes, target, EQUAL)

    @property
    def column(self) -> int:
        """The column of the target."""
        return self.classes.index(self.target)

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of a table."""
        return ("image", *self.classes)
