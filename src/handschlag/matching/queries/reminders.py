"""Who would get which reminder now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from handschlag.matching.models import JoinInvitation, Listed, MutedEmail, Participant, PhaseEmail, Service
from handschlag.matching.queries.readiness import people_outside, people_to_call
from handschlag.matching.queries.timing import phase_of
from handschlag.matching.rules import phases
from handschlag.matching.rules.reminders import Missing, may_remind
from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One person and what is missing; `participant` is None for who is outside."""

    registration: int
    participant: int | None
    missing: Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reminders:
    """Those who get one now, and how many of the others miss something, too."""

    due: tuple[Reminder, ...]
    left_out: int


def may_invite(service: Service, now: datetime) -> bool:
    """Whether somebody who follows the link of an invitation can take part."""
    return service.is_open and phases.may_describe(phase_of(service, now))


def reminders_of(service: Service, steps: Collection[Missing], *, now: datetime) -> _Reminders:
    """In the order of registration, in a constant number of queries; nobody before matchmaking is open."""
    people = [one for one in people_to_call(service) if one.missing in steps]
    if not may_invite(service, now):
        return _Reminders(due=(), left_out=len(people))
    reachable = _reachable(service)
    muted, last = _muted(service), _last_sent(service)
    recommended = set(
        Listed.objects.filter(participant__service=service).values_list("participant_id", flat=True)
    )
    due = tuple(
        Reminder(registration=one.registration, participant=one.participant, missing=one.missing)
        for one in people
        if one.registration in reachable
        and may_remind(
            one.missing,
            muted=muted.get(one.participant or 0, frozenset()),
            last_sent=last.get(one.registration),
            now=now,
        )
        and (one.missing is not Missing.WISHES or one.participant in recommended)
    )
    return _Reminders(due=due, left_out=len(people) - len(due))


def _reachable(service: Service) -> set[int]:
    """Registrations with an address, whose people answer for themselves."""
    rows = Registration.objects.filter(event_id=service.event_id, erased_at=None).exclude(email="")
    return set(rows.exclude(matching__is_by_phone=True).values_list("pk", flat=True))


def _muted(service: Service) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = MutedEmail.objects.filter(participant__service=service)
    for participant, kind in rows.values_list("participant_id", "kind"):
        found[participant].add(kind)
    return {participant: frozenset(kinds) for participant, kinds in found.items()}


def _last_sent(service: Service) -> dict[int, datetime]:
    """By registration: when the last of these emails was sent."""
    phases_ = PhaseEmail.objects.filter(participant__service=service).order_by()
    by_phase = phases_.values_list("participant__registration_id").annotate(at=Max("sent_at"))
    invited = JoinInvitation.objects.filter(registration__event=service.event_id)
    found: dict[int, datetime] = dict(invited.values_list("registration_id", "sent_at"))
    for registration, at in by_phase:
        found[registration] = max(at, found.get(registration, at))
    return found


def registered(one: Reminder) -> tuple[Registration, Participant | None]:
    """The rows behind a reminder, with what emails say."""
    registration = Registration.objects.select_related("event").get(pk=one.registration)
    rows = Participant.objects.select_related("service__event", "registration__event")
    return registration, rows.filter(pk=one.participant or 0).first()


def is_anybody_uninvited(service: Service) -> bool:
    """Whether somebody is outside who was never asked to take part."""
    invited = JoinInvitation.objects.filter(registration__event=service.event_id)
    return bool(people_outside(service) - set(invited.values_list("registration_id", flat=True)))
