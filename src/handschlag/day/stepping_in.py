"""Somebody waits in vain: somebody else who is free now is offered; both say yes, and the engine holds it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_time
from handschlag.day import offers
from handschlag.day.afterwards import AfterwardsRefusal
from handschlag.day.fitting import fits_of
from handschlag.day.models import Mark, Signal, StandBy, StandByState
from handschlag.day.offers import topic_of, who
from handschlag.day.push import queue_pushes
from handschlag.day.refilling import close_old_offers, hold_refill, refill_soon
from handschlag.day.signals import (
    REPLACE,
    heard_of,
    is_away,
    is_off,
    may_replace_at,
    missing_since,
    rest_of_day,
)
from handschlag.directory.emails import Letter
from handschlag.matching import stepping_in as matching
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import lock_service, participant_now
from handschlag.matching.categories import barred_for
from handschlag.matching.engine.moving import spot_at
from handschlag.matching.engine_input import living, load_engine_input
from handschlag.matching.hooks import ToldPeople
from handschlag.matching.models import (
    Blocked,
    ForbiddenPair,
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Seat,
    Service,
    Wish,
    WishKind,
)
from handschlag.registration.emails import greeting, own_address, post_to
from handschlag.registration.models import here_since

MOST = 12


def get_candidates(participant: Participant, meeting: Meeting, *, now: datetime) -> tuple[int, ...]:
    """The likeliest first: whom both wish, who asked or was asked, who wishes it, who is recommended."""
    ranks = _fitting(participant)
    people = living(participant.service).filter(pk__in=ranks).select_related("registration")
    here = here_since(participant.service.event_id)
    free = {
        one.pk
        for one in people
        if (not here or one.registration_id in here) and not _is_elsewhere(one, now=now)
    }
    out = _busy(free, meeting, now=now) | _barred(participant, meeting)
    found = sorted((rank, pk) for pk, rank in ranks.items() if pk in free - out)
    return tuple(pk for _rank, pk in found[:MOST])


def _is_elsewhere(one: Participant, *, now: datetime) -> bool:
    """Not there yet, or gone already, by their own times."""
    arrives, leaves = one.registration.arrives_at, one.registration.leaves_at
    return (arrives is not None and arrives > now) or (leaves is not None and leaves <= now)


def _fitting(participant: Participant) -> dict[int, tuple[int, float]]:
    """By person: how likely they want to meet the person; smaller is likelier."""
    fits = fits_of(participant.service, {participant.pk})
    return {one if other == participant.pk else other: fit.order for (one, other), fit in fits.items()}


def _busy(people: Collection[int], meeting: Meeting, *, now: datetime) -> set[int]:
    """Who meets somebody in this slot, keeps it free, has said not to be there, or was asked just now."""
    overlap = {"participant_id__in": people, "meeting__starts_at__lt": meeting.ends_at}
    seated = Seat.objects.filter(**overlap, meeting__ends_at__gt=meeting.starts_at)
    kept = Blocked.objects.filter(participant_id__in=people, starts_at=meeting.starts_at)
    said = rest_of_day(people)
    offered = StandBy.objects.filter(state=StandByState.OFFERED, ends_at__gt=now)
    asked = offered.values_list("participant_id", "partner_id")
    return {
        *seated.values_list("participant_id", flat=True),
        *kept.values_list("participant_id", flat=True),
        *(pk for pk in people if is_away(said, pk, now=now)),
        *(pk for pair in asked for pk in pair),
    }


def _barred(participant: Participant, meeting: Meeting) -> set[int]:
    """With whom it is not to be: said no, kept apart, agreed already, asked just now, or in it."""
    avoided = Wish.objects.filter(Q(by=participant) | Q(towards=participant), kind=WishKind.RATHER_NOT)
    apart = ForbiddenPair.objects.filter(Q(first=participant) | Q(second=participant))
    known = Party.objects.filter(
        request__in=Request.objects.filter(
            parties__participant=participant, state__in=(RequestState.ACCEPTED, RequestState.DECLINED)
        ).values("pk")
    )
    asked = StandBy.objects.filter(
        Q(participant=participant) | Q(partner=participant), starts_at=meeting.starts_at
    )
    return {
        participant.pk,
        *meeting.seats.values_list("participant_id", flat=True),
        *(pk for pair in avoided.values_list("by_id", "towards_id") for pk in pair),
        *(pk for pair in apart.values_list("first_id", "second_id") for pk in pair),
        *(other for _one, other in barred_for(participant.service, (participant.pk,))),
        *known.values_list("participant_id", flat=True),
        *(pk for pair in asked.values_list("participant_id", "partner_id") for pk in pair),
    }


LEAST: Final = timedelta(minutes=5)  # of a meeting that is worth beginning
ANSWER_WITHIN: Final = timedelta(minutes=4)


@transaction.atomic
def offer_replacement(*, signal_id: int, now: datetime) -> StandBy | None:
    """Two people are asked, or nobody, because nobody is missing (any more), or nobody is free."""
    signal = Signal.objects.select_related("participant__service", "participant__registration").get(
        pk=signal_id
    )
    service = lock_service(signal.service_id)
    meeting = Meeting.objects.filter(request_id=signal.request_id or 0).first()
    if meeting is None or meeting.ends_at - now < LEAST:
        return None
    person = signal.participant
    seated = list(meeting.seats.values_list("participant_id", flat=True))
    if len(seated) > 2:  # the meeting of the others is not one person's to give away
        return None
    heard = heard_of(person, meeting.request_id, seated)
    at = may_replace_at(heard, person.pk, starts_at=meeting.starts_at)
    if at is None:
        return None
    if at > now:
        _again(signal.pk, at, now=now)
        return None
    close_old_offers(service, now=now)
    is_asked = StandBy.objects.filter(participant=person, starts_at=meeting.starts_at)
    if is_asked.filter(state__in=(StandByState.OFFERED, StandByState.ACCEPTED)).exists():
        return None
    return _made(service, signal, meeting, now=now)


def _made(service: Service, signal: Signal, meeting: Meeting, *, now: datetime) -> StandBy | None:
    """The first of the candidates whom the engine would hold there and then."""
    facts = load_engine_input(service)
    person = signal.participant
    for pk in get_candidates(person, meeting, now=now):
        spot = spot_at(
            facts,
            pair=(person.pk, pk),
            gone=meeting.request_id,
            block=meeting.block_id,
            starts_at=meeting.starts_at,
            place=meeting.place_id,
        )
        if spot is not None and (row := _written(service, signal, meeting, pk, now=now)) is not None:
            return row
    return None


def _written(
    service: Service, signal: Signal, meeting: Meeting, partner: int, *, now: datetime
) -> StandBy | None:
    ends_at = min(now + ANSWER_WITHIN, meeting.ends_at - LEAST + timedelta(minutes=1))
    try:
        with transaction.atomic():
            row = StandBy.objects.create(
                service=service,
                participant=signal.participant,
                partner_id=partner,
                starts_at=meeting.starts_at,
                place_id=meeting.place_id,
                instead_of_id=meeting.request_id,
                offered_at=now,
                ends_at=ends_at,
            )
    except IntegrityError:
        return None
    audit.record(verb="day.stand_by_offered", target=row, by_id=None, now=now)
    tell_stand_by(row, now=now)
    partner = row.partner.registration_id
    queue_pushes(ToldPeople(service_id=service.pk, registrations=(partner,), at=now))
    _again(signal.pk, ends_at, now=now)
    return row


def _again(signal_id: int, at: datetime, *, now: datetime) -> None:
    enqueue(kind=REPLACE, payload={"signal_id": signal_id}, owner_id=None, now=now, due_at=at)


@transaction.atomic
def answer_offer(
    *, stand_by_id: int, participant_id: int, is_yes: bool, has_link: bool, by: Subject, now: datetime
) -> StandBy:
    """One of the two says yes or no. With the second yes the meeting is held, or the offer lapses."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    lock_service(participant.service_id)
    row = StandBy.objects.filter(pk=stand_by_id).select_related("service").first()
    if row is None or participant.pk not in {row.participant_id, row.partner_id}:
        raise Refusal(AfterwardsRefusal.NOT_YOURS)
    if row.state != StandByState.OFFERED or row.ends_at <= now:
        raise Refusal(AfterwardsRefusal.OVER)
    if not is_yes:
        row.state, row.declined_by = StandByState.DECLINED, participant
    elif participant.pk == row.participant_id:
        row.participant_yes_at = row.participant_yes_at or now
    else:
        row.partner_yes_at = row.partner_yes_at or now
    if is_yes and row.participant_yes_at and row.partner_yes_at:
        _hold(row, by=by, now=now)
    row.save()
    audit.record(verb="day.stand_by_answered", target=row, by_id=by.user_id, now=now)
    if row.state in {StandByState.DECLINED, StandByState.LAPSED}:
        _next_one(row, now=now)
    return row


