"""What machines ask, and what is measured for them: probes, figures, a line for each request.

What machines ask: `/health/live`, `/health/ready`, `/metrics`.

Answered before everything else: a probe on the machine itself speaks neither HTTPS nor the public name.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.mail import mailers
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from handschlag.common import web
from handschlag.common.database import database_now, is_away
from handschlag.common.files import look
from handschlag.common.models import Job, JobState, Mail, MailState, Worker
from handschlag.common.operations.holding import held_since

log = logging.getLogger(__name__)
LOOKS_APART: Final = 30.0  # seconds
PATIENCE: Final = 3.0


class MailLook:
    """The last answer; whoever asks and finds it old has a new one fetched, and does not wait for it."""

    def __init__(self) -> None:
        self.answers, self.looked_at = True, -LOOKS_APART
        self.thread: threading.Thread | None = None

    def is_answering(self) -> bool:
        """True until a look has found otherwise, and where this platform sends no mail."""
        if not settings.SENDS_MAIL:
            return True
        if time.monotonic() - self.looked_at >= LOOKS_APART:
            self.looked_at = time.monotonic()
            self.thread = threading.Thread(target=self._look, name="mail-look", daemon=True)
            self.thread.start()
        return self.answers

    def _look(self) -> None:
        before, self.answers = self.answers, _greets(mailers["smtp"])
        if before and not self.answers:
            log.warning("The mail server does not answer")


class SenderLook:
    """Whether letters wait for their sender to be accepted, as the last look found."""

    def __init__(self) -> None:
        self.is_refused, self.looked_at = False, -LOOKS_APART

    def finds_refusal(self) -> bool:
        """Asks the database every half a minute only, for it reads all letters that wait."""
        if time.monotonic() - self.looked_at >= LOOKS_APART:
            self.is_refused, self.looked_at = of_unwelcome_sender().exists(), time.monotonic()
        return self.is_refused


def _greets(server: Any) -> bool:
    """Whether it takes a connection and, where that is not encrypted from the first byte, greets."""
    host, port = getattr(server, "host", None), getattr(server, "port", None)
    if not host:
        return True
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as line:
            if server.use_ssl:
                return True
            is_greeting = line.recv(3) == b"220"
            line.sendall(b"QUIT\r\n")
            return is_greeting
    except OSError:
        return False


def of_unwelcome_sender() -> QuerySet[Mail]:
    """Letters that wait because the mail server accepts nothing from our address."""
    return Mail.objects.filter(state=MailState.WAITING, error__startswith="SMTPSenderRefused 5")


BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
SECONDS = Histogram(
    "handschlag_request_seconds", "Time to answer.", ["route", "method", "status"], buckets=BUCKETS
)
SLOW = Counter("handschlag_slow_requests", "Answers that took longer than HANDSCHLAG_SLOW_MS.", ["route"])


class _Waiting(Collector):
    """Asks the database at each scrape; it belongs to no process."""

    def collect(self) -> Iterator[Metric]:
        now = database_now()
        jobs = GaugeMetricFamily("handschlag_jobs", "Jobs by state.", labels=["state"])
        counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
        for state in JobState.values:
            jobs.add_metric([state], counts.get(state, 0))
        mails = GaugeMetricFamily("handschlag_mail", "Letters by state.", labels=["state"])
        counts = dict(Mail.objects.order_by().values_list("state").annotate(Count("pk")))
        for state in MailState.values:
            mails.add_metric([state], counts.get(state, 0))
        text = "How long the oldest has been waiting."
        waits = GaugeMetricFamily("handschlag_oldest_seconds", text, labels=["what"])
        queued = Job.objects.filter(state=JobState.QUEUED, due_at__lte=now)
        unsent = Mail.objects.filter(state=MailState.WAITING)
        oldest = {"job": queued.aggregate(at=Min("due_at")), "mail": unsent.aggregate(at=Min("created_at"))}
        for what, found in oldest.items():
            waits.add_metric([what], max(0.0, (now - found["at"]).total_seconds()) if found["at"] else 0.0)
        workers = GaugeMetricFamily("handschlag_workers", "Workers that were seen within a minute.")
        workers.add_metric([], Worker.alive(now).count())
        held = GaugeMetricFamily("handschlag_held", "Whether a restored backup holds emails and calls back.")
        held.add_metric([], int(held_since() is not None))
        away = GaugeMetricFamily("handschlag_storage_away", "Whether the storage of files did not answer.")
        away.add_metric([], int(look.is_away()))
        yield from (jobs, mails, waits, workers, held, away)


class _Troubles(Collector):
    """What `/health/ready` looks at, each by itself: 1 where it is in trouble."""

    def __init__(self, states: Mapping[str, bool]) -> None:
        self.states = states

    def collect(self) -> Iterator[Metric]:
        found = GaugeMetricFamily("handschlag_trouble", "Whether this is in trouble.", labels=["what"])
        for what, is_in_trouble in self.states.items():
            found.add_metric([what], int(is_in_trouble))
        yield found


def exposition(*, troubles: Mapping[str, bool] | None = None) -> bytes:
    """Everything as text; of all processes where the server collects them in one folder.

    What waits is left out while the tables cannot be asked, so that the trouble itself is told.
    """
    states, asked = troubles or {}, CollectorRegistry()
    if not (states.get("database") or states.get("migrations")):
        asked.register(_Waiting())
    asked.register(_Troubles(states))
    shared: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return generate_latest(shared) + generate_latest(asked)


request_log = logging.getLogger("handschlag.requests")
HEADERS = {
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class AccessLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        took = time.perf_counter() - started
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        self.observe(request, response, took)
        return response

    def observe(self, request: HttpRequest, response: HttpResponse, took: float) -> None:
        """Routes stand for addresses: a path may hold a secret, and there are too many of them to count."""
        is_file = request.path_info.startswith((f"/{settings.STATIC_URL.strip('/')}/",))
        route = "(file)" if is_file else _route_of(request)
        method = request.method if request.method in {"GET", "HEAD", "POST"} else "other"
        SECONDS.labels(route, method, f"{response.status_code // 100}xx").observe(took)
        is_slow = took * 1000 >= settings.SLOW_MS
        if is_slow:
            SLOW.labels(route).inc()
        if is_file and response.status_code < 400:
            return
        facts = {"method": method, "route": route, "status": response.status_code}
        facts |= {"ms": round(took * 1000, 1), "user_id": _user_id_of(request)}
        request_log.log(logging.WARNING if is_slow else logging.INFO, "request", extra=facts)


def _route_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name or match.route if match else "(none)"


def _user_id_of(request: HttpRequest) -> int | None:
    """Whoever signed in, if the answer needed to know: to ask only for the log would cost a query."""
    person = getattr(request, "_cached_user", None)
    return person.pk if person is not None else None


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
    if web.is_ending():
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
    return HttpResponse(exposition(troubles=states), content_type=CONTENT_TYPE_LATEST)


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
