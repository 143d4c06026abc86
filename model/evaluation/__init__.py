"""Prediction tables -> scores with intervals. Knows tables, never algorithms."""
