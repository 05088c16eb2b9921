"""Whether the database is away: not busy, not full, but not to be reached."""

from __future__ import annotations

from typing import TypeGuard

from django.db import InterfaceError, OperationalError, connection


def is_away(wrong: BaseException | None) -> TypeGuard[Exception]:
    """Whether this went wrong because there is no connection to the database any more, or none to be had.

    A lock that took too long or a full disk leaves the connection as it is: that is another fault.
    """
    if not isinstance(wrong, OperationalError | InterfaceError):
        return False
    return connection.connection is None or not connection.is_usable()
