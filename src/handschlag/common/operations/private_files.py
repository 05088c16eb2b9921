"""Files that hold secrets."""

from __future__ import annotations

import os
from pathlib import Path


def open_private(path: Path) -> int:
    """A new file for its owner alone, from the first byte; what lay there is gone, a link unfollowed."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
