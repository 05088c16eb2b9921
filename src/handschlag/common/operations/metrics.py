"""Figures for Prometheus: how many requests, how long, how many slow; and what waits in the database."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from django.db.models import Count, Min
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from handschlag.common.clocks.database_time import database_now
from handschlag.common.files.probing import look
from handschlag.common.models import Job, JobState, Mail, MailState, Worker
from handschlag.common.operations.holding import held_since

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
