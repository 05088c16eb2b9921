"""How many people may stand alone at a table in each slot, and who stands by so that it is fewer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.times import at_place, local_date
from handschlag.common.web import number_in
from handschlag.day.control import CURRENT, on_the_day
from handschlag.day.fitting import Fit, Ground, barred_pairs, said_of
from handschlag.day.hall import names_of
from handschlag.day.incidents import DayRefusal
from handschlag.day.models import DaySettings, settings_of
from handschlag.events.console import console_context
from handschlag.matching.access import require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.engine_input import living
from handschlag.matching.models import Blocked, Meeting, Seat, Service
from handschlag.matching.refusals import plan_refusal_message
from handschlag.registration.models import here_since

SILENT: Final = 0.12  # one in eight of those who have not answered does not come
CONFIRMED: Final = 0.05  # of those who have said that they come
MOST: Final = 50  # percent


class RiskyMeeting(NamedTuple):
    """A meeting to come; `chances` are how likely each of its two people does not come."""

    request: int
    starts_at: datetime
    people: tuple[int, int]
    chances: tuple[float, float]

    @property
    def alone(self) -> float:
        """How likely one of them stands alone."""
        one, other = self.chances
        return one * (1 - other) + other * (1 - one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _StandIn:
    """`partner` has time and would meet `left`, if the other side of the meeting does not come."""

    request: int
    left: int
    partner: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRisk:
    """How many are expected to stand alone: `alone` without those who stand by, `rest` with them."""

    starts_at: datetime
    meetings: int
    alone: float
    rest: float
    stand_ins: tuple[_StandIn, ...]

    @property
    def share(self) -> float:
        """Of the people in meetings of this slot, those who are expected to stand alone."""
        return self.rest / (2 * self.meetings)


def chance_absent(*, is_here: bool, has_confirmed: bool) -> float:
    """Of a group, never of a person's past: here already, has confirmed, or has not answered."""
    if is_here:
        return 0.0
    return CONFIRMED if has_confirmed else SILENT


def slot_risks(
    meetings: Iterable[RiskyMeeting],
    *,
    partners: Mapping[int, Sequence[int]],
    has_time: Callable[[int, datetime], bool],
    chances: Mapping[int, float],
    most: float,
) -> list[SlotRisk]:
    """Slot by slot, those who stand by for the riskiest meetings, until at most the share `most` is left.

    `partners`: whom each person would meet instead, the likeliest first; each stands by once in a slot.
    """
    by_slot: dict[datetime, list[RiskyMeeting]] = defaultdict(list)
    for one in meetings:
        by_slot[one.starts_at].append(one)
    return [
        _slot_risk(at, several, partners=partners, has_time=has_time, chances=chances, most=most)
        for at, several in sorted(by_slot.items())
    ]


def _slot_risk(
    at: datetime,
    meetings: Sequence[RiskyMeeting],
    *,
    partners: Mapping[int, Sequence[int]],
    has_time: Callable[[int, datetime], bool],
    chances: Mapping[int, float],
    most: float,
) -> SlotRisk:
    alone = rest = sum(one.alone for one in meetings)
    named: dict[int, _StandIn] = {}
    for one in sorted(meetings, key=lambda each: (-each.alone, each.request)):
        if rest <= most * 2 * len(meetings) + 1e-9:
            break
        missing, left = sorted(zip(one.chances, one.people, strict=True), reverse=True)
        free = (pk for pk in partners.get(left[1], ()) if pk not in named and has_time(pk, at))
        found = next(free, None)
        if found is not None:
            named[found] = _StandIn(request=one.request, left=left[1], partner=found)
            rest -= missing[0] * (1 - left[0]) * (1 - chances.get(found, SILENT))
    return SlotRisk(
        starts_at=at, meetings=len(meetings), alone=alone, rest=rest, stand_ins=tuple(named.values())
    )


class _Person(NamedTuple):
    registration: int
    comes_at: datetime | None
    arrives_at: datetime | None
    leaves_at: datetime | None


class _Table(NamedTuple):
    request: int
    starts_at: datetime
    people: tuple[int, ...]


def risks_of(service: Service, *, now: datetime) -> list[SlotRisk]:
    """Of the day on which the next meeting begins; none after the last one. A constant number of queries."""
    columns = ("registration_id", "comes_at", "registration__arrives_at", "registration__leaves_at")
    people = {pk: _Person(*of) for pk, *of in living(service).order_by().values_list("pk", *columns)}
    here = here_since(service.event_id)
    chances = {
        pk: chance_absent(is_here=one.registration in here, has_confirmed=one.comes_at is not None)
        for pk, one in people.items()
    }
    tables = _tables_after(service, now=now)
    with at_place(service.event.time_zone):
        meetings = _next_day(tables, chances)
    lonely = {pk for one in meetings for pk in one.people}
    busy = _busy(service, tables)

    def has_time(pk: int, at: datetime) -> bool:
        one = people[pk]
        is_there = (one.arrives_at is None or one.arrives_at <= at) and (
            one.leaves_at is None or one.leaves_at > at
        )
        return is_there and pk not in busy.get(at, ())

    return slot_risks(
        meetings,
        partners=_partners(service, lonely, people.keys()),
        has_time=has_time,
        chances=chances,
        most=settings_of(service).most_alone / 100,
    )


