"""What may be believed of an answer, for this photo, now; and the measured figures of every check that says so.

    photo -> gate -> prediction -> checks -> what may be believed

Above `algorithms` and `evaluation`, below the pages. Each check has one module here that computes it for one photo, and
one in `studies` that measures it over archives: what it measures is a `Characteristic`, committed in `assets/trust` and
made again by `python -m model trust`.
"""
