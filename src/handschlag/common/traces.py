"""What databases keep of rows that are gone, and how it goes."""

from __future__ import annotations

from functools import partial

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from handschlag.common.sqlite.base import DatabaseWrapper


def wipe_log(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Nothing of what was deleted stands in the log of the embedded database; False where it still does.

    PostgreSQL keeps its log itself, and what archives of it hold is the operator's to delete.
    """
    connection = connections[using]
    return connection.truncate_log() if isinstance(connection, DatabaseWrapper) else True


def wipe_log_on_commit(using: str = DEFAULT_DB_ALIAS) -> None:
    """As soon as the erasure is written; where somebody is reading just then, a job does it soon after."""
    transaction.on_commit(partial(wipe_log, using), robust=True)
