"""Sessions as rows: to choose from, and as they were chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_short_day, format_time, format_weekday, local, local_date
from handschlag.registration import labels
from handschlag.registration.models import SeatState, SessionChoice
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.rules.missed_sessions import Danger, Endangered


@dataclass(frozen=True, slots=True, kw_only=True)
class _FormOption:
    """One of the three answers about a session, as a radio button."""

    id: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _SessionRow:
    """A session that can be chosen. `seats`: what is left, in words; empty where nothing is booked."""

    id: int
    name: str
    time: str
    title: str
    room: str
    language: str
    seats: str
    is_full: bool
    choices: tuple[_FormOption, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDay:
    label: str
    rows: tuple[_SessionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenRow:
    """A session that was chosen, with what became of it; `trouble` says what stands in its way."""

    day: str
    time: str
    title: str
    room: str
    wish: str
    seat: str
    is_seated: bool
    trouble: str


def days_of(
    offers: Mapping[int, Offer],
    form: BaseForm,
    *,
    taken: Mapping[int, int],
    clashing: Iterable[int] = (),
) -> tuple[SessionDay, ...]:
    """All sessions that can be chosen, by day."""
    faulty = set(clashing)
    rows = [
        (local_date(offer.starts_at), _row_of(offer, form, taken=taken, faulty=faulty))
        for offer in offers.values()
    ]
    return tuple(
        SessionDay(label=format_weekday(day), rows=tuple(row for _day, row in found))
        for day, found in groupby(rows, key=lambda pair: pair[0])
    )


def _row_of(offer: Offer, form: BaseForm, *, taken: Mapping[int, int], faulty: set[int]) -> _SessionRow:
    bound = form[f"wish_{offer.id}"]
    free = None if offer.seats is None else offer.seats - taken.get(offer.id, 0)
    return _SessionRow(
        id=offer.id,
        name=bound.html_name,
        time=span(offer),
        title=pick(offer.title_de, offer.title_en),
        room=pick(offer.room_de, offer.room_en),
        language=_language_word(offer.language),
        seats=_seat_words(free),
        is_full=free is not None and free <= 0,
        choices=choices_of(bound),
        fault=_("overlaps another session you chose as “Must attend”") if offer.id in faulty else "",
    )


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


def _seat_words(free: int | None) -> str:
    if free is None:
        return ""
    if free <= 0:
        return _("no places left: you would be on the waiting list")
    return ngettext("%(n)s place left", "%(n)s places left", free) % {"n": free}


def span(offer: Offer) -> str:
    """Begin and end as clock times in the time zone of the event."""
    begin, end = local(offer.starts_at), local(offer.ends_at)
    return f"{format_time(begin)}–{format_time(end)}"


def _language_word(code: str) -> str:
    return {"de": _("in German"), "en": _("in English")}.get(code, _("in German and English"))


def chosen_rows(
    choices: Iterable[SessionChoice],
    offers: Mapping[int, Offer],
    *,
    endangered: Iterable[Endangered],
) -> tuple[ChosenRow, ...]:
    """The chosen sessions in the order of time."""
    by_session = {one.session_id: one for one in choices}
    dangers = {one.id: one.danger for one in endangered}
    return tuple(
        _chosen_row(by_session[pk], offer, dangers.get(pk))
        for pk, offer in offers.items()
        if pk in by_session
    )


def _chosen_row(choice: SessionChoice, offer: Offer, danger: Danger | None) -> ChosenRow:
    return ChosenRow(
        day=format_short_day(offer.starts_at),
        time=span(offer),
        title=pick(offer.title_de, offer.title_en),
        room=pick(offer.room_de, offer.room_en),
        wish=_wish_word(choice.wish),
        seat=_seat_state(choice),
        is_seated=choice.seat == SeatState.SEATED,
        trouble=_("does not take place") if offer.is_cancelled else danger_words(danger),
    )


def _wish_word(wish: str) -> str:
    return str(dict(labels.WISHES)[wish])


def _seat_state(choice: SessionChoice) -> str:
    said = {SeatState.SEATED: _("place reserved"), SeatState.WAITING: _("on the waiting list")}
    return said.get(SeatState(choice.seat), "")


def danger_words(danger: Danger | None) -> str:
    """Why the person would miss part of the session; empty without a danger."""
    if danger is Danger.BEFORE_ARRIVAL:
        return _("begins before you arrive")
    return _("ends after you leave") if danger is Danger.AFTER_LEAVING else ""
