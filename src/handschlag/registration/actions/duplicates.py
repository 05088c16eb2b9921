"""Two registrations that may be one person: merged, or told apart."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.registration import emails
from handschlag.registration.actions.access import require_team
from handschlag.registration.actions.approvals import fill_places, reseat_others, set_state
from handschlag.registration.actions.versioned_writes import (
    lock_registration,
    save_registration,
    sessions_of,
    write_wishes,
)
from handschlag.registration.models import NoDuplicates, Registration
from handschlag.registration.rules.places import ACTIVE, PlaceState
from handschlag.registration.rules.refusals import PairRefusal, RegistrationRefusal

# What the kept registration takes over where it says nothing itself.
TAKEN_OVER: Final = ("phone", "role", "place", "actor_id", "organisation", "diet", "needs")
ADDED: Final = ("needs_step_free", "needs_quiet", "needs_interpreter")


@transaction.atomic
def merge(*, kept_id: int, other_id: int, by: Subject, now: datetime) -> Registration:
    """One registration stays, with what only the other one said; the other is cancelled without a letter.

    If the other one had the place, the kept one takes it over: nobody behind them is passed over or lost.
    """
    if kept_id == other_id:
        raise Refusal(PairRefusal.SAME)
    kept = lock_registration(kept_id)
    require_team(by, kept.event_id)
    other = lock_registration(other_id)
    if kept.event_id != other.event_id:
        raise Refusal(PairRefusal.OTHER_EVENT)
    if kept.state not in ACTIVE or other.state not in ACTIVE:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    had_place, states = other.state == PlaceState.CONFIRMED, (kept.state, other.state)
    save_registration(kept, seen=None, now=now, **_taken_over(kept, other))
    wishes = dict(other.choices.values_list("session_id", "wish"))
    write_wishes(kept, {**wishes, **dict(kept.choices.values_list("session_id", "wish"))}, now=now)
    set_state(other, PlaceState.CANCELLED, by=by, now=now)
    other.choices.update(seat="none")
    if had_place and kept.state != PlaceState.CONFIRMED:
        set_state(kept, PlaceState.CONFIRMED, by=by, now=now)
        emails.tell_promoted(kept, now=now)
    emails.tell_seated(reseat_others(kept, sessions_of(kept)), now=now)
    fill_places(kept.event, by=by, now=now)
    changes = {"other": [None, other.pk], "states": [list(states), [kept.state, other.state]]}
    audit.record(verb="registration.merged", target=kept, by_id=by.user_id, now=now, changes=changes)
    return kept


def _taken_over(kept: Registration, other: Registration) -> dict[str, object]:
    values: dict[str, object] = {
        name: getattr(other, name) for name in TAKEN_OVER if not getattr(kept, name) and getattr(other, name)
    }
    values |= {name: True for name in ADDED if getattr(other, name)}
    return {**values, "asked_at": min(kept.asked_at, other.asked_at)}


@transaction.atomic
def tell_apart(*, first_id: int, second_id: int, by: Subject, now: datetime) -> None:
    """These are two people: the pair is not shown again."""
    first, second = sorted((first_id, second_id))
    rows = {row.pk: row for row in Registration.objects.filter(pk__in=[first, second])}
    if len(rows) != 2 or first == second:
        raise Refusal(PairRefusal.SAME)
    require_team(by, rows[first].event_id)
    if rows[first].event_id != rows[second].event_id:
        raise Refusal(PairRefusal.OTHER_EVENT)
    pair = {"first": rows[first], "second": rows[second]}
    _row, is_new = NoDuplicates.objects.get_or_create(**pair, defaults={"by_id": by.user_id, "at": now})
    if is_new:
        audit.record(
            verb="registration.told_apart",
            target=rows[first],
            by_id=by.user_id,
            now=now,
            changes={"other": [None, second]},
        )
