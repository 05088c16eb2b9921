"""Otto's conference on its day: the people of matching's tests, and what they have agreed."""

from __future__ import annotations

from tests.platform.matching.conftest import ada, bo, cy, event, in_german, linked, otto, service

__all__ = ["ada", "bo", "cy", "event", "in_german", "linked", "otto", "service"]
