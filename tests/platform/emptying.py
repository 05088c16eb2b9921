"""Tests that commit leave rows: afterwards the tables are emptied that hold any.

Django's own way goes through all tables, and makes content types and permissions anew each time: on
PostgreSQL that takes longer than many a test.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from handschlag.common import audit
from handschlag.common.page_cache import versions

KEPT = {"django_content_type", "auth_permission", versions.STATE}
RENEW = f"UPDATE {versions.STATE} SET stamp = replace(gen_random_uuid()::text, '-', '')"


def empty(_test: Any = None) -> None:
    """What is kept is as after a migration; the database lets go of audit entries only here."""
    with connection.cursor() as cursor:
        tables = filled(cursor)
    is_protected = audit.TABLE in tables and connection.vendor == "sqlite"
    if is_protected:
        with connection.schema_editor() as editor:
            audit.unprotect(editor)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")  # no triggers, no foreign keys
            cursor.execute(RENEW)
        for table in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    if is_protected:
        with connection.schema_editor() as editor:
            audit.protect(editor)
    versions.create_triggers(using="default")


def filled(cursor: Any) -> list[str]:
    """The tables that hold rows, in one question."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quote = connection.ops.quote_name
    asked = (
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in sorted(set(names) - KEPT)
    )
    cursor.execute(" UNION ALL ".join(asked))
    return [name for (name,) in cursor.fetchall()]
