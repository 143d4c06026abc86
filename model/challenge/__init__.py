"""The open challenge: what teams submit is checked, run, scored and judged."""
