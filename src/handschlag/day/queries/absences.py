"""Who and what repairs of the day have counted out, for as long as they are not undone."""

from __future__ import annotations

from collections.abc import Iterator

from handschlag.day.models import Repair
from handschlag.matching.rules.absences import Absence, read


def absences_of(service_id: int) -> Iterator[Absence]:
    """Those of the first repair first; what was undone is left out."""
    rows = Repair.objects.filter(incident__service_id=service_id, undone_at=None).exclude(away=[])
    for away in rows.order_by("pk").values_list("away", flat=True):
        yield from read(away)
