"""Wishes come in as a list and go out as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_day_and_time
from handschlag.design.components.parts import Option
from handschlag.directory.rules.imports.grids import letters
from handschlag.events.models import Event
from handschlag.matching.models import RequestState, WishKind
from handschlag.matching.queries.exchange import SentWish
from handschlag.matching.rules.wish_lists import Brought, Fact, Fault, WishFaultKind
from handschlag.matching.screens.refusal_messages import refusal_message

MOST_SHOWN: Final = 200
FACTS: Final[Mapping[Fact, str | Promise]] = {
    Fact.SENDER: gettext_lazy("Sender"),
    Fact.RECEIVER: gettext_lazy("Recipient"),
    Fact.KIND: gettext_lazy("Wish"),
    Fact.PURPOSE: gettext_lazy("Purpose"),
}
FAULTS: Final[Mapping[WishFaultKind, str | Promise]] = {
    WishFaultKind.MISSING: gettext_lazy("This cell is empty."),
    WishFaultKind.NOBODY: gettext_lazy("No participant has this address or number."),
    WishFaultKind.NO_KIND: gettext_lazy("Enter must, want or maybe."),
    WishFaultKind.TOO_LONG: gettext_lazy("Enter no more than 200 characters."),
    WishFaultKind.THEMSELVES: gettext_lazy("Sender and recipient are the same person."),
    WishFaultKind.NO_COLUMN: gettext_lazy("Not included"),
}
KINDS: Final[Mapping[str, str | Promise]] = {
    WishKind.MUST: gettext_lazy("must"),
    WishKind.WANT: gettext_lazy("want"),
    WishKind.MAYBE: gettext_lazy("maybe"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _FaultLine:
    cell: str
    what: str
    value: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ColumnChoice:
    name: str
    label: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the list would do."""

    answer: str
    tone: str
    packed: str
    sheet: str
    columns: Sequence[_ColumnChoice]
    faults: Sequence[_FaultLine]
    hidden: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _ExchangeScreen:
    form: forms.Form
    looked: Looked | None
    wishes: Sequence[tuple[str, str]]
    timetable: Sequence[tuple[str, str]]


def exchange_screen(event: Event, form: forms.Form, looked: Looked | None = None) -> _ExchangeScreen:
    return _ExchangeScreen(
        form=form,
        looked=looked,
        wishes=files(event, "matching:wishes_file", ("csv", "xlsx")),
        timetable=files(event, "matching:timetable_file", ("csv", "xlsx", "json")),
    )


def files(event: Event, name: str, endings: Sequence[str]) -> list[tuple[str, str]]:
    try:
        return [(one.upper(), reverse(name, args=[event.slug, one])) for one in endings]
    except NoReverseMatch:
        return []


def looked_at(
    found: Brought,
    *,
    headings: Sequence[str],
    columns: Mapping[Fact, int],
    packed: str,
    sheet: str,
) -> Looked:
    faults = [_fault_line(one) for one in found.faults]
    return Looked(
        answer=_answer_of(found),
        tone="wait" if faults else "ok",
        packed=packed,
        sheet=sheet,
        columns=[
            _ColumnChoice(
                name=f"c-{fact.value}",
                label=str(words),
                options=[
                    Option(
                        value=str(index),
                        label=f"{letters(index)}: {heading}",
                        is_chosen=columns.get(fact) == index,
                    )
                    for index, heading in enumerate(headings)
                ],
            )
            for fact, words in FACTS.items()
        ],
        faults=faults[:MOST_SHOWN],
        hidden=max(0, len(faults) - MOST_SHOWN),
        expected=0 if faults else found.sent,
    )


def _answer_of(found: Brought) -> str:
    if found.faults:
        number = len(found.faults)
        text = ngettext(
            "Nothing was sent: %(n)s error. Correct it in your file and upload it again.",
            "Nothing was sent: %(n)s errors. Correct them in your file and upload it again.",
            number,
        )
        return text % {"n": number}
    text = ngettext("%(n)s request would be sent.", "%(n)s requests would be sent.", found.sent)
    more = _("Meetings confirmed immediately: %(n)s.") % {"n": found.held} if found.held else ""
    return " ".join(filter(None, [text % {"n": found.sent}, more]))


def _fault_line(one: Fault) -> _FaultLine:
    return _FaultLine(
        cell=one.cell,
        what=str(FACTS[one.fact]) if one.fact else _("the whole row"),
        value=one.value,
        words=_fault_words(one),
    )


def _fault_words(one: Fault) -> str:
    if one.reason is WishFaultKind.TWICE:
        return _("Row %(row)s has the same pair.") % {"row": one.other_row}
    if isinstance(one.reason, WishFaultKind):
        return str(FAULTS[one.reason])
    return refusal_message(one.reason)


def wish_lines(rows: Iterable[SentWish]) -> Iterator[Sequence[str]]:
    """A head that the import understands, and one line for each person who was asked."""
    yield (
        *(_("Sender"), _("Recipient"), _("Wish"), _("Purpose"), _("Status"), _("Sent on")),
        *(_("Number of the sender"), _("Name of the sender")),
        *(_("Number of the recipient"), _("Name of the recipient")),
    )
    for one in rows:
        yield (
            *(one.sender.email, one.receiver.email),
            str(KINDS.get(one.kind, "")),
            *(one.purpose, str(STATES[RequestState(one.state)]), format_day_and_time(one.sent_at)),
            *(str(one.sender.pk), one.sender.name),
            *(str(one.receiver.pk), one.receiver.name),
        )


STATES: Final[Mapping[RequestState, str | Promise]] = {
    RequestState.OPEN: gettext_lazy("open"),
    RequestState.ACCEPTED: gettext_lazy("accepted"),
    RequestState.ROUND: gettext_lazy("waits for the next round"),
    RequestState.WATCHED: gettext_lazy("on the waiting list"),
    RequestState.DECLINED: gettext_lazy("declined"),
    RequestState.WITHDRAWN: gettext_lazy("withdrawn"),
    RequestState.LAPSED: gettext_lazy("expired"),
}