def _tables_after(service: Service, *, now: datetime) -> list[_Table]:
    """Meetings that are not over, each with the people who sit there, in their order."""
    rows = Meeting.objects.filter(service=service, ends_at__gt=now)
    seated: dict[int, list[int]] = defaultdict(list)
    seats = Seat.objects.filter(meeting__in=rows.values("pk")).order_by("pk")
    for meeting, person in seats.values_list("meeting_id", "participant_id"):
        seated[meeting].append(person)
    begins = rows.order_by("starts_at", "pk").values_list("pk", "request_id", "starts_at")
    return [_Table(request, at, tuple(seated[pk])) for pk, request, at in begins]


def _next_day(tables: Sequence[_Table], chances: Mapping[int, float]) -> list[RiskyMeeting]:
    """Meetings of two people who both take part still."""
    days = {at: local_date(at) for at in {one.starts_at for one in tables}}
    day = min(days.values(), default=None)
    return [
        RiskyMeeting(
            request=one.request,
            starts_at=one.starts_at,
            people=(one.people[0], one.people[1]),
            chances=(chances[one.people[0]], chances[one.people[1]]),
        )
        for one in tables
        if len(one.people) == 2
        and days[one.starts_at] == day
        and one.people[0] in chances
        and one.people[1] in chances
    ]


def _busy(service: Service, tables: Sequence[_Table]) -> Mapping[datetime, Collection[int]]:
    """By time: who is in a meeting that is not over, or keeps it free for themselves."""
    found: dict[datetime, set[int]] = defaultdict(set)
    for one in tables:
        found[one.starts_at].update(one.people)
    kept = Blocked.objects.filter(participant__service=service).values_list("participant_id", "starts_at")
    for person, at in kept:
        found[at].add(person)
    return found


def _partners(
    service: Service, lonely: Collection[int], people: Collection[int]
) -> Mapping[int, Sequence[int]]:
    """By person: whom both wish to meet, then who waits for an answer; nobody with whom it is not to be."""
    barred = barred_pairs(service, lonely)
    found: dict[int, list[tuple[Fit, int]]] = defaultdict(list)
    for (one, other), fit in said_of(service, lonely).items():
        if fit.ground > Ground.ASKED or (one, other) in barred or one not in people or other not in people:
            continue
        found[one].append((fit, other))
        found[other].append((fit, one))
    return {
        pk: [other for _fit, other in sorted(several, key=lambda row: (row[0].order, row[1]))]
        for pk, several in found.items()
    }


@transaction.atomic
def state_risk(*, service_id: int, most_alone: int, by: Subject, now: datetime) -> DaySettings:
    """At most so many of a hundred people in the meetings of a slot."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if not 0 <= most_alone <= MOST:
        raise Refusal(DayRefusal.BAD_SETTING)
    row, _is_new = DaySettings.objects.update_or_create(
        service=service, defaults={"most_alone": most_alone, "changed_at": now}
    )
    changes = {"most_alone": [None, most_alone]}
    audit.record(verb="day.set", target=row, by_id=by.user_id, now=now, changes=changes)
    return row


FEW: Final = 6  # people whose names stand in the table
ALL: Final = "all"


def risk_context(
    risks: Sequence[SlotRisk],
    settings: DaySettings,
    *,
    names_of: Callable[[Collection[int]], Mapping[int, str]],
    at: str,
) -> dict[str, Any]:
    """How many are expected to stand alone; the slots in which it is more than stated.

    Where many stand by, they are named below the table: those of the slot that begins `at`, in minutes
    since 1970, or those of all slots.
    """
    over = [one for one in risks if 100 * one.share > settings.most_alone + 0.05]
    many = [one for one in risks if len(one.stand_ins) > FEW]
    chosen = [one for one in many if at in (ALL, str(_begins(one)))]
    shown = [one for one in risks if one in chosen or one not in many]
    names = names_of({pk for one in shown for each in one.stand_ins for pk in (each.left, each.partner)})
    return {
        "rows": [
            {
                "slot": one,
                "begins": _begins(one),
                "share": 100 * one.share,
                "is_over": one in over,
                "is_chosen": one in chosen and at != ALL,
                "number": len(one.stand_ins),
                "people": () if one in many else _lines(one, names),
            }
            for one in risks
        ],
        "chosen": [{"slot": one, "begins": _begins(one), "people": _lines(one, names)} for one in chosen],
        "has_many": bool(many),
        "is_all": at == ALL,
        "is_missed": bool(at) and at != ALL and not chosen,
        "over": len(over),
        "alone": sum(one.alone for one in risks),
        "rest": sum(one.rest for one in risks),
        "most_alone": settings.most_alone,
    }


def _begins(one: SlotRisk) -> int:
    return int(one.starts_at.timestamp()) // 60


def _lines(one: SlotRisk, names: Mapping[int, str]) -> Sequence[str]:
    stands_by = _("%(partner)s, for %(left)s")
    return [stands_by % {"partner": names[each.partner], "left": names[each.left]} for each in one.stand_ins]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def risk_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The slots of the next day with meetings; the stated risk is changed here."""
    event, by, service = on_the_day(request, slug)
    now = timezone.now()
    if request.method == "POST":
        try:
            state_risk(
                service_id=service.pk, most_alone=number_in(request.POST, "most_alone"), by=by, now=now
            )
        except Refusal as no:
            messages.error(request, plan_refusal_message(no.reason))
        else:
            messages.success(request, _("Saved."))
        return redirect(request.get_full_path())
    screen = risk_context(
        risks_of(service, now=now),
        settings_of(service),
        names_of=names_of,
        at=request.GET.get("at", ""),
    )
    return render(request, "day/risk.html", console_context(event, by, current=CURRENT, screen=screen))
