"""The version of public content: another one after every committed write that may show on a public page."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from django.db import connection

from handschlag.common.database.planning import planned_cursor
from handschlag.common.page_cache.triggers import STATE, unwatched_tables

MOST_TEXTS: Final = 512
LONGEST: Final = 10_000  # characters of a question that is remembered


def current() -> str:
    """Asked before a page is made: what is committed meanwhile belongs to the next version."""
    with planned_cursor(connection) as cursor:
        cursor.execute(f"SELECT stamp FROM {STATE} ORDER BY id")  # noqa: S608 - our own table
        return " ".join(stamp for (stamp,) in cursor.fetchall())


class Reading:
    """Looks at every query of a page: whether one read a table whose writes nobody notices."""

    def __init__(self) -> None:
        self.is_watched = True

    def __call__(self, execute: Callable[..., Any], sql: str, *words: Any) -> Any:
        is_watched = _is_watched if len(sql) <= LONGEST else _is_watched.__wrapped__
        self.is_watched = self.is_watched and is_watched(sql)
        return execute(sql, *words)


@lru_cache(maxsize=MOST_TEXTS)
def _is_watched(sql: str) -> bool:
    """Whether the writes of all tables in it are noticed; the same texts come with each page."""
    return not any(f'"{table}"' in sql for table in unwatched_tables())
