"""How long a browser stays signed in: shorter for whoever is trusted with more than their own data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from handschlag.accounts.rules.policy import Role

# A use is written down at most so often: not every page writes to the database.
NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _SessionLife:
    """A session ends `idle` after its last use, and `longest` after its beginning in any case."""

    idle: timedelta
    longest: timedelta

    def remaining(self, *, started_at: datetime, used_at: datetime, now: datetime) -> timedelta:
        """How long the session lives if it is used now; zero where it is over."""
        if now - used_at >= self.idle:
            return timedelta()
        return max(min(self.idle, started_at + self.longest - now), timedelta())


TRUSTED = _SessionLife(idle=timedelta(hours=12), longest=timedelta(days=7))
ORDINARY = _SessionLife(idle=timedelta(days=30), longest=timedelta(days=180))


def session_life(granted: Collection[Role]) -> _SessionLife:
    """How long somebody with these roles stays signed in."""
    return TRUSTED if set(granted) - {Role.PARTICIPANT} else ORDINARY
