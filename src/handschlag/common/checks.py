"""What an operator should hear before anybody notices: `manage.py check --database default`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from handschlag.common.audit import TABLE, missing

PACKAGE = Path(__file__).resolve().parent.parent


def other_copy(found: tuple[Distribution, ...] | None = None) -> Path | None:
    """The package as it is installed in this environment, where that is not the one that runs.

    An installation that reads the working copy itself lists no file of the package.
    """
    for one in tuple(distributions(name=PACKAGE.name)) if found is None else found:
        for file in one.files or ():
            if file.as_posix() == f"{PACKAGE.name}/__init__.py":
                package = Path(str(one.locate_file(file))).resolve().parent
                if package != PACKAGE:
                    return package
    return None


@register(Tags.database)
def audit_is_protected(databases: Sequence[str] | None, **_kwargs: Any) -> list[CheckMessage]:
    """The triggers that keep the audit trail are there."""
    lacking: list[str] = []
    for alias in databases or ():
        connection = connections[alias]
        if TABLE in connection.introspection.table_names():
            lacking += missing(connection)
    if not lacking:
        return []
    hint = "Restore the schema with its triggers, or call handschlag.common.audit.protect."
    return [Error(f"The audit trail is not protected: {', '.join(lacking)}", hint=hint, id="handschlag.E001")]


@register()
def one_copy_runs(**_kwargs: Any) -> list[CheckMessage]:
    """The web server and the commands are of the same code."""
    other = other_copy()
    if other is None:
        return []
    hint = "Call the command `handschlag` of this environment, or take the installed one out."
    return [
        Error(
            f"This is the code in {PACKAGE}, but a web server would run the one in {other}",
            hint=hint,
            id="handschlag.E002",
        )
    ]
