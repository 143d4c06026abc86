"""Cases from the ISIC Archive, for whoever asks for them. The only room of the project that opens a connection.

connection  the one request that there is: to the archive's hosts alone, in a stated time, up to a stated size
cache       a folder of answers with a size limit; what was not used for the longest time goes first
taxonomy    the archive's diagnoses in the terms of our seven, and our seven as its search words
archive     Archive: search and pictures, through the cache
folder      cases with their photos -> a folder for a stage without network, as `model.lesion.gallery` reads it

Nothing here runs unless somebody asked for it: no module opens a connection when it is imported, and the pages ask for
consent first.
"""
