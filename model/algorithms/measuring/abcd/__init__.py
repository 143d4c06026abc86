"""Measurements of the ABCD rule of dermoscopy on a segmented lesion, and their locations on the photo."""
