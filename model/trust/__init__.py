"""Checks that say how far an answer can be trusted for one photo, with measured figures for each check.

    photo -> gate -> prediction -> checks

Above `algorithms` and `evaluation`, below the pages. Each check has one module here that computes it for one photo, and
one in `model.studies` that measures it over archives. The measured figures are `Characteristic` rows, committed in
`assets/trust` and computed again by `python -m model trust`.
"""
