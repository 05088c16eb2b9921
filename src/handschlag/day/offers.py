"""Meetings of today that somebody is asked for: said yes or no to; a yes is held at once, at its spot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_from, format_time, local_date
from handschlag.common.web import refusal_message
from handschlag.day.models import StandBy, StandByState
from handschlag.day.participant_pages import page_context
from handschlag.directory.emails import Letter
from handschlag.events.meeting_grid import meeting_grid_of
from handschlag.matching.access import require_self
from handschlag.matching.agreed_meetings import increase_revision, lock_service, participant_now, write_spots
from handschlag.matching.engine import receipts
from handschlag.matching.engine.admission import MeetingSpot, clear_controller
from handschlag.matching.engine.newcomers import ReservedTime
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import (
    Direction,
    Meeting,
    Participant,
    Request,
    RequestState,
    Seat,
    Service,
    Statement,
)
from handschlag.matching.models.wishes import LONGEST_PURPOSE
from handschlag.matching.names import Partner, partner_of, partners_of
from handschlag.matching.participant_pages import for_participants
from handschlag.matching.recommendation_lists import reasons_for
from handschlag.matching.stepping_in import agreed_request
from handschlag.registration.emails import own_address, post_to


@dataclass(frozen=True, slots=True, kw_only=True)
class _MeetingOffer:
    """One of them: with whom, what that person offers and seeks, when, where, and until when to answer."""

    id: int
    partner: Partner
    offers: str
    needs: str
    starts_at: datetime
    ends_at: datetime
    place: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """The spot of an offer, as the grid has it now."""

    block: int
    starts_at: datetime
    ends_at: datetime
    place: int
    purpose: str

    def at(self, request: int) -> MeetingSpot:
        return MeetingSpot(
            request=request,
            block=self.block,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            interpreter=None,
        )


def spot_of(offer: StandBy) -> _Kept | None:
    """None where the grid has no such slot any more, or the place is gone."""
    grid = meeting_grid_of(offer.service.event_id)
    slots = ((run.id, slot) for run in grid.runs for slot in run.slots if slot.starts_at == offer.starts_at)
    found = next(slots, None)
    if found is None or offer.place_id is None:
        return None
    return _Kept(
        block=found[0],
        starts_at=found[1].starts_at,
        ends_at=found[1].ends_at,
        place=offer.place_id,
        purpose=topic_of(offer.partner_id),
    )


def topic_of(participant: int) -> str:
    """What a meeting may be about: the first need of one of the two, or else an offer, as it was written."""
    rows = Statement.objects.filter(participant=participant).exclude(text="")
    texts = rows.order_by("direction", "position", "pk").values_list("text", flat=True)
    return next((one for one in texts if len(one) <= LONGEST_PURPOSE), "…")


def get_desk_offers(participant: Participant, *, now: datetime) -> Sequence[_MeetingOffer]:
    """What the person is asked for, in the order of time; three queries. What is too late has lapsed."""
    rows = list(
        StandBy.objects.filter(
            participant=participant, instead_of=None, is_refill=False, partner_yes_at__isnull=False
        )
        .select_related("place")
        .order_by("starts_at")
    )
    ids = [one.partner_id for one in rows]
    partners = partners_of(ids)
    said = {
        (one.participant_id, one.direction): one.text
        for one in Statement.objects.filter(participant__in=ids).order_by("-position")
    }
    return tuple(
        _MeetingOffer(
            id=one.pk,
            partner=partners[one.partner_id],
            offers=said.get((one.partner_id, Direction.OFFER), ""),
            needs=said.get((one.partner_id, Direction.NEED), ""),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            place=one.place.code if one.place else "",
            state=StandByState.LAPSED
            if one.state == StandByState.OFFERED and one.ends_at < now
            else one.state,
        )
        for one in rows
    )


def tell_asked(offer: StandBy, newcomer: Participant, *, now: datetime) -> None:
    """To the partner, with the page on which they say yes or no; gone when the offer ends."""
    registration = offer.participant.registration

    def write() -> Letter:
        words = {
            "who": who(newcomer),
            "time": format_from(offer.starts_at, now=now),
            "until": format_time(offer.ends_at),
            "place": offer.place.code if offer.place else "",
        }
        return Letter(
            subject=gettext("Do you have time at %(time)s?") % words,
            paragraphs=(
                gettext("Hello %(name)s,") % {"name": registration.name},
                gettext(
                    "%(who)s has just arrived and would like to meet you at %(time)s, meeting "
                    "point %(place)s. You are both free then."
                )
                % words,
                gettext("Please reply by %(until)s. After that the time is released.") % words,
            ),
            values={**words, "names": words["who"]},
            url=own_address("day:offers", registration),
            link=gettext("Say yes or no"),
            end=gettext("If you do not answer, nothing changes for you."),
        )

    post_to(
        registration,
        write,
        kind="day.walk_in",
        now=now,
        named=[newcomer.registration],
        expires_at=offer.ends_at,
    )


def who(one: Participant) -> str:
    """The other person, with what is seen of them."""
    partner = partner_of(one)
    return f"{partner.name} ({partner.sub})" if partner.sub else partner.name


@transaction.atomic
def answer_desk_offer(
    *, offer_id: int, participant_id: int, is_yes: bool, has_link: bool, by: Subject, now: datetime
) -> StandBy:
    """The offer is accepted and the meeting stands, or it is declined and its time is free again."""
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    service = lock_service(participant.service_id)
    rows = StandBy.objects.filter(
        pk=offer_id,
        participant=participant,
        partner_yes_at__isnull=False,
        instead_of=None,
        is_refill=False,
    )
    offer = rows.first()
    if offer is None:
        raise Refusal(WalkInRefusal.NO_OFFER)
    if offer.state != StandByState.OFFERED or now > offer.ends_at:
        raise Refusal(WalkInRefusal.TOO_LATE)
    if is_yes:
        request = hold_meeting(service, offer, now=now)
        rows.update(state=StandByState.ACCEPTED, participant_yes_at=now, request=request)
        audit.record(verb="day.offer_accepted", target=offer, by_id=by.user_id, now=now)
    else:
        rows.update(state=StandByState.DECLINED)
        audit.record(verb="day.offer_declined", target=offer, by_id=by.user_id, now=now)
    offer.refresh_from_db()
    return offer


def hold_meeting(service: Service, offer: StandBy, *, now: datetime) -> Request:
    """A request to which both have said yes, held where it was kept; the verifier reads everything."""
    spot = spot_of(offer)
    people = (offer.partner_id, offer.participant_id)
    is_taken = Meeting.objects.filter(place=offer.place, starts_at=offer.starts_at).exists()
    is_busy = Seat.objects.filter(participant__in=people, starts_at=offer.starts_at).exists()
    if spot is None or is_taken or is_busy:
        raise Refusal(WalkInRefusal.TAKEN)
    increase_revision(service)
    request = agreed_request(service, offer.partner_id, offer.participant_id, purpose=spot.purpose, now=now)
    write_spots(service, [spot.at(request.pk)])
    if receipts.broken(load_engine_input(service)):
        raise Refusal(WalkInRefusal.TAKEN)
    transaction.on_commit(lambda: clear_controller(service.pk))
    return request


@require_http_methods(("GET", "HEAD", "POST"))
@for_participants
def offers_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of offers from the desk; an answer, yes or no, leads back to it."""
    now = timezone.now()
    if request.method != "POST":
        context = {"rows": get_desk_offers(participant, now=now), "now": now}
        return render(request, "day/offers.html", page_context(participant, token, now=now) | context)
    number, is_yes = request.POST.get("offer", ""), request.POST.get("do") == "yes"
    try:
        answer_desk_offer(
            offer_id=int(number) if number.isdecimal() and len(number) < 16 else 0,
            participant_id=participant.pk,
            is_yes=is_yes,
            has_link=True,
            by=subject_of(request.user),
            now=now,
        )
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(
            request, gettext("Confirmed. You can see it in your day.") if is_yes else gettext("Declined.")
        )
    return redirect("day:offers", token=token)


