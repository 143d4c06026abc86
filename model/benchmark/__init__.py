"""Dataset -> algorithms -> prediction tables. Only this package opens the scoring sets, and only to score."""
