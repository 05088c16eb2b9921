"""Sessions as rows: to choose from, and as they were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from handschlag.common.times import format_time, format_weekday, local, local_date
from handschlag.registration.models import SessionChoice
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.rules.missed_sessions import Danger, Endangered


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormOption:
    """One of the three answers about a session, as a radio button."""

    id: str
    value: str
    label: str
    is_chosen: bool


type SessionDays = Sequence[tuple[str, Sequence[dict[str, Any]]]]
type ChosenSessions = Sequence[tuple[SessionChoice, Offer, str]]


def days_of(
    offers: Mapping[int, Offer],
    form: BaseForm,
    *,
    taken: Mapping[int, int],
    clashing: Iterable[int] = (),
) -> SessionDays:
    """All sessions that can be chosen, by day, with the seats that are free where seats are booked."""
    clashes = set(clashing)
    return [
        (format_weekday(day), [_session_row(offer, form, taken=taken, clashes=clashes) for offer in found])
        for day, found in groupby(offers.values(), key=lambda offer: local_date(offer.starts_at))
    ]


def _session_row(
    offer: Offer, form: BaseForm, *, taken: Mapping[int, int], clashes: set[int]
) -> dict[str, Any]:
    field = form[f"wish_{offer.id}"]
    return {
        "offer": offer,
        "name": field.html_name,
        "choices": choices_of(field),
        "free": None if offer.seats is None else offer.seats - taken.get(offer.id, 0),
        "clashes": offer.id in clashes,
    }


def choices_of(bound: BoundField) -> tuple[_FormOption, ...]:
    """The options of a choice field for the template, with the chosen ones marked."""
    return tuple(
        _FormOption(
            id=str(one.id_for_label),
            value=str(one.data["value"]),
            label=str(one.choice_label),
            is_chosen=bool(one.data["selected"]),
        )
        for one in bound.subwidgets
    )


def span(offer: Offer) -> str:
    """Begin and end as clock times in the time zone of the event."""
    begin, end = local(offer.starts_at), local(offer.ends_at)
    return f"{format_time(begin)}–{format_time(end)}"


def chosen_sessions(
    choices: Iterable[SessionChoice],
    offers: Mapping[int, Offer],
    *,
    endangered: Iterable[Endangered] = (),
) -> ChosenSessions:
    """The chosen sessions in the order of time, each with what stands in its way."""
    by_session = {choice.session_id: choice for choice in choices}
    dangers = {danger.id: danger.danger for danger in endangered}
    return [
        (
            by_session[pk],
            offer,
            _("does not take place") if offer.is_cancelled else danger_words(dangers.get(pk)),
        )
        for pk, offer in offers.items()
        if pk in by_session
    ]


def danger_words(danger: Danger | None) -> str:
    """Why the person would miss part of the session; empty without a danger."""
    if danger is Danger.BEFORE_ARRIVAL:
        return _("begins before you arrive")
    return _("ends after you leave") if danger is Danger.AFTER_LEAVING else ""
