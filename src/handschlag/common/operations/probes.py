"""What machines ask: `/health/live`, `/health/ready`, `/metrics`.

Answered before everything else: a probe on the machine itself speaks neither HTTPS nor the public name.
"""

from __future__ import annotations

import ipaddress
import logging
import shutil
from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from handschlag.common.clocks.database_time import database_now
from handschlag.common.files.probing import look
from handschlag.common.models import Worker
from handschlag.common.operations import metrics, stopping

log = logging.getLogger(__name__)
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via")
SAFE = {"GET", "HEAD"}
LEAST_SPACE = 16 * 1024 * 1024  # bytes; with less, writing fails at any moment


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

    Without the storage of files most pages work, and another host has no more: none is taken out for it.
    """
    del request
    if stopping.is_announced():
        return _plain("stopping", status=503)
    troubles = find_troubles()
    if troubles:
        log.warning("Not ready", extra={"troubles": troubles})
        return _plain("no", status=503)
    if look.is_away():
        log.warning("Ready, but", extra={"troubles": ["storage"]})
        return _plain("ok, but without the storage of files")
    return _plain("ok")


def _figures(request: HttpRequest) -> HttpResponse:
    """For whoever knows the token; without one set, for this machine only. For all others it is not there."""
    if not _may_see_figures(request):
        return _plain("not found", status=404)
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


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
    """What keeps it from being ready: `static`, `disk`, `database`, `migrations`, `worker`; or nothing."""
    troubles = [] if _has_style_sheets() else ["static"]
    if shutil.disk_usage(settings.DATA).free < LEAST_SPACE:
        troubles.append("disk")
    try:
        if not schema.is_current():
            troubles.append("migrations")
        elif not Worker.alive(database_now()).exists():
            troubles.append("worker")
    except DatabaseError:
        log.exception("The database does not answer")
        troubles.append("database")
    return troubles


def _has_style_sheets() -> bool:
    """Whether this process knows where they lie; without that, every page fails."""
    return bool(getattr(staticfiles_storage, "hashed_files", True))


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


schema = Schema()
PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": _live,
    "/health/ready": _ready,
    "/metrics": _figures,
}
