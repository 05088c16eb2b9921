"""Who could step in where somebody did not come: free now, there, and wished or recommended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from handschlag.day.models import StandBy, StandByState
from handschlag.day.queries.fitting import fits_of
from handschlag.day.queries.signal_history import rest_of_day
from handschlag.day.rules.signals import is_away
from handschlag.matching.models import (
    Blocked,
    Direction,
    ForbiddenPair,
    Meeting,
    Participant,
    Party,
    Request,
    RequestState,
    Seat,
    Statement,
    Wish,
    WishKind,
)
from handschlag.matching.queries.advance_yes import standing_yes_for
from handschlag.matching.queries.engine_input import living
from handschlag.matching.queries.partners import Partner, partners_of
from handschlag.matching.queries.recommendations import reasons_for
from handschlag.registration.queries.arrivals import here_since

MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """An offer as one of its two people sees it; `need` is one of the other that the person can meet."""

    id: int
    other: Partner
    need: str
    purpose: str  # of the request that the other has sent
    is_chance: bool  # both just have time; who has only just come was looked up for the person
    is_later: bool  # than now: a time that became free
    starts_at: datetime
    place: str
    has_said_yes: bool
    ends_at: datetime


def candidates(participant: Participant, meeting: Meeting, *, now: datetime) -> tuple[int, ...]:
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
        *known.values_list("participant_id", flat=True),
        *(pk for pair in asked.values_list("participant_id", "partner_id") for pk in pair),
    }


def _needs_met_by(participant: Participant, ids: Collection[int]) -> dict[int, str]:
    """By participant: what of their needs the person's offers fit; who seeks nothing of it is not there."""
    reasons = reasons_for(participant)
    found = {
        one["evidence"][0]: pk
        for pk in ids
        for one in reasons.get(pk, ())
        if one["kind"] == "need_met" and one["side"] == "for_them"
    }
    rows = Statement.objects.filter(pk__in=found, participant_id__in=set(ids), direction=Direction.NEED)
    return dict(rows.order_by("-position", "-pk").values_list("participant_id", "text"))


def _first_needs_of(ids: Collection[int]) -> dict[int, str]:
    """By participant; whoever seeks nothing is not there."""
    rows = Statement.objects.filter(participant_id__in=ids, direction=Direction.NEED)
    return dict(rows.order_by("-position", "-pk").values_list("participant_id", "text"))


def _is_chance(one: StandBy) -> bool:
    return one.is_refill or one.instead_of_id is not None


def _purposes_of(participant: Participant, others: Collection[int]) -> dict[int, str]:
    """By whoever has asked the person and waits for an answer."""
    rows = Request.objects.filter(
        sender_id__in=set(others), parties__participant=participant, state=RequestState.OPEN
    )
    return dict(rows.exclude(pair="").values_list("sender_id", "purpose"))


def offers_to(participant: Participant, *, now: datetime) -> tuple[_Offer, ...]:
    """What somebody may say yes to now."""
    mine = Q(participant=participant) | Q(partner=participant)
    rows = StandBy.objects.filter(mine, state=StandByState.OFFERED, ends_at__gt=now)
    found = list(rows.select_related("place").order_by("offered_at", "pk"))
    others = {
        one.pk: one.partner_id if one.participant_id == participant.pk else one.participant_id
        for one in found
    }
    partners, needs = partners_of(others.values()), _needs_met_by(participant, others.values())
    first = _first_needs_of({others[one.pk] for one in found if not _is_chance(one)})
    purposes = _purposes_of(participant, others.values())
    return tuple(
        _Offer(
            id=one.pk,
            other=partners[others[one.pk]],
            need=needs.get(others[one.pk]) or first.get(others[one.pk], ""),
            purpose=purposes.get(others[one.pk], ""),
            is_chance=_is_chance(one),
            is_later=one.is_refill,
            starts_at=one.starts_at,
            place=one.place.code if one.place else "",
            has_said_yes=(
                one.participant_yes_at if one.participant_id == participant.pk else one.partner_yes_at
            )
            is not None,
            ends_at=one.ends_at,
        )
        for one in found
    )


def yes_beforehand(one: int, other: int) -> frozenset[int]:
    """Who of two participants has said yes in advance to whoever is like the other."""
    found = Participant.objects.in_bulk([one, other])
    pairs = ((found[one], other), (found[other], one))
    return frozenset(me.pk for me, them in pairs if standing_yes_for(me, them) is not None)
