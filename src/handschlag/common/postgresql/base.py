"""What comes again is planned once for each connection, and a live connection is not asked if it lives.

Django writes the values into each question, so that PostgreSQL reads and plans it anew every time: for short
questions that is most of the work, on both sides. `planned_cursor` sends the values apart, for questions that
bear it, and the database keeps what it has read and planned (a prepared statement, as `psycopg` makes it).
"""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Sequence
from typing import Any, Final

import psycopg
from django.db.backends.postgresql import base
from psycopg import errors
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8

PLANNED: Final = "planned"  # no name of a cursor of Django's, which all begin with an underscore
TRUSTED: Final = 10.0  # seconds in which an answer stands for the next ones
SMALLEST, LARGEST = -(2**63), 2**63 - 1


class _PlannedCursor(psycopg.Cursor[Any]):
    """Asks with the values apart; all whole numbers are of one kind, or each size would be planned."""

    def execute(  # type: ignore[override]  # of all that psycopg takes, what Django gives
        self, query: Any, params: Sequence[Any] | None = None, **options: Any
    ) -> Any:
        """The answer to a question whose plan is kept."""
        given = params if params is None else tuple(map(_of_one_kind, params))
        try:
            return super().execute(query, given, **options)
        except errors.FeatureNotSupported:
            # The type of a column has changed since. A transaction fails, and its end forgets the plans.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            self.connection.execute("DEALLOCATE ALL")
            return super().execute(query, given, **options)


def _of_one_kind(value: Any) -> Any:
    is_number = type(value) is int and SMALLEST <= value <= LARGEST
    return Int8(value) if is_number else value


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection; `planned_cursor` is for questions that come again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._answered_at = -TRUSTED

    def planned_cursor(self) -> Any:
        """For a question whose values may be sent apart from it: where each stands, its type is known."""
        return self._cursor(PLANNED)  # type: ignore[attr-defined]  # the stubs leave it out

    def create_cursor(self, name: str | None = None) -> Any:
        """Django's, or one whose questions are planned once."""
        if name != PLANNED:
            return super().create_cursor(name)
        return _PlannedCursor(self.connection)

    def is_usable(self) -> bool:
        """Whether the database answers; not asked where it did a moment ago and has not hung up since.

        After an error it is asked in any case.
        """
        now = time.monotonic()
        is_known = not self.errors_occurred and now - self._answered_at < TRUSTED
        if is_known and self.connection is not None and not _has_news(self.connection):
            return True
        is_there = super().is_usable()
        self._answered_at = now if is_there else -TRUSTED
        return bool(is_there)


def _has_news(connection: Any) -> bool:
    """Whether the other side has said something unasked, as when it ends; or the line is gone."""
    with contextlib.suppress(OSError, ValueError):
        looking = select.poll()
        looking.register(connection.fileno(), select.POLLIN)
        return bool(looking.poll(0))
    return True
