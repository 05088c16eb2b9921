"""How everybody of an event stands, as far as emails of the phases depend on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from handschlag.matching.models import (
    ACTIVE,
    Listed,
    MutedEmail,
    Participant,
    Party,
    PhaseEmail,
    Request,
    RequestState,
    Service,
    Wish,
    WishKind,
)
from handschlag.matching.queries.outbox import SENT
from handschlag.matching.rules.phase_emails import ParticipantStanding
from handschlag.registration.models import RegistrationState

_AFTER = timedelta(days=8)  # the last of them is sent within a week after the event


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """One participant; `done` are the kinds that were sent or are not wanted."""

    participant: int
    standing: ParticipantStanding
    done: frozenset[str]
    last_sent: datetime | None


def services_with_emails(now: datetime) -> QuerySet[Service]:
    """Open ones whose event is not long over."""
    last = (now - _AFTER).date()
    return Service.objects.filter(is_open=True, event__last_day__gte=last).select_related("event")


def addressees_of(service: Service) -> Iterator[Addressee]:
    """Everybody who can be written to and answers for themselves; a constant number of queries."""
    done, last = _done(service)
    unsent, waiting = _unsent(service), _waiting(service)
    lists = Listed.objects.filter(participant__service=service)
    recommended = dict(lists.order_by().values_list("participant").annotate(number=Count("pk")))
    asked = set(Request.objects.filter(service=service).values_list("sender_id", flat=True))
    held = Party.objects.filter(
        request__service=service, request__state=RequestState.ACCEPTED, request__meeting__isnull=False
    )
    meetings = dict(held.order_by().values_list("participant").annotate(number=Count("pk")))
    for one in _writable(service):
        since = waiting.get(one.pk, [])
        standing = ParticipantStanding(
            joined_at=one.joined_at,
            has_profile=one.described_at is not None,
            recommendations=recommended.get(one.pk, 0),
            has_asked=one.pk in asked,
            unsent_since=unsent.get(one.pk),
            waiting=len(since),
            waiting_since=min(since, default=None),
            meetings=meetings.get(one.pk, 0),
            has_confirmed=one.comes_at is not None,
        )
        yield Addressee(
            participant=one.pk,
            standing=standing,
            done=frozenset(done[one.pk]),
            last_sent=last.get(one.pk),
        )


def _writable(service: Service) -> QuerySet[Participant]:
    rows = Participant.objects.filter(
        service=service,
        left_at=None,
        is_by_phone=False,
        registration__state=RegistrationState.CONFIRMED,
        registration__erased_at=None,
    )
    return rows.exclude(registration__email="").order_by("pk")


def _done(service: Service) -> tuple[dict[int, set[str]], dict[int, datetime]]:
    """Kinds that were sent or are turned off, and when the last one was sent."""
    done: dict[int, set[str]] = defaultdict(set)
    last: dict[int, datetime] = {}
    sent = PhaseEmail.objects.filter(participant__service=service).order_by("sent_at")
    for pk, kind, at in sent.values_list("participant_id", "kind", "sent_at"):
        done[pk].add(kind)
        last[pk] = at
    muted = MutedEmail.objects.filter(participant__service=service)
    for pk, kind in muted.values_list("participant_id", "kind"):
        done[pk].add(kind)
    return done, last


def unsent_wishes(rows: QuerySet[Wish]) -> QuerySet[Wish]:
    """Wishes that could be sent and have not become a request yet."""
    parties = Party.objects.filter(participant=OuterRef("towards"), request__state__in=ACTIVE)
    with_both = parties.filter(request__parties__participant=OuterRef("by"))
    wanted = rows.filter(kind__in=SENT, towards__left_at=None)
    return wanted.filter(~Exists(with_both))


def _unsent(service: Service) -> dict[int, datetime]:
    rows = unsent_wishes(Wish.objects.filter(by__service=service))
    return dict(rows.order_by().values_list("by").annotate(since=Max("changed_at")))


def _waiting(service: Service) -> dict[int, list[datetime]]:
    """By participant: when each request was sent that is shown to them and waits for an answer."""
    people: dict[int, set[int]] = defaultdict(set)
    parties = Party.objects.filter(request__service=service, request__state=RequestState.OPEN)
    columns = ("request_id", "participant_id", "is_sender", "said_yes_at", "request__sender_id")
    rows = list(parties.values_list(*columns, "request__sent_at"))
    for request, participant, _is_sender, _yes, sender, _at in rows:
        people[request] |= {participant, sender}
    avoided: dict[int, set[int]] = defaultdict(set)
    shunned = Wish.objects.filter(by__service=service, kind=WishKind.RATHER_NOT)
    for by, towards in shunned.values_list("by_id", "towards_id"):
        avoided[by].add(towards)
    found: dict[int, list[datetime]] = defaultdict(list)
    for request, participant, is_sender, said_yes_at, _sender, sent_at in rows:
        if not is_sender and said_yes_at is None and not people[request] & avoided[participant]:
            found[participant].append(sent_at)
    return found


def muted_kinds(participant: Participant) -> frozenset[str]:
    """Kinds of emails that the person does not want."""
    return frozenset(participant.muted_emails.values_list("kind", flat=True))
