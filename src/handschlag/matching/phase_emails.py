"""The emails of the phases: each at most once, each with one button and a way to turn it off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common import audit, mail
from handschlag.common.times import at_place, format_day_and_time, format_moment, local
from handschlag.directory.emails import Letter, PlainLink
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
from handschlag.matching.models.participants import EmailKind
from handschlag.matching.names import Partner, partners_of
from handschlag.matching.own_meetings import IncomingRequest, ToldMeeting, inbox_of, meetings_of
from handschlag.matching.own_requests import SENT
from handschlag.matching.phases import Dates, dates_of
from handschlag.registration.certificates import certificate_facts
from handschlag.registration.emails import event_title, own_address, post_to, when_and_where
from handschlag.registration.models import RegistrationState


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantStanding:
    """What is known of one participant when emails are due."""

    joined_at: datetime
    has_profile: bool = False
    recommendations: int = 0
    has_asked: bool = False
    unsent_since: datetime | None = None  # the last change of wishes that could be sent
    waiting: int = 0
    waiting_since: datetime | None = None  # the oldest request without an answer
    meetings: int = 0
    has_confirmed: bool = False  # that they come


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One email: from when, until when, and whether it would say anything to this person."""

    kind: EmailKind
    begins: Callable[[Dates], datetime]
    ends: Callable[[Dates], datetime]
    has_content: Callable[[ParticipantStanding, Dates, datetime], bool]


_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
PAUSE: Final = timedelta(hours=20)  # between two of them, but for those that a day later are of no use
URGENT: Final = frozenset({EmailKind.ENDING, EmailKind.COMING, EmailKind.TOMORROW})
FIRST_HOUR, LAST_HOUR = 8, 20  # by the clocks of the event

# The most pressing first: one email is sent at a time. Who joined later has just been shown the same page.
TABLE: Final = (
    _Row(
        kind=EmailKind.TOMORROW,
        begins=lambda dates: dates.begins_at - 26 * _HOUR,
        ends=lambda dates: dates.begins_at - 10 * _HOUR,
        has_content=lambda one, _dates, _now: one.meetings > 0,
    ),
    _Row(
        kind=EmailKind.ENDING,
        begins=lambda dates: dates.answers_until - 30 * _HOUR,
        ends=lambda dates: dates.answers_until - 2 * _HOUR,
        has_content=lambda one, _dates, _now: one.waiting > 0,
    ),
    _Row(
        kind=EmailKind.THANKS,
        begins=lambda dates: dates.ends_at + _HOUR,
        ends=lambda dates: dates.ends_at + 7 * _DAY,
        has_content=lambda one, _dates, _now: one.meetings > 0,
    ),
    _Row(
        kind=EmailKind.COMING,
        begins=lambda dates: dates.begins_at - 48 * _HOUR,
        ends=lambda dates: dates.begins_at - 27 * _HOUR,
        has_content=lambda one, _dates, _now: one.meetings > 0 and not one.has_confirmed,
    ),
    _Row(
        kind=EmailKind.FIXED,
        begins=lambda dates: dates.fixed_at,
        ends=lambda dates: dates.begins_at - 36 * _HOUR,
        has_content=lambda one, _dates, _now: one.meetings > 0,
    ),
    _Row(
        kind=EmailKind.UNSENT,
        begins=lambda dates: dates.wishes_from,
        ends=lambda dates: dates.answers_until,
        has_content=lambda one, dates, now: _waits(
            one.unsent_since, now, at_most=_DAY, until=dates.answers_until
        ),
    ),
    _Row(
        kind=EmailKind.WAITING,
        begins=lambda dates: dates.answers_until - 5 * _DAY,
        ends=lambda dates: dates.answers_until - 2 * _DAY,
        has_content=lambda one, _dates, now: (
            one.waiting > 0 and one.waiting_since is not None and now - one.waiting_since >= 2 * _DAY
        ),
    ),
    _Row(
        kind=EmailKind.WISHES,
        begins=lambda dates: dates.wishes_from,
        ends=lambda dates: dates.answers_until,
        has_content=lambda one, dates, _now: (
            one.recommendations > 0
            and not one.has_asked
            and one.unsent_since is None
            and one.joined_at < dates.wishes_from
        ),
    ),
    _Row(
        kind=EmailKind.PROFILES,
        begins=lambda dates: dates.profiles_from,
        ends=lambda dates: dates.wishes_from,
        has_content=lambda one, dates, _now: not one.has_profile and one.joined_at < dates.profiles_from,
    ),
)


