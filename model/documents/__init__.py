"""Committed tables and sheets -> the generated parts of README and docs.

Each function returns Markdown. `python -m model tables` writes it between the markers of the documents.
"""
