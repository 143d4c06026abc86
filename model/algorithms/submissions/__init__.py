"""The submissions, one file each; the slug is the file name, and `catalogue` finds them."""
