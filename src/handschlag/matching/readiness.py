"""Whom to call today: ranked by the meetings that one call makes possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.common.memo import Memo
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, dated_name, table_download
from handschlag.common.times import format_moment_near, local_date, sortable_moment
from handschlag.design.components.organiser import Fact
from handschlag.design.components.parts import Link
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import access, assisting
from handschlag.matching.access import FOLDER, event_for_team, no_matching_yet
from handschlag.matching.assisting import _tried
from handschlag.matching.engine.admission import CachedController, chances, controller_for, room_for
from handschlag.matching.engine_input import state_of
from handschlag.matching.missing import (
    CallCandidate,
    Missing,
    ReadinessCounts,
    count_agreed_outside,
    may_invite,
    people_to_call,
    purposes_of,
    readiness_of,
)
from handschlag.matching.models import CallResult, Service
from handschlag.matching.refusals import refusal_message
from handschlag.matching.reminders import LABELS

MOST_TRIED: Final = 400  # requests that are tried one by one; further ones count as possible
MOST: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rates:
    """What this event has shown so far; before it has, a half."""

    yes: float  # of answers
    wishes: float  # requests of who has sent some, in the middle
    goes_on: float  # of who has a profile, who sends wishes
    joins: float  # of who is registered, who takes part

    def sends(self, missing: Missing) -> float:
        """The share of people with this gap who will send wishes of their own."""
        shares = {
            Missing.OUTSIDE: self.joins * self.goes_on,
            Missing.PROFILE: self.goes_on,
            Missing.WISHES: 1.0,
        }
        return shares.get(missing, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    person: CallCandidate
    gain: float
    together: float
    fitting: int  # open requests that still fit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How things stand at the desk: who can take how many, and which open requests cannot be."""

    people: dict[int, int]
    impossible: frozenset[int]


_rooms = Memo[tuple[str, int, str], _Room](MOST)


def rates_of(standing: ReadinessCounts, usual: int) -> _Rates:
    """With one yes and one no before the first answer, so that few answers do not say too much."""
    return _Rates(
        yes=(standing.said_yes + 1) / (standing.said_yes + standing.said_no + 2),
        wishes=standing.sent / standing.wished if standing.wished else float(usual),
        goes_on=(standing.wished + 1) / (standing.described + 2),
        joins=(standing.taking_part + 1) / (standing.registered + 2),
    )


def gains_of(
    service: Service, people: Sequence[CallCandidate], standing: ReadinessCounts
) -> tuple[Gain, ...]:
    """The most useful call first."""
    rates, room = rates_of(standing, service.wanted), _room_of(service, people)
    first = sorted(people, key=lambda one: (-_alone(one, rates, room), one.registration))
    left = dict(room.people)
    found = [(one, _counted(one, rates, room, left)) for one in first]
    found.sort(key=lambda pair: (-pair[1][0], pair[0].registration))
    together, lines = 0.0, []
    for one, (gain, fitting) in found:
        together += gain
        lines.append(Gain(person=one, gain=gain, together=together, fitting=fitting))
    return tuple(lines)


def _alone(one: CallCandidate, rates: _Rates, room: _Room) -> float:
    return _counted(one, rates, room, dict(room.people))[0]


def _counted(
    one: CallCandidate, rates: _Rates, room: _Room, left: dict[int, int] | dict[int, float]
) -> tuple[float, int]:
    """The gain of a call, and how many requests it rests on; the room of the senders is used up."""
    own = float(room.people.get(one.participant or 0, 10**6))
    fitting = [ask for ask in one.open if ask.request not in room.impossible and left.get(ask.sender, 1) > 0]
    answers = min(own, rates.yes * len(fitting))
    share = answers / len(fitting) if fitting else 0.0
    for ask in fitting:
        left[ask.sender] = left.get(ask.sender, 1) - share  # type: ignore[assignment]
    more = rates.yes * rates.wishes * rates.sends(one.missing)
    return min(own, answers + more), len(fitting)


