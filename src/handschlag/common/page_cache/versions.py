"""The version of public content: another one after every committed write that may show on a public page.

Which tables hold public content, and the triggers by which the database notices every write to them.

Everything that a floor stores counts as public content unless it stands among the private floors: a new table
is watched before anybody thinks of it, and a page that reads an unwatched one is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from functools import cache, lru_cache
from typing import Any, Final
from uuid import uuid4

from django.apps import apps
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper

from handschlag.common.database import planned_cursor
from handschlag.common.memo import Memo
from handschlag.common.models import PublicContent

PRIVATE: Final = frozenset({"accounts", "api", "common", "day", "demo", "following", "matching"})
OURS: Final = "handschlag."
STATE: Final = PublicContent._meta.db_table  # noqa: SLF001 - Django documents it as public
NAME: Final = "public_content"
EVENTS: Final = ("insert", "update", "delete")
# The clause of the outer statement decides over conflicts within a trigger, so nothing here may meet one.
SQLITE: Final = f"""
    CREATE TRIGGER "{{name}}" AFTER {{event}} ON "{{table}}" BEGIN
        INSERT INTO {STATE} (id, stamp) SELECT 1, '' WHERE NOT EXISTS (SELECT 1 FROM {STATE} WHERE id = 1);
        UPDATE {STATE} SET stamp = lower(hex(randomblob(16))) WHERE id = 1;
    END
"""  # noqa: S608 - names of our own tables
# Each transaction marks a row that no other one holds: writers neither wait for one another nor lock each
# other out, and whoever commits changes the rows together.
FUNCTION: Final = f"""
    CREATE OR REPLACE FUNCTION {NAME}_changed() RETURNS trigger AS $$
    DECLARE free bigint;
    BEGIN
        SELECT id INTO free FROM {STATE} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF free IS NULL THEN
            INSERT INTO {STATE} (stamp) VALUES (replace(gen_random_uuid()::text, '-', ''));
        ELSE
            UPDATE {STATE} SET stamp = replace(gen_random_uuid()::text, '-', '') WHERE id = free;
        END IF;
        RETURN NULL;
    END $$ LANGUAGE plpgsql
"""  # noqa: S608 - names of our own tables
POSTGRESQL: Final = f"""
    CREATE OR REPLACE TRIGGER "{{name}}" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{{table}}"
    FOR EACH STATEMENT EXECUTE FUNCTION {NAME}_changed()
"""
KNOWN: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
# Those that stand at their own table (one that was renamed takes them along), and are not switched off.
WORKING: Final = {
    "sqlite": f"""
        SELECT name FROM sqlite_master
         WHERE type = 'trigger' AND instr(name, '{NAME}_' || tbl_name || '_') = 1
    """,  # noqa: S608 - a word of our own
    "postgresql": f"""
        SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
         WHERE t.tgname = '{NAME}_' || c.relname AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)
    """,  # noqa: S608 - the same
}


@cache
def watched_tables() -> frozenset[str]:
    """The tables that hold public content."""
    return frozenset(table for table, is_public in _tables() if is_public)


@cache
def unwatched_tables() -> frozenset[str]:
    """The private tables, to which a write renews no page; the cache's own state is left out."""
    return frozenset(table for table, is_public in _tables() if not is_public and table != STATE)


def _tables() -> Iterator[tuple[str, bool]]:
    """Every table, and whether it is watched."""
    for model in apps.get_models(include_auto_created=True):
        app = model._meta.app_config  # noqa: SLF001
        yield model._meta.db_table, app.name.startswith(OURS) and app.label not in PRIVATE  # noqa: SLF001


def create_triggers(*, using: str, **_signal: Any) -> None:
    """After each migration: a trigger for every watched table that has none that works.

    What was written meanwhile nobody has noticed: so everything counts as changed.
    """
    connection = connections[using]
    missing = missing_triggers(using=using)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for name, statement in missing:
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
            cursor.execute(statement)
    if missing:
        PublicContent.objects.using(using).update(stamp=uuid4().hex)


def missing_triggers(*, using: str = "default") -> list[tuple[str, str]]:
    """Name and statement of those that are not there, or do not work."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(WORKING[connection.vendor])
        working = {name for (name,) in cursor.fetchall()}
    return [one for one in trigger_statements(connection.vendor) if one[0] not in working]


def trigger_statements(vendor: str) -> Iterator[tuple[str, str]]:
    """Name and statement of each trigger."""
    for table in sorted(watched_tables()):
        if vendor == "postgresql":
            yield _named(table), POSTGRESQL.format(name=_named(table), table=table)
        else:
            for event in EVENTS:
                name = f"{_named(table)}_{event}"
                yield name, SQLITE.format(name=name, event=event.upper(), table=table)


def _named(table: str) -> str:
    return f"{NAME}_{table}"


def drop_triggers(cursor: CursorWrapper, vendor: str) -> None:
    """Takes every trigger away, for a migration back to where there was none."""
    cursor.execute(KNOWN[vendor])
    for name in [name for (name,) in cursor.fetchall() if name.startswith(f"{NAME}_")]:
        if vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{name}"')
    if vendor == "postgresql":
        cursor.execute(f"DROP FUNCTION IF EXISTS {NAME}_changed() CASCADE")


def drop_triggers_of(cursor: CursorWrapper, vendor: str, *, label: str) -> None:
    """Takes the triggers of one floor away that turned out to be private."""
    cursor.execute(KNOWN[vendor])
    for name in [name for (name,) in cursor.fetchall() if name.startswith(f"{NAME}_{label}_")]:
        table = name.removeprefix(f"{NAME}_")
        cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if vendor == "postgresql" else ""))


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


class StampedMemo[Key: Hashable, Value]:
    """So many values. Nobody may write to one of them, and whatever it is made of must be watched."""

    def __init__(self, most: int) -> None:
        self._memo = Memo[tuple[str, Key], Value](most)

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value, as of the stamp that was there before it was made."""
        return self._memo.get((current(), key), lambda: _made_of_watched_tables(make))


def _made_of_watched_tables[Value](make: Callable[[], Value]) -> Value:
    reading = Reading()
    with connection.execute_wrapper(reading):
        value = make()
    if not reading.is_watched:
        raise RuntimeError("a table that is not watched was read for what is remembered by the stamp")
    return value
