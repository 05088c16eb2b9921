"""Who has not done yet what the others wait for, which reminder they would get, and which step comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.prepared_queries import PreparedQuery
from handschlag.design.components.parts import Step
from handschlag.directory.models import Membership
from handschlag.events.models import Event
from handschlag.matching import phases
from handschlag.matching.models import (
    AGREED,
    Call,
    CallResult,
    JoinInvitation,
    Listed,
    MutedEmail,
    Participant,
    Party,
    PhaseEmail,
    Request,
    RequestState,
    Service,
)
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.phase_emails import PAUSE
from handschlag.matching.phases import phase_of
from handschlag.registration.models import Consent, ConsentPurpose, Registration, RegistrationSource
from handschlag.registration.registrations import get_confirmed


class Missing(StrEnum):
    """What somebody has not done yet, the first step first."""

    OUTSIDE = "outside"  # registered, but not in matchmaking
    PROFILE = "profile"
    WISHES = "wishes"
    ANSWERS = "answers"


# Who is outside gets the invitation to matchmaking, which is no email of a phase.
REMINDERS: Final[Mapping[Missing, EmailKind | None]] = {
    Missing.OUTSIDE: None,
    Missing.PROFILE: EmailKind.PROFILES,
    Missing.WISHES: EmailKind.WISHES,
    Missing.ANSWERS: EmailKind.WAITING,
}


def may_remind(
    missing: Missing, *, muted: Collection[str], last_sent: datetime | None, now: datetime
) -> bool:
    """Nobody gets two emails within a day, or one that they have turned off."""
    is_rested = last_sent is None or now - last_sent >= PAUSE
    return is_rested and REMINDERS[missing] not in muted


_OF_CANDIDATE = (
    *("name", "organisation", "actor__name", "phone", "is_demo"),
    *("matching__described_at", "matching__wished_at", "call_task__caller__name"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A request that waits for somebody's answer."""

    request: int
    sender: int
    is_must: bool
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _LastCall:
    result: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCandidate:
    """Somebody to call. `participant` is None for who has not begun."""

    registration: int
    participant: int | None
    name: str
    organisation: str
    networks: str
    phone: str
    is_demo: bool
    missing: Missing
    open: tuple[_Open, ...]
    called: _LastCall | None
    caller_id: int | None  # who of the team has taken the call
    caller: str

    @property
    def tel(self) -> str:
        """The number as a link dials it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessCounts:
    """How far everybody is, as counts."""

    registered: int
    taking_part: int
    described: int
    wished: int
    agreed: int
    said_yes: int
    said_no: int
    sent: int


def people_to_call(service: Service) -> tuple[CallCandidate, ...]:
    """Everybody who misses something, in the order of registration.

    Who wants no part is left alone, and so are those who came unregistered: they are there.
    """
    rows = _callable(service.event_id).filter(Q(matching=None) | Q(matching__left_at=None))
    rows = rows.select_related("actor", "matching", "call_task__caller").only(*_OF_CANDIDATE)
    open_, calls = _open_of(service), _calls_of(service)
    networks = _network_names(service)
    found = (_person_of(row, open_, calls=calls, networks=networks) for row in rows.order_by("pk"))
    return tuple(one for one in found if one is not None)


def count_to_call(event_id: int, today: date) -> int:
    """How many miss something, in two queries; nobody without matchmaking, or when the event is over."""
    last_day = _LAST_DAY.first(event=event_id)
    if last_day is None or last_day < today:
        return 0
    return _TO_CALL.first(event=event_id) or 0


def _to_call(event: int) -> QuerySet[Registration, int]:
    """Asked for each page of the console: the last call is looked at only of those who once said no."""
    calls = Call.objects.filter(registration=OuterRef("pk")).order_by("-at", "-pk").values("result")[:1]
    no_part = Call.objects.filter(registration__event=event, result=CallResult.NO_PART).values("registration")
    waiting = _waiting().filter(request__service__event=event).values("participant")
    misses_something = Q(matching__described_at=None) | Q(matching__wished_at=None)
    misses_something |= Q(matching__in=waiting)
    rows = _callable(event).annotate(last_call=Subquery(calls))
    rows = rows.exclude(Q(pk__in=no_part) & Q(last_call=CallResult.NO_PART))
    is_in = Q(matching__isnull=False, matching__left_at=None)
    rows = rows.filter(Q(matching=None) | (is_in & misses_something))
    return rows.values("event").values_list(Count("pk"), flat=True)


_LAST_DAY: Final = PreparedQuery(
    lambda event: Service.objects.filter(event=event).values_list("event__last_day", flat=True)
)
_TO_CALL: Final = PreparedQuery(_to_call)


def _callable(event_id: int) -> QuerySet[Registration]:
    """Who has a place, but for those who took back their consent to matchmaking, or came unregistered."""
    consents = Consent.objects.filter(registration=OuterRef("pk"), purpose=ConsentPurpose.MATCHING)
    has_refused = Exists(consents.exclude(withdrawn_at=None)) & ~Exists(consents.filter(withdrawn_at=None))
    return get_confirmed(event_id).filter(~has_refused).exclude(way=RegistrationSource.WALK_IN)


def agreed_outside(service: Service) -> QuerySet[Registration]:
    """Who has agreed to matchmaking and does not take part yet; who has left or said no stays out."""
    agreed = Consent.objects.filter(
        registration=OuterRef("pk"), purpose=ConsentPurpose.MATCHING, withdrawn_at=None
    )
    refused = Call.objects.filter(service=service, result=CallResult.NO_PART)
    rows = get_confirmed(service.event_id).filter(Exists(agreed), matching=None)
    return rows.exclude(pk__in=refused.values("registration_id")).order_by("pk")


def count_agreed_outside(service: Service) -> int:
    """How many of them there are."""
    return agreed_outside(service).count()


def people_outside(service: Service) -> set[int]:
    """Registrations of those who take no part in matchmaking and have not said that they want none."""
    calls = _calls_of(service)
    rows = _callable(service.event_id).filter(matching=None).values_list("pk", flat=True)
    return {pk for pk in rows if pk not in calls or calls[pk].result != CallResult.NO_PART}


def _person_of(
    row: Registration,
    open_: Mapping[int, list[_Open]],
    *,
    calls: Mapping[int, _LastCall],
    networks: Mapping[int, str],
) -> CallCandidate | None:
    participant = getattr(row, "matching", None)
    waiting = tuple(open_.get(participant.pk, ())) if participant else ()
    called, task = calls.get(row.pk), getattr(row, "call_task", None)
    missing = _missing_of(
        participant is not None and participant.described_at is not None, participant, waiting
    )
    if missing is None or (called is not None and called.result == CallResult.NO_PART):
        return None
    return CallCandidate(
        registration=row.pk,
        participant=participant.pk if participant else None,
        name=row.name,
        organisation=row.actor.name if row.actor else row.organisation,
        networks=networks.get(row.actor_id or 0, ""),
        phone=row.phone,
        is_demo=row.is_demo,
        missing=missing,
        open=waiting,
        called=called,
        caller_id=task.caller_id if task else None,
        caller=task.caller.name if task else "",
    )


def _missing_of(is_described: bool, participant: object, waiting: tuple[_Open, ...]) -> Missing | None:
    """What comes first: taking part, the profile, answers to others, then own wishes."""
    if participant is None:
        return Missing.OUTSIDE
    if not is_described:
        return Missing.PROFILE
    if waiting:
        return Missing.ANSWERS
    return Missing.WISHES if getattr(participant, "wished_at", None) is None else None


def purposes_of(requests: Iterable[int]) -> Sequence[tuple[str, str]]:
    """Who asked, and what about, the oldest first."""
    rows = Request.objects.filter(pk__in=list(requests)).order_by("sent_at", "pk")
    return tuple(rows.values_list("sender__registration__name", "purpose"))


def _waiting() -> QuerySet[Party]:
    """Sides of open requests that have not answered, while the sender still takes part."""
    return Party.objects.filter(
        request__state=RequestState.OPEN,
        is_sender=False,
        said_yes_at=None,
        request__sender__left_at=None,
    )


def _open_of(service: Service) -> dict[int, list[_Open]]:
    """By participant: requests that wait for an answer, the oldest first."""
    rows = _waiting().filter(request__service=service).order_by("request__sent_at", "request_id")
    musts = set(
        Party.objects.filter(
            request__service=service, request__state=RequestState.OPEN, is_sender=True, kind="must"
        ).values_list("request_id", flat=True)
    )
    found: dict[int, list[_Open]] = defaultdict(list)
    for person, request, sender, at in rows.values_list(
        "participant_id", "request_id", "request__sender_id", "request__sent_at"
    ):
        found[person].append(_Open(request=request, sender=sender, is_must=request in musts, sent_at=at))
    return found


def _calls_of(service: Service) -> dict[int, _LastCall]:
    """The last call to each person."""
    rows = Call.objects.filter(service=service).order_by("at", "pk")
    return {
        registration: _LastCall(result=result, at=at, by=name or "")
        for registration, result, at, name in rows.values_list("registration_id", "result", "at", "by__name")
    }


def _network_names(service: Service) -> dict[int, str]:
    """By actor: the short names of its networks."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(actor__registrations__event_id=service.event_id, until=None).distinct()
    for actor, short, name in rows.order_by("network__name").values_list(
        "actor_id", "network__short_name", "network__name"
    ):
        found[actor].append(short or name)
    return {actor: ", ".join(dict.fromkeys(names)) for actor, names in found.items()}


