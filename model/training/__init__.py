"""Offline: role `train` of the image folder -> trained weights and their sheets. Only commands import it."""
