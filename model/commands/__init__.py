"""One module, one command of `python -m model`."""
