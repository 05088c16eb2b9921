"""How long imports are kept; what was never applied goes earlier: see `common/table_import/drafts.py`."""

from __future__ import annotations

from datetime import timedelta

UNDOABLE = timedelta(days=30)  # what undoing needs, from the day on which it was applied
