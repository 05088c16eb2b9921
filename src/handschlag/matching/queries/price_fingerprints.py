"""A word that changes whenever what prices rest on does: people, times, rules, requests."""

from __future__ import annotations

from django.db import connection
from django.db.models import Count, Max, Sum

from handschlag.matching.models import Request, Service
from handschlag.matching.queries.engine_input import PLANNED
from handschlag.matching.queries.fingerprints import event_fingerprint_of


def price_fingerprint_of(service: Service) -> str:
    """Short, and the same in every process."""
    rows = Request.objects.filter(service=service, state__in=PLANNED)
    found = rows.aggregate(count=Count("pk"), last=Max("pk"), values=Sum("value"), barred=Count("bar_reason"))
    return f"{event_fingerprint_of(service)}|{'|'.join(str(value) for value in found.values())}"


def state_of(service: Service) -> tuple[str, int, str]:
    """A key for what is remembered of an event as it stands: meetings change the revision, too."""
    database = str(connection.settings_dict["NAME"])
    return database, service.pk, f"{price_fingerprint_of(service)}|{service.revision}"
