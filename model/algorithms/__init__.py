"""Algorithms that predict a diagnosis and explain it.

Imports point down this list; `seeing`, `measuring` and `drawing` do not import each other:

    jury                          all submissions on one photo, each with its map on the common scale
    catalogue                     finds the submissions, and keeps one that fails on the list with its reason
    submissions                   one file, one algorithm; `committee` alone asks the catalogue for the others
    seeing, measuring, drawing    networks, methods without a network, and drawing of explanations
    checks                        checks that every submission must pass
    contract, weights             what every submission is, and the file and the sheet of what it has learned
"""
