"""Lets the database itself refuse to change or delete audit entries.

One change is let through: the person of an entry may become NULL, because people may ask to be forgotten.
SQLite forgets triggers when Django rebuilds a table, so a migration that changes the table has to call
`protect` again; a system check says when they are missing.
"""

from __future__ import annotations

from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "common_auditentry"
KEPT = ("id", "at", "verb", "kind", "object_id", "changes", "request_id")
CHANGED, DELETED = "audit entries are never changed", "audit entries are never deleted"


class _Editor(Protocol):
    """What a migration or a connection offers."""

    connection: BaseDatabaseWrapper

    def execute(self, sql: str, params: None = None) -> object: ...


def sqlite() -> tuple[str, ...]:
    """The statements that make both triggers; they fail where the triggers exist."""
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in KEPT)
    return (
        (
            f"CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON {TABLE} "
            f"WHEN NOT (NEW.by_id IS NULL AND {same}) BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
        ),
        (
            f"CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{DELETED}'); END"
        ),
    )


def _postgresql() -> tuple[str, ...]:
    same = " AND ".join(f'NEW."{column}" IS NOT DISTINCT FROM OLD."{column}"' for column in KEPT)
    return (
        (
            "CREATE OR REPLACE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'UPDATE' THEN IF NEW.by_id IS NULL AND {same} THEN RETURN NEW; END IF; "
            f"RAISE EXCEPTION '{CHANGED}' USING ERRCODE = 'restrict_violation'; END IF; "
            f"RAISE EXCEPTION '{DELETED}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        (
            f"CREATE TRIGGER audit_is_never_changed BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION keep_audit()"
        ),
        (
            f"CREATE TRIGGER audit_is_never_deleted BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION keep_audit()"
        ),
    )


NAMES = ("audit_is_never_changed", "audit_is_never_deleted")
SCRIPTS = {"sqlite": sqlite, "postgresql": _postgresql}


def protect(editor: _Editor) -> None:
    """From now on the database refuses."""
    unprotect(editor)
    for statement in SCRIPTS[editor.connection.vendor]():
        editor.execute(statement, None)


def unprotect(editor: _Editor) -> None:
    """The database allows it again: for going back in migrations, and for tests that empty their tables."""
    on = f" ON {TABLE}" if editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", None)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be there and are not."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query, [TABLE])
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in NAMES if name not in found]
