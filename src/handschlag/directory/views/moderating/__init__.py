"""Pages on which editors decide."""
