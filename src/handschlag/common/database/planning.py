"""Questions that the database keeps for each connection, where it can (`common.postgresql`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handschlag.common.postgresql.base import DatabaseWrapper


def planned_cursor(connection: Any) -> Any:
    """A cursor for a question that comes again in the same words, whose values may be sent apart from it."""
    ask = getattr(connection, "planned_cursor", connection.cursor)
    return ask()


def planning(connection: Any) -> Any:
    """The connection, but that all its cursors are for such questions."""
    return _Planning(connection) if hasattr(connection, "planned_cursor") else connection


class _Planning:
    def __init__(self, connection: DatabaseWrapper) -> None:
        self._connection = connection
        self.ops, self.features = connection.ops, connection.features  # asked for with each column

    def cursor(self) -> Any:
        return self._connection.planned_cursor()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)
