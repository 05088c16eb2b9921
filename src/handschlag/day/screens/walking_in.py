"""Reception, for somebody without a registration: four fields, three meetings, one sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.forms import Form
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_slot, format_time
from handschlag.day.models import StandByState
from handschlag.day.queries.walking_in import AskedFor, Possible
from handschlag.day.rules.walking_in import value_of
from handschlag.events.models import Event
from handschlag.matching.models import Participant

STATES: Final[Mapping[str, tuple[str | Promise, str]]] = {
    StandByState.OFFERED: (gettext_lazy("asked, until %(time)s"), "wait"),
    StandByState.ACCEPTED: (gettext_lazy("agreed: takes place"), "ok"),
    StandByState.DECLINED: (gettext_lazy("declined"), "bad"),
    StandByState.LAPSED: (gettext_lazy("no answer in time"), "bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _MeetingRow:
    """A meeting that could be asked for, to be ticked."""

    value: str
    is_ticked: bool
    time: str
    place: str
    who: str
    sub: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _WalkInScreen:
    form: Form
    key: str
    has_looked: bool
    sentence: str
    rows: Sequence[_MeetingRow]
    button: str
    fault: str
    back_url: str
    whole_url: str


def walk_in_screen(
    event: Event,
    form: Form,
    *,
    key: str,
    found: Sequence[Possible] | None = None,
    ticked: Collection[str] | None = None,
    fault: str = "",
) -> _WalkInScreen:
    """`found` None: nobody has looked yet; `ticked` None: all that was found."""
    rows = tuple(_row_of(event, one, ticked) for one in found or ())
    return _WalkInScreen(
        form=form,
        key=key,
        has_looked=found is not None,
        sentence=_sentence_of(rows) if found is not None else "",
        rows=rows,
        button=_button_of(rows),
        fault=fault,
        back_url=reverse("registration:desk", args=[event.slug]),
        whole_url=reverse("registration:add", args=[event.slug]),
    )


def _row_of(event: Event, one: Possible, ticked: Collection[str] | None) -> _MeetingRow:
    spot = one.chance.spot
    value = value_of(one.chance.partner, spot.starts_at, spot.place)
    return _MeetingRow(
        value=value,
        is_ticked=ticked is None or value in ticked,
        time=format_slot(spot.starts_at, with_day=event.has_days),
        place=one.place,
        who=one.partner.name,
        sub=one.partner.sub,
        why=_why_of(one),
    )


def _why_of(one: Possible) -> str:
    """What the partner gives, else what the partner seeks."""
    if one.offers:
        return _("offers: %(text)s") % {"text": one.offers}
    if one.needs:
        return _("looking for: %(text)s") % {"text": one.needs}
    return _("has time")


def _sentence_of(rows: Sequence[_MeetingRow]) -> str:
    if not rows:
        return _("No more meetings are possible today. You can still register the person.")
    return ngettext(
        "%(n)s meeting is possible straight away, using free times.",
        "%(n)s meetings are possible straight away, using free times.",
        len(rows),
    ) % {"n": len(rows)}


def _button_of(rows: Sequence[_MeetingRow]) -> str:
    number = sum(one.is_ticked for one in rows)
    if not number:
        return _("Register and print sheet")
    return ngettext(
        "Register, ask %(n)s person, print sheet", "Register, ask %(n)s people, print sheet", number
    ) % {"n": number}


# --- afterwards -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _AskedRow:
    time: str
    place: str
    who: str
    sub: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _WalkedInScreen:
    name: str
    organisation: str
    sentence: str
    rows: Sequence[_AskedRow]
    is_open: bool
    as_of: str
    live_url: str
    sheet_url: str
    next_url: str
    back_url: str


def walked_in_screen(
    event: Event, participant: Participant, asked: Sequence[AskedFor], *, as_of: str
) -> _WalkedInScreen:
    """After somebody was taken in: who has answered by `as_of`, and the ways to sheet and desk."""
    agreed = sum(one.state == StandByState.ACCEPTED for one in asked)
    number = participant.registration_id
    return _WalkedInScreen(
        name=participant.registration.name,
        organisation=participant.registration.organisation,
        sentence=_asked_words(len(asked), agreed),
        rows=tuple(_asked_row(event, one) for one in asked),
        is_open=any(one.state == StandByState.OFFERED for one in asked),
        as_of=as_of,
        live_url=reverse("day:walked_in", args=[event.slug, number]),
        sheet_url=reverse("day:walk_in_sheet", args=[event.slug, number]),
        next_url=reverse("day:walk_in", args=[event.slug]),
        back_url=reverse("registration:desk", args=[event.slug]),
    )


def _asked_words(asked: int, agreed: int) -> str:
    if not asked:
        return _("Registered and checked in. Nobody was asked.")
    said = ngettext(
        "%(agreed)s of %(n)s person has said yes.", "%(agreed)s of %(n)s people have said yes.", asked
    )
    return said % {"agreed": agreed, "n": asked}


def _asked_row(event: Event, one: AskedFor) -> _AskedRow:
    words, tone = STATES[one.state]
    state = (
        str(words) % {"time": format_time(one.ends_at)} if one.state == StandByState.OFFERED else str(words)
    )
    return _AskedRow(
        time=format_slot(one.starts_at, with_day=event.has_days),
        place=one.place,
        who=one.partner.name,
        sub=one.partner.sub,
        state=state,
        tone=tone,
    )
