"""`handschlag upgrade`: tables, search index and style sheets are those of this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from handschlag.common.sqlite.base import DatabaseWrapper

TURN: Final = (
    0x48534C47,
    2**31 - 1,
)  # the first half as in `common.database`, the second beyond its rows


class Command(BaseCommand):
    help = "Migrates, makes the search index anew and collects static files. Hosts take turns."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with _alone():
            call_command("migrate", interactive=False, stdout=self.stdout)
            call_command("reindex", stdout=self.stdout)
            connection = connections["default"]
            if isinstance(connection, DatabaseWrapper):
                connection.close_to_others()
        if settings.MODE != "test":
            call_command("collectstatic", interactive=False, stdout=self.stdout)


@contextmanager
def _file_lock() -> Iterator[None]:
    """SQLite has one host. The lock goes with the process, however that ends."""
    try:
        import fcntl
    except ImportError:  # where there is no such lock, two at once are the operator's to avoid
        yield
        return
    with (Path(settings.DATA) / "upgrade.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _alone() -> Iterator[None]:
    """Whoever comes second waits, and finds everything done."""
    if connections["default"].vendor != "postgresql":
        with _file_lock():
            yield
        return
    # A connection of its own: the lock lives as long as that, whatever the migrations do with theirs.
    guard = connections.create_connection("default")
    try:
        with guard.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", TURN)
        yield
    finally:
        guard.close()
