"""Whom to call today: ranked by the meetings that one call makes possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from handschlag.common.times import format_moment_near, local_date, sortable_moment
from handschlag.design.components.organiser import Fact
from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.engine.call_gains import Gain, gains_of, rates_of
from handschlag.matching.models import CallResult, Service
from handschlag.matching.queries.readiness import (
    CallCandidate,
    ReadinessCounts,
    count_agreed_outside,
    people_to_call,
    readiness_of,
)
from handschlag.matching.queries.reminders import may_invite
from handschlag.matching.rules.reminders import Missing
from handschlag.matching.screens.preparing.call_sheet import RESULTS, call_sheet_of
from handschlag.matching.screens.preparing.reminders import LABELS

SHOWN: Final = 14
TODAY: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CallFilter:
    """What of the list is to be seen; `me` is who asks."""

    missing: Missing | None = None
    person: int | None = None
    is_all: bool = False
    is_mine: bool = False
    me: int | None = None

    @property
    def query(self) -> str:
        """The same filter in an address."""
        pairs = {"missing": self.missing, "mine": "1" if self.is_mine else None}
        query = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{query}" if query else ""

    def shows(self, person: CallCandidate) -> bool:
        """Whether somebody belongs to what is to be seen."""
        is_of_me = not self.is_mine or (self.me is not None and person.caller_id == self.me)
        return is_of_me and self.missing in {None, person.missing}


def wanted_in(values: Mapping[str, str], *, me: int | None) -> _CallFilter:
    """What an address asks to see; what cannot be read counts as not asked."""
    known = {one.value: one for one in Missing}
    person = values.get("person", "")
    return _CallFilter(
        missing=known.get(values.get("missing", "")),
        person=int(person) if person.isdecimal() and len(person) < 16 else None,
        is_all=values.get("all") == "1",
        is_mine=values.get("mine") == "1",
        me=me,
    )


def readiness_screen(event: Event, service: Service, wanted: _CallFilter, *, now: datetime) -> dict[str, Any]:
    """Whom to call first, by what a call gains; after the event, nobody."""
    is_over = local_date(now) > event.last_day
    standing, people = readiness_of(service), () if is_over else people_to_call(service)
    gains = gains_of(service, people, standing)
    here = reverse("matching:readiness", args=[event.slug])
    agreed = count_agreed_outside(service) if may_invite(service, now) else 0
    takes_in_first = agreed > 0 and not standing.taking_part
    cut = _portion(gains) if service.is_open and not takes_in_first else 0
    shown = [one for one in gains if wanted.shows(one.person)]
    rows = shown if wanted.is_all else shown[:SHOWN]
    chosen = next((one for one in gains if one.person.registration == wanted.person), None)
    rates = rates_of(standing, service.wanted)
    return {
        "is_over": is_over,
        "facts": _facts_of(standing, people, gains, here=here),
        "first": gains[0].person if gains else None,
        "cut": cut,
        "gain": _whole(gains[cut - 1].together) if cut else "",
        "total": _whole(gains[-1].together) if gains else "",
        "yes": number_format(rates.yes, decimal_pos=2),
        "wishes": number_format(rates.wishes, decimal_pos=1),
        "filters": _filters_of(people, wanted, here=here),
        "wanted": wanted,
        "everything": f"{wanted.query}&all=1" if wanted.query else "?all=1",
        "rows": [_row_of(one, now=now) for one in rows],
        "count": len(shown),
        "outside": sum(one.missing is Missing.OUTSIDE for one in people),
        "is_open": service.is_open,
        "agreed": agreed,
        "takes_in_first": takes_in_first,
        "may_invite": may_invite(service, now),
        "is_mixed": not all(one.is_demo for one in people),
        "most": max((one.gain for one in gains), default=0.0),
        "chosen": chosen and chosen.person,
        "sheet": call_sheet_of(chosen) if chosen else None,
        "stamp": format_moment_near(now, now=now),
        "news": _news_of(people, now),
    }


def _portion(gains: Sequence[Gain]) -> int:
    """The day's portion: calls that bring at least half of what the best one does."""
    best = gains[0].gain if gains else 0.0
    return sum(one.gain >= best / 2 for one in gains) if best > 0 else 0


