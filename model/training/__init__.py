"""Offline: role `train` of the image folder -> trained weights with their sheet. Nothing but the command imports it."""
