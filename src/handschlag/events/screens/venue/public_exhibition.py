"""The public pages of an exhibition: how the list is narrowed, the plan beside it, and who is at a stand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design.components.parts import Facet, Option
from handschlag.events.models import Event, StandStaff
from handschlag.events.queries.venue.exhibition import ExhibitQuery, counted
from handschlag.events.queries.venue.plan import shapes_of
from handschlag.events.screens.venue.drawing import Drawing, drawing_of


def plan_of(event: Event, goal: int = 0) -> Drawing | None:
    """The hall plan, where there is one; `goal` is the stand that stands out."""
    if not event.plan_width:
        return None
    return drawing_of(shapes_of(event.pk), width=event.plan_width, depth=event.plan_depth, goal=goal)


def questions(event: Event, wanted: ExhibitQuery) -> tuple[Facet, ...]:
    """What the list can be narrowed by; a question with one answer is none."""
    zone = ("stand__zone__name_de", "stand__zone__name_en")
    asked = (
        ("programme", _("Funded by"), counted(event.pk, "programme", "programme__short_name")),
        ("network", _("Network"), counted(event.pk, "network", "network__name")),
        ("zone", _("Area"), counted(event.pk, "stand__zone", *zone)),
    )
    return tuple(
        Facet(
            name=name,
            title=title,
            options=tuple(_option(row, chosen=getattr(wanted, name)) for row in rows),
        )
        for name, title, rows in asked
        if len(rows) > 1 or getattr(wanted, name)
    )


def _option(row: dict[str, Any], *, chosen: int) -> Option:
    pk, *names, number = row.values()
    label = pick(*names) if len(names) > 1 else names[0]
    return Option(value=str(pk), label=label, count=number, is_chosen=pk == chosen)


def spoken(row: StandStaff) -> str:
    """Which languages somebody at a stand speaks."""
    return ", ".join([_("German")] * row.speaks_german + [_("English")] * row.speaks_english)
