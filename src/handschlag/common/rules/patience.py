"""How long to wait before a letter is tried again."""

from __future__ import annotations

from datetime import timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 960))


def wait_after(attempts: int) -> timedelta | None:
    """The wait after so many attempts in vain; None: it is not tried again (after more than a day)."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None
