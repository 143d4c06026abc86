"""Lesion image -> prediction -> explanation.

Imports point down the list; `seeing`, `measuring` and `drawing` do not know each other:

    jury                          all submissions on one photo, each with its map on the common scale
    catalogue                     finds the submissions, and keeps one that fails on the list with its reason
    submissions                   one file, one algorithm; `committee` alone asks the catalogue for the others
    seeing, measuring, drawing    what looks through a network, what measures without one, what draws
    checks                        what every submission has to pass
    contract, weights             what every submission is, and the file and the sheet of what it has learned
"""