def _hold(row: StandBy, *, by: Subject, now: datetime) -> None:
    """Whoever waited says that nobody came: the other side sees it, and can object."""
    if row.instead_of_id is not None and not _is_still_missing(row):
        row.state = StandByState.LAPSED
        return
    if row.is_refill:
        hold_refill(row, by=by, now=now)
        return
    if row.instead_of_id is None:
        _hold_walk_in(row, now=now)
        return
    try:
        request = matching.step_in(
            gone_id=row.instead_of_id,
            participant_id=row.participant_id,
            partner_id=row.partner_id,
            purpose=topic_of(row.participant_id),
            by_id=by.user_id,
            now=now,
        )
    except Refusal:
        row.state = StandByState.LAPSED
        return
    row.state, row.request = StandByState.ACCEPTED, request
    Mark.objects.update_or_create(
        request_id=row.instead_of_id,
        participant_id=row.participant_id,
        defaults={"took_place": False, "was_worth": None, "marked_at": now},
    )


def _hold_walk_in(row: StandBy, *, now: datetime) -> None:
    """Nobody is missing: the desk asked for this meeting, on behalf of somebody who had just come."""
    try:
        with transaction.atomic():
            row.request = offers.hold_meeting(row.service, row, now=now)
    except Refusal:
        row.state = StandByState.LAPSED
    else:
        row.state = StandByState.ACCEPTED


