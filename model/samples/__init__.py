"""Random numbers -> photos that pass for dermoscopy at a glance, with the mask of the lesion: no patient, no camera.

The sample images of the app are made here, from nothing but a seed and the rules that dermoscopy books give for each
diagnosis. `fields` and `strokes` draw, `skin`, `structures` and `artefacts` know what is drawn, `tissue` lets light
through it, `recipes` composes one diagnosis, `generate` returns the photo. `select` decides which seeds are good
enough, `record` keeps them in `assets/samples/samples.csv` and makes the files again from there.

Only `model.lesion` is imported; a classifier comes in as a callable, so nothing here needs torch.
"""
