"""One file, one algorithm: its slug is the file's name. `catalogue` finds them; nobody lists them by hand."""
