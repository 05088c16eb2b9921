"""People imports."""
