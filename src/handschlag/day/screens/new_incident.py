"""A new incident: of what kinds there are."""

from __future__ import annotations

from django.urls import reverse

from handschlag.day.models import REAL, IncidentKind
from handschlag.day.screens.incident_labels import SHORT
from handschlag.design.components.parts import Link


def kind_links(slug: str, kind: IncidentKind, *, is_supposed: bool) -> tuple[Link, ...]:
    """The form of each kind; no-shows are not to be supposed, so they are no choice then."""
    url, more = reverse("day:new", args=[slug]), "&supposed=1" if is_supposed else ""
    return tuple(
        Link(label=str(SHORT[one]), url=f"{url}?kind={one.value}{more}", is_current=one is kind)
        for one in REAL
        if not (is_supposed and one is IncidentKind.NO_SHOW)
    )
