"""Health for load balancers and service managers; no details for strangers."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.models import Worker

log = logging.getLogger(__name__)
YOUNG = timedelta(seconds=60)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nobody else."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether it can do its work: database, schema, worker. What is wrong stands in the log."""
    del request
    troubles = find_troubles()
    if troubles:
        log.warning("Not ready", extra={"troubles": troubles})
    return HttpResponse(
        "no\n" if troubles else "ok\n", content_type="text/plain", status=503 if troubles else 200
    )


def find_troubles() -> list[str]:
    try:
        executor = MigrationExecutor(connection)
        troubles = ["migrations"] if executor.migration_plan(executor.loader.graph.leaf_nodes()) else []
        if not Worker.objects.filter(seen_at__gte=timezone.now() - YOUNG).exists():
            troubles.append("worker")
    except DatabaseError:
        log.exception("The database does not answer")
        return ["database"]
    return troubles
