"""Altered and made-up files through the decoder, each within a limit of time and memory.

    valid files (bases) + files made to do harm (harmful) -> altered by a seed (mutations)
    -> a child process with limits (child) -> outcomes of each file (trials) -> the recorded table (assets/hostile.json)

`python -m tests.hostile --files 100000 --record` runs it; `test_hostile.py` runs a smaller version.
"""
