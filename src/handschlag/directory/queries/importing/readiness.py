"""Whether a checked table has anything to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handschlag.directory.models import DOING


def has_work(counts: Mapping[str, Any]) -> bool:
    """Whether applying would change anything."""
    return any(counts.get(name) for name in (*DOING, "memberships", "taken"))