def _room_of(service: Service, people: Iterable[CallCandidate]) -> _Room:
    """Asked of the desk once for each state of the event."""
    return _rooms.get(state_of(service), lambda: _asked_at_the_desk(service, list(people)))


def _asked_at_the_desk(service: Service, people: Sequence[CallCandidate]) -> _Room:
    with controller_for(service) as kept:
        return _asked_of(kept, people)


def _asked_of(kept: CachedController, people: Sequence[CallCandidate]) -> _Room:
    ids = {one.participant for one in people if one.participant}
    ids |= {ask.sender for one in people for ask in one.open}
    here = {int(one.id[1:]) for one in kept.problem.participants}
    requests = [ask.request for one in people for ask in one.open][:MOST_TRIED]
    found = chances(kept, requests)
    known = {int(one.id[1:]) for one in kept.problem.requests}
    impossible = {pk for pk, (chance, _reason) in found.items() if chance == "impossible"}
    impossible |= {pk for pk in requests if pk not in known}
    return _Room(
        people={pk: room_for(kept, pk) for pk in ids & here},
        impossible=frozenset(impossible),
    )


FIRST: Final = 3
RESULTS: Final[dict[str, str | Promise]] = {
    CallResult.REACHED: gettext_lazy("reached"),
    CallResult.NOT_REACHED: gettext_lazy("not reached"),
    CallResult.CALLS_BACK: gettext_lazy("will call back"),
    CallResult.IN_NAME: gettext_lazy("filled in"),
    CallResult.NO_PART: gettext_lazy("not taking part"),
}


RECORDED: Final = (CallResult.REACHED, CallResult.NOT_REACHED, CallResult.CALLS_BACK, CallResult.NO_PART)


def call_sheet_of(one: Gain) -> dict[str, Any]:
    """Beside the list: why somebody is called, the first requests that wait, and what can come of it."""
    return {
        "musts": sum(ask.is_must for ask in one.person.open),
        "fitting": one.fitting,
        "waiting": purposes_of(ask.request for ask in one.person.open[:FIRST]),
        "results": [(result.value, RESULTS[result]) for result in RECORDED],
    }


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


@never_cache
@require_safe
def readiness_page(request: HttpRequest, slug: str) -> Any:
    """The page of people to call; leads to the key dates where none are saved."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    wanted = wanted_in(request.GET.dict(), me=by.user_id)
    screen = readiness_screen(event, service, wanted, now=timezone.now())
    context = console_context(event, by, current="matching:readiness", screen=screen)
    return render(request, f"{FOLDER}/readiness.html", context)


@require_POST
def log_call(request: HttpRequest, slug: str, number: int) -> Any:
    """Notes what came of a call, then leads to the page of people to call."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    try:
        assisting.log_call(
            service_id=service.pk,
            registration_id=number,
            result=request.POST.get("result", ""),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        messages.success(request, _("Saved."))
    return redirect("matching:readiness", slug=slug)


@require_POST
def share_call(request: HttpRequest, slug: str, number: int) -> Any:
    """Somebody of the team takes a call or gives it back, then sees the list as it was filtered."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    act = assisting.give_call_back if request.POST.get("way") == "back" else assisting.take_call
    fault = _tried(lambda: act(service_id=service.pk, registration_id=number, by=by, now=timezone.now()))
    if fault:
        messages.error(request, fault)
    wanted = wanted_in(request.POST.dict(), me=by.user_id)
    return redirect(reverse("matching:readiness", args=[slug]) + wanted.query)


@require_safe
def calls_export(request: HttpRequest, slug: str, ending: str) -> Any:
    """What the page shows, as a table with who calls; the log keeps who took it. 404 for unknown endings."""
    event, by, service = event_for_team(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    if service is None:
        raise no_matching_yet(request, event, by)
    wanted = wanted_in(request.GET.dict(), me=by.user_id)
    rows = tuple(call_lines(event, service, wanted, now=timezone.now()))
    access.note_calls(service=service, number=len(rows) - 1, by=by, now=timezone.now())
    return table_download(rows, dated_name(event.slug, "calls", ending))
