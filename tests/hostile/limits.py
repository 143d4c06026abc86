"""The limits of one file."""

SECONDS = 10.0
"""Computing time of all threads of the process."""
MEGABYTES = 1024
"""Growth of the memory that the process may ask for."""
SILENCE = 120.0
"""Seconds after which a process that says nothing counts as hung; other work shares the cores."""