def _whole(number: float) -> str:
    """An expectation, as a number that does not pretend to be exact."""
    return format_number(round(number)) if number >= 1.5 else number_format(number, decimal_pos=1)


def _facts_of(
    standing: ReadinessCounts, people: Sequence[CallCandidate], gains: Sequence[Gain], *, here: str
) -> Sequence[Fact]:
    count = {one: sum(person.missing is one for person in people) for one in Missing}
    total = gains[-1].together if gains else 0.0
    return (
        Fact(
            label=_("In matchmaking"),
            value=format_number(standing.taking_part),
            rest=_("of %(n)s registered") % {"n": format_number(standing.registered)},
        ),
        Fact(
            label=_("Not in matchmaking"),
            value=str(count[Missing.OUTSIDE]),
            url=f"{here}?missing=outside",
        ),
        Fact(label=_("Without profile"), value=str(count[Missing.PROFILE]), url=f"{here}?missing=profile"),
        Fact(
            label=_("Without wishes"),
            value=str(count[Missing.WISHES]),
            url=f"{here}?missing=wishes",
            is_optional=True,
        ),
        Fact(
            label=_("With open requests"),
            value=str(count[Missing.ANSWERS]),
            url=f"{here}?missing=answers",
            is_optional=True,
        ),
        Fact(label=_("Confirmed meetings"), value=format_number(standing.agreed), is_optional=True),
        Fact(label=_("Still possible"), value=f"+ {_whole(total)}", rest=_("expected")),
    )


def _filters_of(people: Sequence[CallCandidate], wanted: _CallFilter, *, here: str) -> Sequence[Link]:
    choices = [(_CallFilter(), _("All"))]
    choices += [(_CallFilter(missing=one), str(label)) for one, label in LABELS.items()]
    choices.append((_CallFilter(is_mine=True, me=wanted.me), _("My calls")))
    return tuple(
        Link(
            label=label,
            url=here + one.query,
            count=sum(map(one.shows, people)),
            is_current=(wanted.missing, wanted.is_mine) == (one.missing, one.is_mine),
        )
        for one, label in choices
    )


def call_lines(
    event: Event, service: Service, call_filter: _CallFilter, *, now: datetime
) -> Iterator[Sequence[str]]:
    """The list of calls as a table: whom, why, what came of it, and who of the team calls."""
    people = () if local_date(now) > event.last_day else people_to_call(service)
    yield (
        *(_("Name"), _("Organisation"), _("Phone"), _("Missing"), _("Expected meetings")),
        *(_("Last contact"), _("Result"), _("Who calls")),
    )
    for one in gains_of(service, people, readiness_of(service)):
        if call_filter.shows(one.person):
            yield _line_of(one)


def _line_of(gain: Gain) -> Sequence[str]:
    person, called = gain.person, gain.person.called
    return (
        *(person.name, person.organisation, person.phone, str(LABELS[person.missing]), _whole(gain.gain)),
        *((sortable_moment(called.at), str(RESULTS[called.result])) if called else ("", "")),
        person.caller,
    )


def _row_of(one: Gain, *, now: datetime) -> dict[str, Any]:
    person, called = one.person, one.person.called
    return {
        "person": person,
        "days": (now - person.open[0].sent_at).days if person.open else 0,
        "contact": format_moment_near(called.at, now=now) if called else pgettext("contact", "none yet"),
        "result": RESULTS[called.result] if called else "",
        "is_done": called and now - called.at < TODAY and called.result != CallResult.NOT_REACHED,
        "amount": one.gain,
        "gain": _whole(one.gain),
        "together": _whole(one.together),
    }


def _news_of(people: Sequence[CallCandidate], now: datetime) -> str:
    """The last call of a colleague in the last minutes, in a sentence that a screen reader speaks."""
    fresh = [one for one in people if one.called and now - one.called.at < timedelta(minutes=5)]
    if not fresh:
        return ""
    last = max(fresh, key=lambda one: one.called.at if one.called else now)
    assert last.called is not None
    return f"{last.called.by}: {last.name}, {RESULTS[last.called.result]}."
