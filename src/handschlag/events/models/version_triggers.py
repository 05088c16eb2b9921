"""Lets the database itself refuse to change what was published of a programme.

Versions go with their event, and whoever published one may be forgotten. SQLite forgets triggers when
Django rebuilds a table: a migration that changes this one has to call `protect` again.
"""

from __future__ import annotations

from typing import Final, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE: Final = "events_programmeversion"
NAME: Final = "a_version_never_changes"
KEPT: Final = ("event_id", "number", "content", "note", "published_at")
WORDS: Final = "published programmes are never changed"


class _Editor(Protocol):
    """What a migration or a connection offers."""

    connection: BaseDatabaseWrapper

    def execute(self, sql: str, params: None = None) -> object: ...


def _sqlite() -> tuple[str, ...]:
    differs = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in KEPT)
    return (
        (
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} "
            f"WHEN {differs} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        ),
    )


def _postgresql() -> tuple[str, ...]:
    differs = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in KEPT)
    return (
        (
            "CREATE OR REPLACE FUNCTION keep_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        (
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON {TABLE} "
            f"FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION keep_version()"
        ),
    )


SCRIPTS: Final = {"sqlite": _sqlite, "postgresql": _postgresql}


def protect(editor: _Editor) -> None:
    """From now on the database refuses."""
    unprotect(editor)
    for statement in SCRIPTS[editor.connection.vendor]():
        editor.execute(statement, None)


def unprotect(editor: _Editor) -> None:
    """The database allows it again: for going back in migrations."""
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}", None)
