"""The ABCD rule of dermoscopy: what is measured on a segmented lesion, and where on the photo it was measured."""
