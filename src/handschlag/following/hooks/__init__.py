"""What apps above may add: what can be followed, and what is new about it."""
