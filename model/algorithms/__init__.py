"""Lesion image -> prediction -> explanation."""
