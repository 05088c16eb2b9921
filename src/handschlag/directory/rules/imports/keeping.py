"""How long imports are kept."""

from __future__ import annotations

from datetime import timedelta

UNFINISHED = timedelta(days=14)  # what was never applied, with its file
UNDOABLE = timedelta(days=30)  # what undoing needs, from the day on which it was applied
