"""What machines ask: `/health/live`, `/health/ready`, `/metrics`.

Answered before everything else: a probe on the machine itself speaks neither HTTPS nor the public name.
"""

from __future__ import annotations

import ipaddress
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Mapping

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from handschlag.common.clocks.database_time import database_now
from handschlag.common.database.absence import is_away
from handschlag.common.files.probing import look
from handschlag.common.models import Worker
from handschlag.common.operations import metrics, stopping
from handschlag.common.operations.mail_look import MailLook, SenderLook

log = logging.getLogger(__name__)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")
SAFE = {"GET", "HEAD"}
LEAST_SPACE = 16 * 1024 * 1024  # bytes; with less, writing fails at any moment
WRITTEN = b"ready?" * 10_000
WRITES_APART = 10.0  # seconds
NOT_COLLECTED = ["CVS", ".*", "*~"]  # as `collectstatic` has it
TROUBLES = ("static", "disk", "database", "migrations")
WARNINGS = ("worker", "mail", "storage")


class ProbeMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe is None or request.method not in SAFE:
            return self.get_response(request)
        answer = probe(request)
        answer["Cache-Control"] = "no-store"
        return answer


def _plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)


def _live(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nobody else."""
    del request
    return _plain("ok")


def _ready(request: HttpRequest) -> HttpResponse:
    """Whether it can do its work. What is missing stands in the log, not in the answer.

    No is what another web server might do better, or what nobody is served without. What all of them lack
    and pages go on without is a warning, and told to those alone who may see the figures.
    """
    if stopping.is_announced():
        return _plain("stopping", status=503)
    troubles = find_troubles()
    if troubles:
        log.warning("Not ready", extra={"troubles": troubles})
        return _plain("no", status=503)
    warnings = _find_warnings(troubles) if _may_see_figures(request) else []
    return _plain(f"ok, but: {', '.join(warnings)}" if warnings else "ok")


def _figures(request: HttpRequest) -> HttpResponse:
    """For whoever knows the token; without one set, for this machine only. For all others it is not there."""
    if not _may_see_figures(request):
        return _plain("not found", status=404)
    troubles = find_troubles()
    found = {*troubles, *_find_warnings(troubles)}
    states: Mapping[str, bool] = {name: name in found for name in (*TROUBLES, *WARNINGS)}
    return HttpResponse(metrics.exposition(troubles=states), content_type=CONTENT_TYPE_LATEST)


def _may_see_figures(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(given, settings.METRICS_TOKEN)
    # A proxy on the same machine speaks for somebody else.
    is_direct = not any(name in request.headers for name in FORWARDED)
    try:
        return is_direct and ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def find_troubles() -> list[str]:
    """What keeps it from being ready: `static`, `disk`, `database`, `migrations`; or nothing."""
    troubles = [] if static_files.are_there() else ["static"]
    if shutil.disk_usage(settings.DATA).free < LEAST_SPACE or not disk.takes_a_file():
        troubles.append("disk")
    try:
        if not schema.is_current():
            troubles.append("migrations")
    except DatabaseError as wrong:
        words = str(wrong).partition("\n")[0]
        trace = None if is_away(wrong) else wrong
        log.error("The database does not answer", extra={"words": words}, exc_info=trace)
        troubles.append("database")
    return troubles


def _find_warnings(troubles: Collection[str]) -> list[str]:
    """What keeps few pages from being served, or none: no `worker` for a minute, or `mail` and `storage`
    that do not answer; or nothing."""
    can_be_asked = not {"database", "migrations"} & set(troubles)
    missing = {
        "worker": can_be_asked and not Worker.alive(database_now()).exists(),
        "mail": not mail_look.is_answering() or (can_be_asked and sender_look.finds_refusal()),
        "storage": look.is_away(),
    }
    return [name for name, is_missing in missing.items() if is_missing]


class StaticFiles:
    """Whether each has its name in the list that `collectstatic` made; a page that asks for another fails."""

    def __init__(self) -> None:
        self.were_complete = False

    def are_there(self) -> bool:
        names: Mapping[str, str] | None = getattr(staticfiles_storage, "hashed_files", None)
        if names is None:  # they are served as they lie in the code
            return True
        self.were_complete = self.were_complete or not (self._of_this_code() - names.keys())
        one = next(iter(names.values()), "")
        return self.were_complete and bool(one) and staticfiles_storage.exists(one)

    def _of_this_code(self) -> set[str]:
        """All that pages may ask for, as `collectstatic` finds it; what an operator adds has a prefix."""
        found = (finder.list(NOT_COLLECTED) for finder in get_finders())
        return {
            path.replace("\\", "/")
            for several in found
            for path, storage in several
            if not getattr(storage, "prefix", None)
        }


class _Disk:
    """Whether the data folder takes a file: it may be full for us alone, or have become read-only."""

    def __init__(self) -> None:
        self.tried_at, self.took = -WRITES_APART, True

    def takes_a_file(self) -> bool:
        if time.monotonic() - self.tried_at >= WRITES_APART or not self.took:
            self.tried_at = time.monotonic()
            try:
                with tempfile.TemporaryFile(dir=settings.DATA) as file:
                    file.write(WRITTEN)
                    file.flush()
                self.took = True
            except OSError as trouble:
                log.warning("Nothing can be written", extra={"error": type(trouble).__name__})
                self.took = False
        return self.took


class Schema:
    """Whether the tables are those of this code; once they are, they stay so for the life of a process."""

    def __init__(self) -> None:
        self.was_current = False

    def is_current(self) -> bool:
        if not self.was_current:
            executor = MigrationExecutor(connection)
            self.was_current = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        else:
            connection.ensure_connection()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        return self.was_current


schema, static_files, disk, mail_look = Schema(), StaticFiles(), _Disk(), MailLook()
sender_look = SenderLook()
PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": _live,
    "/health/ready": _ready,
    "/metrics": _figures,
}
