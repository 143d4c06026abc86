"""Generated sample photos that resemble dermoscopy, with masks of the lesions; they show no patient.

The samples are made from seeds and from the criteria of dermoscopy for each diagnosis. `fields` and `strokes` are the
drawing tools; `skin`, `structures` and `artefacts` draw; `tissue` computes colours; `recipes` composes each diagnosis;
`generate` returns the photo. `select` accepts seeds, and `record` stores them in `assets/samples/samples.csv`.

Only `model.lesion` is imported. The classifier is passed as a callable, so nothing here needs torch.
"""
