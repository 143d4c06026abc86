"""Dataset -> algorithms -> prediction tables: the only place that opens the two scoring sets, and only to score."""
