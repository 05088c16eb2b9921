"""A new incident: what kind, then whom or what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.day.models import REAL, IncidentKind
from handschlag.day.screens.incident_labels import SHORT
from handschlag.design.components.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewScreen:
    title: str
    lead: str
    kinds: Sequence[Link]
    form: forms.Form
    url: str
    back_url: str
    button: str


def new_screen(slug: str, kind: IncidentKind, form: forms.Form, *, is_supposed: bool) -> _NewScreen:
    """The form for one kind; no-shows are not to be supposed, so they are no choice then."""
    url = reverse("day:new", args=[slug])
    more = "&supposed=1" if is_supposed else ""
    return _NewScreen(
        title=_("Simulate an incident") if is_supposed else _("New incident"),
        lead=_("Simulate an incident. Nothing is changed and nothing is sent.")
        if is_supposed
        else _("Describe what has happened. We save it immediately and then look for solutions."),
        kinds=tuple(
            Link(label=str(SHORT[one]), url=f"{url}?kind={one.value}{more}", is_current=one is kind)
            for one in REAL
            if not (is_supposed and one is IncidentKind.NO_SHOW)
        ),
        form=form,
        url=f"{url}?kind={kind.value}{more}",
        back_url=reverse("day:control", args=[slug]),
        button=_("Simulate") if is_supposed else _("Record and find solutions"),
    )
