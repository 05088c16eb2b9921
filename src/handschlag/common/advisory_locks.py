"""Whoever waits for the same thing gets it in the order in which they came.

PostgreSQL wakes everybody who waits for a row as soon as the row has changed, and the fastest wins; under
load somebody may lose for seconds. Its advisory locks keep a queue. SQLite's writers queue for the whole
file (`common.sqlite`), so there is nothing to do.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from handschlag.common.database.planning import planned_cursor

SPACE: Final = 0x48534C47  # the first half of the key, so that no other use of such locks meets ours
LARGEST: Final = 2**31  # numbers beyond share a turn, which costs time and nothing else


def take_turn(number: int) -> None:
    """Until the transaction ends. The row itself must be locked besides: this is no more than a queue."""
    if connection.vendor == "postgresql":
        with planned_cursor(connection) as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s::integer, %s::integer)", [SPACE, number % LARGEST]
            )