def _is_still_missing(row: StandBy) -> bool:
    """Whoever was missed may have come in the meantime, or wants to come after all."""
    assert row.instead_of_id is not None
    rows = Party.objects.filter(request_id=row.instead_of_id).values_list("participant_id", flat=True)
    people = list(rows)
    heard = heard_of(row.participant, row.instead_of_id, people)
    if row.is_refill:
        others = [pk for pk in people if pk != row.participant_id]
        return is_off(heard, person=row.participant_id, others=others)
    return missing_since(heard, row.participant_id) is not None


def _next_one(row: StandBy, *, now: datetime) -> None:
    if row.is_refill:
        refill_soon(row.service_id, now=now)
        return
    signals = Signal.objects.filter(
        participant_id=row.participant_id, request_id=row.instead_of_id or 0, kind="partner_missing"
    )
    last = signals.order_by("-said_at", "-pk").first()
    if last is not None:
        _again(last.pk, now, now=now)


def tell_stand_by(offer: StandBy, *, now: datetime) -> None:
    """To whoever could step in; the person who waits has the page open. Gone when the offer ends."""
    registration, waits = offer.partner.registration, offer.participant.registration

    def write() -> Letter:
        words = {
            "name": waits.name,
            "who": who(offer.participant),
            "until": format_time(offer.ends_at),
            "place": offer.place.code if offer.place else "",
        }
        return Letter(
            subject=_("Do you have time for %(name)s now?") % words,
            paragraphs=(
                greeting(registration),
                _("%(who)s is waiting at meeting point %(place)s. The other person has not come.") % words,
                _("You are both free now and a good match. If you both say yes by %(until)s, you meet there.")
                % words,
            ),
            values={**words, "name": registration.name, "names": words["who"]},
            url=own_address("day:today", registration),
            link=_("Say yes or no"),
            end=_("If you do not answer, nothing changes for you."),
        )

    post_to(registration, write, kind="day.stand_by", now=now, named=[waits], expires_at=offer.ends_at)
