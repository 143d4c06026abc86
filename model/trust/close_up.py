"""The measured figures of the gate's third verdict: the worth of algorithms on photos without a dermatoscope."""

from __future__ import annotations

import math

from model.trust.characteristic import Characteristic, read

CLOSE_UPS = "close-ups"
"""Subject of the figures on photos that were taken without a dermatoscope."""


def melanoma_auc(slug: str) -> Characteristic:
    """The melanoma AUC of an algorithm on close-ups, from the committed table; NaN where it was not measured."""
    of = f"{slug} {CLOSE_UPS}"
    found = [row for row in read("gate") if (row.measure, row.of) == ("melanoma_auc", of)]
    return found[0] if found else Characteristic("melanoma_auc", of, 0, math.nan, math.nan, math.nan)
