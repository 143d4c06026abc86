"""The reading of a photo: pages, commands, games and studies ask about a photo only here.

    photo -> admission -> answers -> outline, remarks, heat maps, checks -> findings

Imports point down the list:

    one_photo      the snapshots of Examine and of the jury, in the order in which a page fills
    words          sentences for a missing answer and for the decision of the gate
    checks         outline, remarks, altered looks, map check and stress curve of a photo, each computed once
    maps           heat maps of those that have answered, each isolated; combined ones from their members
    ask            the only loop over algorithms: validate each answer, isolate each failure, combine
    findings       the value that holds all of this; a part is there, to come, or failed with its reason
    admission      the only decision of the gate: refused, admitted, unchecked, insisted
    examinations   one algorithm, one photo -> validated prediction and heat map, computed once
    runner         runs work under a key: directly in a command, through queue and memory on a page

A command reads a photo like this:

    runner = DirectRunner()
    for findings in one_photo.heard(runner, image, members): ...
"""
