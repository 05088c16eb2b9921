"""Pages of the day: one question or one verb each."""
