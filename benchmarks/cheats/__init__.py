"""Twelve ways of cheating, each against the real lists, guarantees and timetables."""