class WalkInRefusal(Reason):
    TAKEN = (
        "taken",
        _("One of these times has just been taken. Nothing was saved. These times are free now."),
    )
    NO_CONSENT = "no_consent", _("Without consent this person is not included in matchmaking.")
    NO_OFFER = "no_offer", _("This offer has expired.")
    TOO_LATE = "too_late", _("This offer has expired or been answered.")


def reserved_times_of(service: Service, now: datetime) -> tuple[ReservedTime, ...]:
    """Times and places that are offered to somebody and not answered yet."""
    rows = StandBy.objects.filter(service=service, state=StandByState.OFFERED, starts_at__gte=now)
    columns = ("participant_id", "partner_id", "place_id", "starts_at")
    return tuple(
        ReservedTime(people=(one, other), place=place, starts_at=starts_at)
        for one, other, place, starts_at in rows.order_by("pk").values_list(*columns)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offer:
    """An offer as one of its two people sees it; `need` is one of the other that the person can meet."""

    id: int
    other: Partner
    need: str
    purpose: str  # of the request that the other has sent
    is_chance: bool  # both just have time; who has only just come was looked up for the person
    is_later_day: bool
    is_later: bool  # than now: a time that became free
    starts_at: datetime
    place: str
    has_said_yes: bool
    ends_at: datetime


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


def get_open_offers(participant: Participant, *, now: datetime) -> tuple[_Offer, ...]:
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
            is_later_day=local_date(one.starts_at) != local_date(now),
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