def _waits(since: datetime | None, now: datetime, *, at_most: timedelta, until: datetime) -> bool:
    """Whether somebody seems to have forgotten it: for a day, or two hours when that is all there is left."""
    if since is None:
        return False
    patience = at_most if until - now > at_most else 2 * _HOUR
    return now - since >= patience


def email_due(
    standing: ParticipantStanding,
    dates: Dates,
    *,
    done: frozenset[str],
    last_sent: datetime | None,
    now: datetime,
) -> EmailKind | None:
    """The one email to send now; `done` are the kinds that were sent or are not wanted."""
    may_send_any = last_sent is None or now - last_sent >= PAUSE
    for row in TABLE:
        is_open = row.begins(dates) <= now < row.ends(dates)
        is_new = row.kind not in done and (may_send_any or row.kind in URGENT)
        if is_open and is_new and row.has_content(standing, dates, now):
            return row.kind
    return None


def is_time_for_emails(hour: int) -> bool:
    """Whether the clocks of the event show an hour at which people read them."""
    return FIRST_HOUR <= hour < LAST_HOUR


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
    unsent, waiting = _unsent_since(service), _waiting_since(service)
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


def _unsent_since(service: Service) -> dict[int, datetime]:
    rows = unsent_wishes(Wish.objects.filter(by__service=service))
    return dict(rows.order_by().values_list("by").annotate(since=Max("changed_at")))


def _waiting_since(service: Service) -> dict[int, list[datetime]]:
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


