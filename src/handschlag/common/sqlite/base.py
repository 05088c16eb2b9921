"""Writers take turns in the order in which they came.

SQLite knows no queue: whoever finds the file locked sleeps and tries again, up to a tenth of a second each
time, and may lose against late comers until its patience ends. Here each transaction first waits for a
lock of the operating system on a file beside the database, which wakes the one that waited longest; it
goes with the process, however that ends. Threads and processes queue alike.
"""

from __future__ import annotations

import contextlib
import os
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

fcntl: Any
try:
    import fcntl
except ImportError:  # where there is no such lock, SQLite's own has to do
    fcntl = None

ENDING = "-turn"
LOG_PATIENCE_MS = 500
MOMENTS = 4096  # a timetable names the same few thousands of times


@lru_cache(MOMENTS)
def _moment_in(text: bytes) -> datetime | None:
    return parse_datetime(text.decode())


@lru_cache(MOMENTS)
def _moment_at(at: datetime, zone: tzinfo) -> datetime:
    return at.replace(tzinfo=zone)


for _name in ("datetime", "timestamp"):
    base.Database.register_converter(_name, _moment_in)  # type: ignore[attr-defined]  # the stubs leave it out


class _Operations(DatabaseOperations):
    """SQLite keeps moments as text; each is read once."""

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> datetime | None:
        """Django's, which makes a new one of each value."""
        if isinstance(value, datetime) and not is_aware(value):
            return _moment_at(value, connection.timezone)
        found: datetime | None = super().convert_datetimefield_value(value, expression, connection)
        return found


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection; between BEGIN and COMMIT or ROLLBACK it has the turn."""

    ops_class = _Operations

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._turn: int | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A file that is not there yet is its owner's alone; what SQLite lays beside it takes after it."""
        if not self.is_in_memory_db():
            with contextlib.suppress(OSError):
                os.close(os.open(conn_params["database"], os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return super().get_new_connection(conn_params)

    def close_to_others(self) -> None:
        """An older version let others on this machine read the file."""
        if self.is_in_memory_db():
            return
        for ending in ("", "-wal", "-shm"):
            path = Path(f"{self.settings_dict['NAME']}{ending}")
            if path.exists() and path.stat().st_uid == os.geteuid():
                path.chmod(0o600)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self._end_turn()

    def truncate_log(self) -> bool:
        """The write-ahead log keeps no page of before; False where a reader still needs one of them.

        Until then the log holds what was deleted or overwritten in the database itself.
        """
        if self.in_atomic_block or self.is_in_memory_db():
            return False
        self._take_turn()
        try:
            with self.cursor() as cursor:
                patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
                cursor.execute(f"PRAGMA busy_timeout={LOG_PATIENCE_MS}")
                try:
                    return bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)
                finally:
                    cursor.execute(f"PRAGMA busy_timeout={patience}")
        finally:
            self._end_turn()

    def _take_turn(self) -> None:
        """Opened for each transaction, so that a process forked in between holds nobody up for long."""
        if fcntl is None or self._turn is not None or self.is_in_memory_db():
            return
        path = f"{self.settings_dict['NAME']}{ENDING}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except BaseException:
            os.close(handle)
            raise
        self._turn = handle

    def _end_turn(self) -> None:
        handle, self._turn = self._turn, None
        if handle is not None:
            os.close(handle)
