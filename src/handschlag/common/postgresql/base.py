"""What comes again is read once for each connection, and a live connection is not asked if it lives.

Django writes the values into each question, so that PostgreSQL reads and plans it anew every time: for short
questions that is most of the work, on both sides. `planned_cursor` sends the values apart, for questions that
bear it, and the database keeps what it has read (a prepared statement, as `psycopg` makes it); it plans anew
only the first times, and where the values matter.
"""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Sequence
from typing import Any, Final

import psycopg
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.utils.asyncio import async_unsafe
from psycopg import errors
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8

PLANNED: Final = "planned"  # no name of a cursor of Django's, which all begin with an underscore
KEPT: Final = 200  # questions that a connection keeps at most; a pooler has to keep as many
TRUSTED: Final = 10.0  # seconds in which an answer stands for the next ones
AT_REST: Final = frozenset({TransactionStatus.IDLE, TransactionStatus.INTRANS})
SMALLEST, LARGEST = -(2**63), 2**63 - 1


class _PlannedCursor(psycopg.Cursor[Any]):
    """Asks with the values apart; all whole numbers are of one kind, or each size would be planned."""

    threshold: int | None = None  # how often a question is asked before it is kept; None: it never is

    def execute(  # type: ignore[override]  # of all that psycopg takes, what Django gives
        self, query: Any, params: Sequence[Any] | None = None, **options: Any
    ) -> Any:
        """The answer to a question that is kept. Other cursors of the connection keep no count of theirs."""
        given = params if params is None else tuple(map(_of_one_kind, params))
        self.connection.prepare_threshold = self.threshold
        try:
            return super().execute(query, given, **options)
        except errors.FeatureNotSupported:
            # The type of a column has changed since. A transaction fails, and its end forgets what was kept.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            with self.connection.transaction(force_rollback=True):
                pass  # its end forgets them on both sides
            # A pooler keeps the question for others as well, and might give the same one again.
            return super().execute(query, given, **{**options, "prepare": False})
        finally:
            self.connection.prepare_threshold = None


def _of_one_kind(value: Any) -> Any:
    is_number = type(value) is int and SMALLEST <= value <= LARGEST
    return Int8(value) if is_number else value


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection; `planned_cursor` is for questions that come again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._answered_at = -TRUSTED

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Keeps questions for planned cursors only."""
        connection = super().get_new_connection(conn_params)
        connection.prepare_threshold, connection.prepared_max = None, KEPT
        return connection

    def planned_cursor(self) -> Any:
        """For a question whose values may be sent apart from it: where each stands, its type is known."""
        return self._cursor(PLANNED)  # type: ignore[attr-defined]  # the stubs leave it out

    @async_unsafe
    def create_cursor(self, name: str | None = None) -> Any:
        """Django's, or one whose questions are kept."""
        if name != PLANNED:
            return super().create_cursor(name)
        cursor = _PlannedCursor(self.connection)
        cursor.threshold = self.settings_dict["OPTIONS"].get("prepare_threshold")
        loader: Any = cursor.adapters.get_loader(base.TIMESTAMPTZ_OID, psycopg.pq.Format.TEXT)
        if loader.timezone != self.timezone:
            register_tzloader(self.timezone, cursor)
        return cursor

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
    """Whether the other side has said something unasked, as when it ends; or the line is gone, or in use."""
    poll = getattr(select, "poll", None)  # not on Windows
    if poll is None or connection.info.transaction_status not in AT_REST:
        return True
    with contextlib.suppress(OSError, ValueError, psycopg.Error):
        looking = poll()
        looking.register(connection.fileno(), select.POLLIN)
        return bool(looking.poll(0))
    return True
