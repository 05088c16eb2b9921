"""Prices of rules in a large event are found in the background, once for each state of the event."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.matching.engine import price_cache
from handschlag.matching.engine.rule_prices import Prices
from handschlag.matching.models import Request, Service
from handschlag.matching.queries.engine_input import PLANNED
from handschlag.matching.queries.price_fingerprints import price_fingerprint_of

PRICES: Final = "matching.prices"


def prices_for(service: Service, *, now: datetime) -> Prices | None:
    """The prices, or None while they are being found."""
    mark = price_fingerprint_of(service)
    kept = price_cache.cached_prices(service, mark)
    if kept is not None:
        return kept
    if Request.objects.filter(service=service, state__in=PLANNED).count() < price_cache.LARGE:
        return price_cache.found(service)[1]
    rows = Job.objects.filter(kind=PRICES, payload__service_id=service.pk, payload__mark=mark)
    job = rows.order_by("-pk").first()
    if job is not None and job.state == JobState.DONE and job.result:
        return price_cache.store_prices(service, mark, price_cache.decoded(job.result))
    if job is None or job.state in {JobState.FAILED, JobState.CANCELLED}:
        enqueue(kind=PRICES, payload={"service_id": service.pk, "mark": mark}, owner_id=None, now=now)
    return None
