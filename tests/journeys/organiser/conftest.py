"""An organiser and nothing else: no event, no people."""

from __future__ import annotations

from tests.platform.matching.conftest import otto

__all__ = ["otto"]
