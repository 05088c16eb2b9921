"""Questions whose plan the database keeps for each connection, where it can (`common.postgresql`)."""

from __future__ import annotations

from typing import Any


def planned_cursor(connection: Any) -> Any:
    """A cursor for a question that comes again in the same words, whose values may be sent apart from it."""
    ask = getattr(connection, "planned_cursor", connection.cursor)
    return ask()


class Planning:
    """A connection all of whose questions are planned once; everything else is as it was."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def cursor(self) -> Any:
        """A cursor whose questions are planned once."""
        return planned_cursor(self._connection)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
