"""What is kept about the people of an event, until when, and what was erased with proof."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.accounts.hooks.processing_records import Basis
from handschlag.common.times import format_days, format_short_moment, local_date
from handschlag.design.components.organiser import Mark
from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.registration.models import Registration
from handschlag.statistics.queries.protection import Erasure, ProcessingStatus

BASES: Final[Mapping[Basis, Promise | str]] = {
    Basis.CONSENT: gettext_lazy("consent (Art. 6 (1) a GDPR)"),
    Basis.CONTRACT: gettext_lazy("contract with the person (Art. 6 (1) b GDPR)"),
    Basis.DUTY: gettext_lazy("legal obligation (Art. 6 (1) c GDPR)"),
    Basis.INTEREST: gettext_lazy("legitimate interest (Art. 6 (1) f GDPR)"),
}
RECORDS: Final = ("pdf", "xlsx", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ClockRow:
    what: str
    whose: str
    rule: str
    due: str
    holds: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class _ErasureRow:
    number: str
    at: str
    who: str
    entry: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonRow:
    name: str
    sub: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProtectionScreen:
    answer: str
    grounds: str
    tone: str
    clock: Sequence[_ClockRow]
    lasting: Sequence[_ClockRow]
    erased: str
    erasures: Sequence[_ErasureRow]
    text: str
    people: Sequence[_PersonRow]
    log_url: str
    records: Sequence[Link]


def protection_screen(
    event: Event,
    hands: Sequence[ProcessingStatus],
    erasures: tuple[int, Sequence[Erasure]],
    *,
    found: Iterable[Registration],
    text: str,
    now: datetime,
) -> _ProtectionScreen:
    """What is kept until when, what was erased last, and the people whom the search found."""
    today = local_date(now)
    number, last = erasures
    dated = [one for one in hands if one.due is not None]
    answer, grounds, tone = _answer_of(dated, number, today)
    return _ProtectionScreen(
        answer=answer,
        grounds=grounds,
        tone=tone,
        clock=tuple(_clock_row(one, today) for one in dated),
        lasting=tuple(_clock_row(one, today) for one in hands if one.due is None),
        erased=ngettext("Data of %(n)s person deleted", "Data of %(n)s people deleted", number)
        % {"n": format_number(number)},
        erasures=tuple(_erasure_row(event, one) for one in last),
        text=text,
        people=tuple(_person_row(event, one) for one in found),
        log_url=reverse("statistics:log", args=[event.slug]),
        records=tuple(
            Link(label=ending.upper(), url=reverse("statistics:record", args=[event.slug, ending]))
            for ending in RECORDS
        ),
    )


def _answer_of(dated: Sequence[ProcessingStatus], erased: int, today: date) -> tuple[str, str, str]:
    """Whose data are there, and when they go; overdue is said first."""
    due = max((one.due for one in dated if one.due), default=None)
    people = next((one.count for one in dated if one.processing.key == "registration.people"), None) or 0
    left = sum(one.count or 0 for one in dated)
    done = ngettext(
        "The data of %(n)s person has already been deleted.",
        "The data of %(n)s people has already been deleted.",
        erased,
    )
    grounds = done % {"n": format_number(erased)} if erased else ""
    if not left:
        return _("Personal data is no longer stored for this event."), grounds, "ok"
    if due is None or due > today:
        said = ngettext(
            "The data of %(n)s person will be deleted automatically on %(day)s.",
            "The data of %(n)s people will be deleted automatically on %(day)s.",
            people,
        )
        return (
            said % {"n": format_number(people), "day": format_days(due, due) if due else "–"},
            grounds,
            "plain",
        )
    said = _("Personal data should have been deleted on %(day)s. Check whether the daily job is running.")
    return said % {"day": format_days(due, due)}, grounds, "wait"


def _clock_row(one: ProcessingStatus, today: date) -> _ClockRow:
    return _ClockRow(
        what=str(one.processing.what),
        whose=str(one.processing.whose),
        rule=str(one.processing.kept),
        due=format_days(one.due, one.due) if one.due else "–",
        holds=format_number(one.count) if one.count is not None else "–",
        mark=_mark_of(one, today),
    )


def _mark_of(one: ProcessingStatus, today: date) -> Mark:
    if one.count == 0:
        return Mark("done", _("nothing there"))
    if one.due is None:
        return Mark("free", _("without a date"))
    if one.due <= today:
        return Mark("bad", _("overdue"))
    left = (one.due - today).days
    return Mark("ok", ngettext("in %(n)s day", "in %(n)s days", left) % {"n": format_number(left)})


def _erasure_row(event: Event, one: Erasure) -> _ErasureRow:
    return _ErasureRow(
        number=str(one.number),
        at=format_short_moment(one.at),
        who=_("on request") if one.is_by_hand else _("by the person, or on its date"),
        entry=str(one.entry) if one.entry else "–",
        url=reverse("statistics:receipt", args=[event.slug, one.number]),
    )


def _person_row(event: Event, one: Registration) -> _PersonRow:
    return _PersonRow(
        name=one.name,
        sub=one.actor.name if one.actor else one.organisation,
        url=reverse("statistics:person", args=[event.slug, one.pk]),
    )
