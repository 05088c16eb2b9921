"""How days and times are written, where that differs from what Django brings."""
