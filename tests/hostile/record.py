"""Trials -> how many files ended how, and the slowest and the largest of them; `assets/hostile.json` keeps it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from model.settings import ASSETS
from tests.hostile.limits import MEGABYTES, SECONDS
from tests.hostile.trials import Trial

RECORD = ASSETS / "hostile.json"


@dataclass(frozen=True)
class Tally:
    """Files by how they ended, the most seconds and megabytes of one, and the faults: number and words."""

    ends: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    megabytes: float = 0.0
    faults: tuple[tuple[int, str], ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.ends + other.ends,
            max(self.seconds, other.seconds),
            max(self.megabytes, other.megabytes),
            self.faults + other.faults,
        )

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "files": self.ends.total(),
            "ends": dict(sorted(self.ends.items())),
            "seconds": round(self.seconds, 2),
            "megabytes": round(self.megabytes),
            "faults": [list(fault) for fault in self.faults],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Tally:
        """Read it back."""
        faults = tuple((number, words) for number, words in kept["faults"])
        return cls(Counter(kept["ends"]), kept["seconds"], kept["megabytes"], faults)


def tally(trials: Iterable[Trial]) -> Tally:
    """Count trials."""
    tried = list(trials)
    return Tally(
        Counter("fault" if one.is_fault else one.outcome for one in tried),
        max((one.seconds for one in tried), default=0.0),
        max((one.megabytes for one in tried), default=0.0),
        tuple((one.number, one.outcome) for one in tried if one.is_fault),
    )


def record(found: Mapping[str, Tally]) -> None:
    """Write what was found about each kind; kinds that were not read stay as they are."""
    recorded = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {"kinds": {}}
    recorded["kinds"] |= {
        kind: {"date": f"{datetime.now(UTC):%Y-%m-%d}"} | one.as_dict() for kind, one in found.items()
    }
    recorded |= {"seconds": SECONDS, "megabytes": MEGABYTES, "cores": os.cpu_count(), "memory_gb": _memory_gb()}
    RECORD.write_text(json.dumps(recorded, indent=2) + "\n", encoding="utf-8")


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
