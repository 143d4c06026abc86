"""The names of the archives that photos of role `train` come from, as tables, sheets and texts use them."""

from __future__ import annotations

HAM, ISIC, MILK = "ham10000", "isic_archive", "milk10k"
"""HAM10000 lies in two files; the ISIC archive holds other clinics' photos of three diagnoses; MILK10k, which has a
table of its own and no masks, holds mostly keratinocyte cancers of several centres."""
ARCHIVES = (HAM, ISIC, MILK)
