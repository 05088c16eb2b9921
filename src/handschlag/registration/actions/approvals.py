"""Approved, declined, cancelled; and places that come free are given to those who wait."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event, EventStatus
from handschlag.registration import emails
from handschlag.registration.actions.access import require_hand, require_team
from handschlag.registration.actions.versioned_writes import (
    lock_event,
    lock_registration,
    reseat,
    save_registration,
    sessions_of,
)
from handschlag.registration.hooks.addons import addons
from handschlag.registration.models import Registration, RegistrationState, SessionChoice
from handschlag.registration.queries.occupancy import occupancy_of, room_of, rooms_of
from handschlag.registration.rules.categories import promoted
from handschlag.registration.rules.places import Move, PlaceState, is_possible, place_in_both
from handschlag.registration.rules.refusals import RegistrationRefusal


@transaction.atomic
def cancel(*, registration_id: int, has_link: bool, by: Subject, now: datetime) -> Registration:
    """The person does not come; a free place goes to whoever waits first, and seats go on as well."""
    registration = lock_registration(registration_id)
    require_hand(by, registration, has_link=has_link)
    end(registration, PlaceState.CANCELLED, move=Move.CANCEL, by=by, now=now)
    emails.tell_cancelled(registration, by_organisers=not has_link, now=now)
    fill_places(registration.event, by=by, now=now)
    return registration


@transaction.atomic
def approve(*, registration_id: int, by: Subject, now: datetime) -> Registration:
    """The organisers say yes: confirmed where there is room, else the person waits for a place."""
    registration = lock_registration(registration_id)
    require_team(by, registration.event_id)
    _require_move(registration, Move.APPROVE)
    event = registration.event
    state = place_in_both(occupancy_of(event), room_of(event, registration.category_id))
    if state is PlaceState.DECLINED:
        raise Refusal(RegistrationRefusal.FULL)
    set_state(registration, state, by=by, now=now)
    _give_seats(registration, now=now)
    emails.tell_decided(registration, now=now)
    return registration


@transaction.atomic
def decline(*, registration_id: int, by: Subject, now: datetime) -> Registration:
    """The organisers say no, and the person is told."""
    registration = lock_registration(registration_id)
    require_team(by, registration.event_id)
    end(registration, PlaceState.DECLINED, move=Move.DECLINE, by=by, now=now)
    emails.tell_decided(registration, now=now)
    return registration


def decide_all(
    *, event_id: int, registration_ids: Collection[int], move: Move, by: Subject, now: datetime
) -> tuple[int, int]:
    """The same for many, each for itself: how many were decided, and how many could not be."""
    require_team(by, event_id)
    done = failed = 0
    known = Registration.objects.filter(event_id=event_id, pk__in=registration_ids)
    for pk in known.order_by("asked_at", "pk").values_list("pk", flat=True):
        try:
            decide_one(pk, move, by=by, now=now)
        except Refusal:
            failed += 1
        else:
            done += 1
    return done, failed


def decide_one(pk: int, move: Move, *, by: Subject, now: datetime) -> Registration:
    """Approves or declines for the organisers; every other move cancels."""
    if move is Move.APPROVE:
        return approve(registration_id=pk, by=by, now=now)
    if move is Move.DECLINE:
        return decline(registration_id=pk, by=by, now=now)
    return cancel(registration_id=pk, has_link=False, by=by, now=now)


@transaction.atomic
def fill(*, event_id: int, by: Subject | None, now: datetime) -> int:
    """Places and seats that are free go to those who wait, for instance after the event grew; how many.

    Without `by` the platform does it by itself, as it comes round.
    """
    if by is not None:
        require_team(by, event_id)
    event = lock_event(event_id)
    promoted = fill_places(event, by=by or Subject(), now=now)
    waiting = SessionChoice.objects.filter(
        session__event=event, seat="waiting", registration__state=RegistrationState.CONFIRMED
    )
    emails.tell_seated(reseat(event.pk, set(waiting.values_list("session_id", flat=True))), now=now)
    return promoted


def fill_places(event: Event, *, by: Subject, now: datetime) -> int:
    """With the event locked: the first of those who wait are confirmed and told."""
    if event.status != EventStatus.PUBLISHED:
        return 0
    waiting = Registration.objects.filter(event=event, state=RegistrationState.WAITING, erased_at=None)
    rooms = {pk: room.free or 0 for pk, room in rooms_of(event).items()}
    line = waiting.order_by("asked_at", "pk").values_list("pk", "category_id")
    ids = promoted(line, free=occupancy_of(event).free, rooms=rooms)
    first = list(waiting.filter(pk__in=ids).order_by("asked_at", "pk"))
    for registration in first:
        registration.event = event
        set_state(registration, PlaceState.CONFIRMED, by=by, now=now)
        _give_seats(registration, now=now)
        emails.tell_promoted(registration, now=now)
    return len(first)


def end(registration: Registration, state: PlaceState, *, move: Move, by: Subject, now: datetime) -> None:
    """The registration ends, and the seats it held go on."""
    _require_move(registration, move)
    sessions = sessions_of(registration)
    set_state(registration, state, by=by, now=now)
    registration.choices.update(seat="none")
    emails.tell_seated(reseat_others(registration, sessions), now=now)
    for addon in addons:
        addon.follow_end(registration, now)


def reseat_others(registration: Registration, sessions: set[int]) -> list[SessionChoice]:
    """Gives seats of these sessions anew; the choices of other people that got one by it."""
    return [one for one in reseat(registration.event_id, sessions) if one.registration_id != registration.pk]


def _give_seats(registration: Registration, *, now: datetime) -> None:
    emails.tell_seated(reseat_others(registration, sessions_of(registration)), now=now)


def _require_move(registration: Registration, move: Move) -> None:
    if not is_possible(move, registration.state):
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE, state=registration.state)


def set_state(registration: Registration, state: PlaceState, *, by: Subject, now: datetime) -> None:
    """The state and its moment, with an entry in the audit trail."""
    before = registration.state
    moment = {
        PlaceState.CONFIRMED: "confirmed_at",
        PlaceState.CANCELLED: "ended_at",
        PlaceState.DECLINED: "ended_at",
    }
    values = {moment[state]: now} if state in moment else {}
    save_registration(
        registration,
        seen=None,
        now=now,
        state=state.value,
        sequence=registration.sequence + 1,
        **values,
    )
    audit.record(
        verb=f"registration.{state}",
        target=registration,
        by_id=by.user_id,
        now=now,
        changes={"state": [before, state.value]},
    )
