"""Programme and time: what each choice costs in slots for meetings, and which meetings it endangers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time, format_time, format_weekday, local_date
from handschlag.design.components.participant import Move, Shell
from handschlag.events.queries.venue.meeting_grid import MeetingGrid
from handschlag.events.rules.blocks.slots import Slot
from handschlag.matching.models import Participant
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.names import names_in
from handschlag.matching.screens.shell import shell_of
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.screens.sessions import FormOption, choices_of, span


@dataclass(frozen=True, slots=True, kw_only=True)
class _TalkRow:
    """A session that can be chosen, and its price as a must."""

    id: int
    name: str
    time: str
    title: str
    room: str
    price: str
    choices: tuple[FormOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _SlotBox:
    """A slot that can be kept free; `note` says what lies in it."""

    id: str
    value: str
    label: str
    note: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    label: str
    talks: tuple[_TalkRow, ...]
    slots: tuple[_SlotBox, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """What a change would do: who is on the watch list then, and what moves."""

    lost: tuple[str, ...]
    moved: tuple[Move, ...]
    accepts: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _TimesScreen:
    shell: Shell
    form: Form
    times: tuple[BoundField, ...]
    days: tuple[_Day, ...]
    balance: str
    version: int
    danger: Danger | None
    fault: str
    next_url: str


def times_screen(
    me: Participant,
    form: Form,
    *,
    grid: MeetingGrid,
    offers: Mapping[int, Offer],
    token: str,
    danger: Danger | None = None,
    fault: str = "",
) -> _TimesScreen:
    """The person's times, and what they would lose by a change (`danger`) or why it failed (`fault`)."""
    names = [name for name in form.fields if name.endswith(("_day", "_time"))]
    return _TimesScreen(
        shell=shell_of(me, token, current=None),
        form=form,
        times=tuple(form[name] for name in names),
        days=_days_of(form, grid=grid, offers=offers),
        balance=_balance_of(me),
        version=me.registration.version,
        danger=danger,
        fault=fault,
        next_url=reverse("matching:recommended", args=[token]),
    )


def _balance_of(me: Participant) -> str:
    """How many slots there are for meetings, and how many meetings are agreed."""
    hours = hours_of(me.service, [me.pk])[me.pk]
    slots = ngettext(
        "You have %(n)s time slot for meetings.", "You have %(n)s time slots for meetings.", len(hours.free)
    ) % {"n": len(hours.free)}
    agreed = ngettext("%(n)s meeting confirmed.", "%(n)s meetings confirmed.", hours.agreed) % {
        "n": hours.agreed
    }
    return f"{slots} {agreed}"


def _days_of(form: Form, *, grid: MeetingGrid, offers: Mapping[int, Offer]) -> tuple[_Day, ...]:
    slots = sorted((slot for run in grid.runs for slot in run.slots), key=lambda one: one.starts_at)
    boxes = {str(one.data["value"]): one for one in form["blocked"].subwidgets}
    pieces = [
        *((local_date(one.starts_at), _talk_row(one, form, slots)) for one in offers.values()),
        *((local_date(one.starts_at), _slot_box(one, boxes, offers)) for one in slots),
    ]
    pieces.sort(key=lambda pair: pair[0])
    return tuple(
        _Day(
            label=format_weekday(day),
            talks=tuple(one for one in rows if isinstance(one, _TalkRow)),
            slots=tuple(one for one in rows if isinstance(one, _SlotBox)),
        )
        for day, found in groupby(pieces, key=lambda pair: pair[0])
        for rows in [[piece for _day, piece in found]]
    )


def _talk_row(offer: Offer, form: Form, slots: Iterable[Slot]) -> _TalkRow:
    bound = form[f"wish_{offer.id}"]
    cost = sum(1 for one in slots if one.overlaps(offer.starts_at, offer.ends_at))
    return _TalkRow(
        id=offer.id,
        name=bound.html_name,
        time=span(offer),
        title=pick(offer.title_de, offer.title_en),
        room=pick(offer.room_de, offer.room_en),
        price=_price_words(cost),
        choices=choices_of(bound),
    )


def _price_words(cost: int) -> str:
    if not cost:
        return _("uses no time slot")
    return ngettext(
        "a “must attend” session uses %(n)s time slot", "a “must attend” session uses %(n)s time slots", cost
    ) % {"n": cost}


def _slot_box(slot: Slot, boxes: Mapping[str, object], offers: Mapping[int, Offer]) -> _SlotBox:
    value = slot.starts_at.isoformat()
    box = boxes[value]
    beside = [one for one in offers.values() if slot.overlaps(one.starts_at, one.ends_at)]
    return _SlotBox(
        id=str(box.id_for_label),  # type: ignore[attr-defined]
        value=value,
        label=format_time(slot.starts_at),
        note=", ".join(pick(one.title_de, one.title_en) for one in beside),
        is_chosen=bool(box.data["selected"]),  # type: ignore[attr-defined]
    )


def danger_of(
    me: Participant, lost: Iterable[int], shifts: Iterable[tuple[int, datetime, datetime]]
) -> Danger:
    """In the names of those whom it concerns, as far as they are one's own meetings."""
    gone, moves = list(lost), list(shifts)
    names = names_in([*gone, *(request for request, _before, _after in moves)], me)
    others = _("a meeting of other people")
    return Danger(
        lost=tuple(names.get(pk, others) for pk in gone),
        moved=tuple(
            Move(
                title=names.get(request, others),
                old=format_day_and_time(before),
                new=format_day_and_time(after),
            )
            for request, before, after in moves
        ),
        accepts=",".join(map(str, sorted(gone))),
        title=_danger_title(len(gone), len(moves)),
    )


def _danger_title(lost: int, moved: int) -> str:
    if lost:
        return ngettext(
            "This would cancel %(n)s confirmed meeting", "This would cancel %(n)s confirmed meetings", lost
        ) % {"n": lost}
    return ngettext(
        "No meeting is lost; %(n)s gets a new time", "No meetings are lost; %(n)s get a new time", moved
    ) % {"n": moved}
