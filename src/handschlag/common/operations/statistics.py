"""What the embedded database knows of its own tables.

Without it, SQLite takes the first index that fits: "is published" before "is a part of this one", and reads
ten thousand rows to find none. PostgreSQL looks after its statistics by itself.
"""

from __future__ import annotations

from django.db import connection


def gather() -> None:
    """Counts the rows of every index; for when many have been written."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
