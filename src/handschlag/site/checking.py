"""`handschlag check`: everything that is wrong, at once and in words; and `handschlag serve`."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import django
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.mail import mailers
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from handschlag.common.compute import ComputeKind
from handschlag.common.database import planned_cursor
from handschlag.common.files import storage_trouble
from handschlag.design.assets import missing_beside_film, unreadable_text
from handschlag.site.environment import is_folder, is_this_machine, settings_file

LEAST_SPACE: Final = 500 * 1024 * 1024  # bytes
ANSWERS_WITHIN: Final = 5.0  # seconds


def check() -> int:
    """0 where nothing is wrong; what is worth a thought changes nothing about that."""
    django.setup()
    wrong, thoughts = [], list(_thoughts())
    trouble = database_trouble()
    if trouble:
        wrong.append(trouble)
    else:
        if connection.vendor == "postgresql":
            wrong.extend(_pooler_trouble())
        wrong.extend(missing_tables())
    wrong.extend(_missing_files())
    wrong.extend(_mail_trouble())
    if words := storage_trouble():
        wrong.append(words)
    wrong.extend(_compute_trouble())
    databases = [] if trouble else ["default"]
    for found in checks.run_checks(include_deployment_checks=True, databases=databases):
        if not found.is_silenced():
            (wrong if found.is_serious() else thoughts).append(str(found))
    for words in wrong:
        sys.stdout.write(f"WRONG  {words}\n")
    for words in thoughts:
        sys.stdout.write(f"think  {words}\n")
    sys.stdout.write(f"The settings are those of {settings_file(os.environ) or 'the environment'}.\n")
    sys.stdout.write("Something is wrong.\n" if wrong else "Nothing is wrong.\n")
    return 1 if wrong else 0


def database_trouble() -> str | None:
    """Why the database does not answer; the first line of what it says names no password."""
    try:
        connection.ensure_connection()
    except (DatabaseError, OSError) as trouble:
        file = f" ({connection.settings_dict['NAME']})" if connection.vendor == "sqlite" else ""
        return f"DATABASE_URL: the database does not answer: {_first_line_of(trouble)}{file}"
    return None


def _pooler_trouble() -> Iterator[str]:
    """What one connection to the database keeps is not there at another that a pooler gives instead."""
    other = connection.copy()
    try:
        other.set_autocommit(False)  # holds what the first one had
        for one in (connection, other, connection):
            with planned_cursor(one) as cursor:
                cursor.execute("SELECT 1 WHERE 1 = %s", [1])
    except DatabaseError as trouble:
        connection.close()
        yield (
            f"DATABASE_URL: what is asked again cannot be kept: {_first_line_of(trouble)}. A pooler that "
            "hands connections on after each transaction has to know prepared statements: PgBouncer from "
            "1.22 on, with max_prepared_statements of 200. Or end the address with ?prepare_threshold=none"
        )
    finally:
        other.close()


def _first_line_of(trouble: Exception) -> str:
    return str(trouble).strip().splitlines()[0]


def is_static_missing() -> bool:
    """Without this list of them every page fails."""
    return not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def missing_tables() -> Iterator[str]:
    """What `handschlag upgrade` has not done yet, what was undone since, or what a newer version has done."""
    from handschlag.common.page_cache.versions import missing_triggers  # of models: the apps are there by now

    executor = MigrationExecutor(connection)
    if newer := sorted(_of_a_newer_version(executor.loader)):
        yield (
            f"The tables are those of a newer version (steps unknown here: {len(newer)}, first "
            f"{'.'.join(newer[0])}). Upgrade this host as well; the way back is a backup of this version"
        )
    if todo := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        yield f"The tables are not those of this version (steps missing: {todo}). Run: handschlag upgrade"
    elif missing := missing_triggers():
        yield (
            f"The database does not notice every write (triggers missing or off: {len(missing)}, first "
            f"{missing[0][0]}): old pages are shown, and a wrong yes may be given. Run: handschlag upgrade"
        )


def _of_a_newer_version(loader: MigrationLoader) -> set[tuple[str, str]]:
    """Steps of ours that were done here by a version that has them; this one has none in their place."""
    known = set(loader.disk_migrations).union(*(one.replaces for one in loader.replacements.values()))
    own = {app.label for app in apps.get_app_configs() if app.name.startswith("handschlag.")}
    return {one for one in set(loader.applied_migrations) - known if one[0] in own}


def _missing_files() -> Iterator[str]:
    if is_static_missing():
        yield f"There are no style sheets in {settings.STATIC_ROOT}. Run: handschlag upgrade"


def _mail_trouble() -> Iterator[str]:
    """Without emails nobody signs in."""
    if settings.SENDS_MAIL:
        try:
            server = mailers["smtp"]
            server.open()
            server.close()
        except (OSError, smtplib.SMTPException) as trouble:
            yield f"HANDSCHLAG_SMTP_URL: the mail server does not take us ({type(trouble).__name__})."


def _compute_trouble() -> Iterator[str]:
    """A cluster that does not answer makes no lists."""
    place = settings.COMPUTE
    if place.kind is ComputeKind.CLUSTER:
        try:
            parts = urlsplit(place.address)
            socket.create_connection((parts.hostname or "", parts.port or 0), timeout=ANSWERS_WITHIN).close()
        except (OSError, ValueError) as trouble:
            yield f"HANDSCHLAG_COMPUTE: nobody answers at {place.address} ({type(trouble).__name__})."


def _thoughts() -> Iterator[str]:
    """What does not keep it from running."""
    path = settings_file(os.environ)
    if path and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield f"{path} can be read by others; secrets stand in it: chmod 600 {path}"
    if shutil.disk_usage(settings.DATA).free < LEAST_SPACE:
        yield f"HANDSCHLAG_DATA: less than 500 MB are left for {settings.DATA}."
    if settings.BOUNCES and not is_folder(Path(settings.BOUNCES)):
        yield f"HANDSCHLAG_BOUNCES: there is no maildir {settings.BOUNCES} on this machine."
    if not settings.OPERATOR_NAME:
        yield "HANDSCHLAG_OPERATOR_NAME is not set: imprint and privacy page say that nobody is named."
    address = urlsplit(settings.COMPUTE.address)
    if address.scheme == "tcp" and not is_this_machine(address.hostname or ""):
        yield "HANDSCHLAG_COMPUTE: what people wrote goes to the cluster unencrypted: use tls://."
    for language, _name in settings.LANGUAGES:
        if lacking := ", ".join(missing_beside_film(language)):
            yield f"HANDSCHLAG_OWN_CONTENT: the film in sign language is not shown without {lacking}."
        if name := unreadable_text(language):
            yield f"HANDSCHLAG_OWN_CONTENT: {name} cannot be read and is not shown. Save it as UTF-8."


def serve(more: Sequence[str]) -> int:
    """Gunicorn takes the place of this process: a signal reaches it at once. What follows goes to it."""
    if settings.MODE != "test" and is_static_missing():
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
    command = ["-m", "gunicorn", "-c", "python:handschlag.site.server", *more, "handschlag.site.wsgi"]
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606 - our own interpreter
