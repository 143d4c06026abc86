"""Architectures of the networks; each one has a body and a head (`split`)."""
