"""The commands of `python -m model`, one a module, and what several of them share."""