def readiness_of(service: Service) -> ReadinessCounts:
    """Counts of the confirmed, of those who take part, and of their requests and answers."""
    people = service.participants.filter(left_at=None).aggregate(
        all=Count("pk"),
        described=Count("pk", filter=Q(described_at__isnull=False)),
        wished=Count("pk", filter=Q(wished_at__isnull=False)),
    )
    asked = Request.objects.filter(service=service).aggregate(
        all=Count("pk"),
        agreed=Count("pk", filter=Q(state=RequestState.ACCEPTED)),
        yes=Count("pk", filter=Q(state__in=AGREED)),
        no=Count("pk", filter=Q(state=RequestState.DECLINED)),
    )
    registered = get_confirmed(service.event_id).count()
    return ReadinessCounts(
        registered=registered,
        taking_part=people["all"],
        described=people["described"],
        wished=people["wished"],
        agreed=asked["agreed"],
        said_yes=asked["yes"],
        said_no=asked["no"],
        sent=asked["all"],
    )


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


def steps_of(event: Event, service: Service | None, *, current: str) -> Sequence[Step]:
    """The way to an open matchmaking; before key dates are saved, most steps have no address."""
    names = {
        "set_up": ("matching:set_up", _("Key dates")),
        "capacity": ("matching:capacity", _("Number of tables")),
        "rules": ("matching:rules", _("Rules")),
        "opening": ("matching:opening", _("Check and open matchmaking")),
        "invitations": ("matching:reminders", _("Invitations")),
    }
    done = {"set_up"} if service else set()
    if service and service.is_open:
        done |= set(names) - {"invitations"}  # what is open was prepared
        done |= set() if is_anybody_uninvited(service) else {"invitations"}
    return tuple(
        Step(
            label=label,
            state="current" if name == current else "done" if name in done else "open",
            url=reverse(address, args=[event.slug]) if service or name in {"set_up", "capacity"} else "",
        )
        for name, (address, label) in names.items()
    )
