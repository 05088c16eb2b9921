"""Marks of what a form showed: sent back with it, they tell whether somebody was faster."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def etag_of_values(values: Mapping[str, object]) -> str:
    """A short mark; equal values have equal marks."""
    text = json.dumps(dict(values), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:24]
