"""Search and photos of the ISIC Archive. The only package of the project that opens connections to other computers.

connection  sends a request to the archive's hosts, with limits of time and size
cache       a folder of answers with a size limit; the least recently used go first
taxonomy    the archive's diagnoses -> our seven, and our seven -> terms of its query language
sites       the same for places on the body
case        ArchiveCase: what the archive says of one photo
search      Search: the criteria of a search, in words of the query language
archive     Archive: search and pictures, through the cache
folder      cases with their photos -> a folder for offline use, as `model.lesion.gallery` reads it

No module opens a connection when it is imported, and the pages ask for consent before the first request.
"""
