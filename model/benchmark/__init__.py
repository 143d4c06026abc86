"""Dataset -> algorithms -> prediction tables: the only place that opens the scoring sets, and only to score."""