UNSENT: Final = "unsent"  # the seal in whose place the number of noted wishes is put in
SHOWN: Final = 5
_WITH_MEETINGS: Final = frozenset({EmailKind.FIXED, EmailKind.COMING, EmailKind.TOMORROW, EmailKind.THANKS})
_WITH_REQUESTS: Final = frozenset({EmailKind.WAITING, EmailKind.ENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFacts:
    """What one email tells of others."""

    meetings: tuple[ToldMeeting, ...] = ()
    requests: tuple[IncomingRequest, ...] = ()
    recommended: tuple[Partner, ...] = ()
    has_certificate: bool = False
    has_lists: bool = False  # recommendations can be seen by now

    @property
    def people(self) -> set[int]:
        """Everybody who is named."""
        met = {other.id for one in self.meetings for other in one.others}
        return met | {one.sender.id for one in self.requests} | {one.id for one in self.recommended}


def tell_phase(participant: Participant, kind: EmailKind, *, now: datetime) -> None:
    """One email to one participant, in the language of the registration."""
    post_phase(participant, kind, _facts_of(participant, kind, now=now), now=now)


def post_phase(participant: Participant, kind: EmailKind, facts: PhaseFacts, *, now: datetime) -> None:
    """The same, telling these facts."""
    registration = participant.registration
    others = Participant.objects.filter(pk__in=facts.people).select_related("registration")
    post_to(
        registration,
        lambda: _LETTERS[kind](participant, facts),
        kind=f"matching.{kind.value}",
        now=now,
        named=[one.registration for one in others],
        unsubscribe=own_address("matching:mute", registration, kind.value),
    )


def phase_letter(participant: Participant, kind: EmailKind, *, now: datetime) -> Letter:
    """The same words for somebody who wants to see them first, in the language that is spoken now."""
    return _LETTERS[kind](participant, _facts_of(participant, kind, now=now))


def unsent_in_letter(participant_id: int, to: str) -> str | None:
    """How many wishes are noted and not sent, when the email goes out: None where none is left.

    The outbox must not hold the number: what somebody notes for themselves is seen by nobody else.
    """
    rows = Wish.objects.filter(by=participant_id, by__registration__email=to)
    number = unsent_wishes(rows).count()
    return str(number) if number else None


def emails_way(participant: Participant) -> PlainLink:
    """Where the person chooses which emails they get."""
    url = own_address("matching:emails", participant.registration)
    return PlainLink(label=_("Choose which emails you get"), url=url)


def _facts_of(participant: Participant, kind: EmailKind, *, now: datetime) -> PhaseFacts:
    if kind in _WITH_MEETINGS:
        facts = certificate_facts(participant.registration, now=now) if kind is EmailKind.THANKS else None
        has_certificate = facts is not None and facts.refusal is None
        return PhaseFacts(meetings=meetings_of(participant), has_certificate=has_certificate)
    if kind in _WITH_REQUESTS:
        return PhaseFacts(requests=inbox_of(participant))
    if kind is EmailKind.WISHES:
        rows = Listed.objects.filter(participant=participant, partner__left_at=None).order_by("position")
        ids = list(rows.values_list("partner_id", flat=True)[:SHOWN])
        found = partners_of(ids)
        return PhaseFacts(recommended=tuple(found[pk] for pk in ids if pk in found))
    return PhaseFacts(has_lists=now >= participant.service.wishes_from)


def _letter(
    participant: Participant,
    facts: PhaseFacts,
    subject: str,
    *paragraphs: str,
    page: str,
    link: str,
    quote: str = "",
) -> Letter:
    """The words with what is known put in."""
    service, registration = participant.service, participant.registration
    known = {
        "event": event_title(service.event),
        "name": registration.name,
        "until": format_moment(service.answers_until),
        "from": format_moment(service.wishes_from),
        "where": when_and_where(service.event),
        "unsent": mail.seal(UNSENT, participant.pk, to=registration.email),
        "first": format_day_and_time(facts.meetings[0].starts_at) if facts.meetings else "",
        "n": len(facts.meetings) or len(facts.requests),
    }
    ways = [emails_way(participant)]
    if facts.has_certificate:
        url = own_address("registration:certificate", registration)
        ways.insert(0, PlainLink(label=_("Your certificate of attendance"), url=url))
    return Letter(
        subject=subject % known,
        paragraphs=tuple(text % known for text in (_("Hello %(name)s,"), *paragraphs)),
        quote=quote,
        values={**known, "number": known["n"]},
        url=own_address(page, registration),
        link=link,
        ways=tuple(ways),
    )


def _profiles(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Your profile: %(event)s"),
        _("You can now say what you offer and what you are looking for at “%(event)s”."),
        _("Two or three sentences are enough. You then see your recommendations.")
        if facts.has_lists
        else _("Two or three sentences are enough. You see your recommendations from %(from)s."),
        page="matching:profile",
        link=_("Write my profile"),
    )


def _wishes(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Your recommendations: %(event)s"),
        _("You can now choose whom to meet at “%(event)s”. Please send your requests by %(until)s."),
        _("These people fit best:"),
        page="matching:recommended",
        link=_("See my recommendations"),
        quote="\n".join(f"{one.name}, {one.sub}" if one.sub else one.name for one in facts.recommended),
    )


def _unsent(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Requests ready, not sent: %(event)s"),
        _("Requests that you have chosen and not sent yet: %(unsent)s."),
        _("The other people see them once you send them. Please do so by %(until)s."),
        page="matching:send",
        link=_("Check and send"),
    )


def _waiting(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Requests for you: %(event)s"),
        _number_waiting(facts),
        _("No time is reserved until you say yes. You can decline without a reason."),
        _("Please answer by %(until)s."),
        page="matching:inbox",
        link=_("Answer requests"),
        quote=_requested(facts),
    )


def _ending(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Answers by %(until)s: %(event)s"),
        _("You can answer requests for “%(event)s” until %(until)s."),
        _number_waiting(facts),
        page="matching:inbox",
        link=_("Answer requests"),
        quote=_requested(facts),
    )


def _fixed(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Your day is fixed: %(event)s"),
        _("The times of your meetings at “%(event)s” are fixed. They only change with your consent."),
        page="matching:day",
        link=_("My day"),
        quote=_met(facts),
    )


def _coming(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Are you coming? %(event)s"),
        _("Your first meeting: %(first)s."),
        _asked_to_confirm(),
        page="matching:coming",
        link=_("Confirm or release my meetings"),
        quote=_met(facts),
    )


def _asked_to_confirm() -> str:
    return _(
        "Please tell us whether you are coming. If you cannot come, your meetings are released, so that "
        "others can use the time."
    )


def _tomorrow(participant: Participant, facts: PhaseFacts) -> Letter:
    is_open = participant.comes_at is None
    return _letter(
        participant,
        facts,
        _("Your day tomorrow: %(event)s"),
        _("Your first meeting: %(first)s."),
        "%(where)s",
        *([_asked_to_confirm()] if is_open else []),
        page="matching:coming" if is_open else "matching:day",
        link=_("Confirm or release my meetings") if is_open else _("My day"),
        quote=_met(facts),
    )


def _thanks(participant: Participant, facts: PhaseFacts) -> Letter:
    return _letter(
        participant,
        facts,
        _("Thank you for coming: %(event)s"),
        ngettext(
            "You had %(n)s meeting at “%(event)s”.",
            "You had %(n)s meetings at “%(event)s”.",
            len(facts.meetings),
        ),
        _("Two taps for each one: did it take place, and do you want to exchange contact details?"),
        page="day:afterwards",
        link=_("Look back on my meetings"),
    )


def _number_waiting(facts: PhaseFacts) -> str:
    return ngettext(
        "%(n)s person is waiting for your answer.",
        "%(n)s people are waiting for your answer.",
        len(facts.requests),
    )


def _requested(facts: PhaseFacts) -> str:
    return "\n".join(f"{one.sender.name}: {one.purpose}" for one in facts.requests[:SHOWN])


def _met(facts: PhaseFacts) -> str:
    at_table, online = _("%(time)s, meeting point %(place)s: %(names)s"), _("%(time)s, online: %(names)s")
    return "\n".join(
        (online if one.is_online else at_table)
        % {"time": format_day_and_time(one.starts_at), "place": one.place_code, "names": one.names}
        for one in facts.meetings
    )


_LETTERS: Final[Mapping[EmailKind, Callable[[Participant, PhaseFacts], Letter]]] = {
    EmailKind.PROFILES: _profiles,
    EmailKind.WISHES: _wishes,
    EmailKind.UNSENT: _unsent,
    EmailKind.WAITING: _waiting,
    EmailKind.ENDING: _ending,
    EmailKind.FIXED: _fixed,
    EmailKind.COMING: _coming,
    EmailKind.TOMORROW: _tomorrow,
    EmailKind.THANKS: _thanks,
}


def send_phase_emails(*, now: datetime) -> int:
    """Everybody for whom one is due gets it; how many were written."""
    return sum(_send_those_of(service, now=now) for service in services_with_emails(now))


def _send_those_of(service: Service, *, now: datetime) -> int:
    with at_place(service.event.time_zone):
        if not is_time_for_emails(local(now).hour):
            return 0
    dates, number = dates_of(service), 0
    for one in list(addressees_of(service)):
        kind = email_due(one.standing, dates, done=one.done, last_sent=one.last_sent, now=now)
        if kind is not None:
            number += _send(one, kind, now=now)
    return number


def _send(to: Addressee, kind: EmailKind, *, now: datetime) -> bool:
    """The email waits and counts as sent, or neither; False where another worker was faster."""
    rows = Participant.objects.select_related("service__event", "registration__event")
    try:
        with transaction.atomic():
            participant = rows.get(pk=to.participant)
            PhaseEmail.objects.create(participant=participant, kind=kind, sent_at=now)
            tell_phase(participant, kind, now=now)
            audit.record(verb="matching.reminded", target=participant, by_id=None, now=now)
    except IntegrityError:
        return False
    return True
