"""People arrive: what desks did is noted, once, however often and from how many devices it is sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.registration.actions.access import pass_of, require_check_in_team
from handschlag.registration.models import CheckIn, Registration, RegistrationState
from handschlag.registration.rules.check_in import Arrival, ArrivalResult
from handschlag.registration.rules.refusals import CheckInRefusal

AT_ONCE: Final = timedelta(minutes=1)
REFUSALS = {
    ArrivalResult.NOT_COMING: CheckInRefusal.NOT_COMING,
    ArrivalResult.UNKNOWN: CheckInRefusal.OTHER_EVENT,
    ArrivalResult.KEY_USED: CheckInRefusal.KEY_USED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Receipt:
    """What became of one arrival; a device forgets it when it has this."""

    key: str
    outcome: ArrivalResult


def record_check_in(
    *, event_id: int, code: str, key: str, by: Subject, now: datetime, is_undone: bool = False
) -> None:
    """The person is here, or is not any more; sent twice with the same key it counts once."""
    arrival = Arrival(key=key, code=code, is_undone=is_undone, at=now)
    (receipt,) = record_check_ins(event_id=event_id, arrivals=[arrival], by=by, now=now)
    if receipt.outcome in REFUSALS:
        raise Refusal(REFUSALS[receipt.outcome])


@transaction.atomic
def record_check_ins(
    *, event_id: int, arrivals: Sequence[Arrival], by: Subject, now: datetime
) -> Sequence[_Receipt]:
    """Every arrival is noted or answered with its reason; one that cannot be noted hinders no other.

    Devices that send the same batch at once take turns at the event.
    """
    require_check_in_team(by, event_id, now=now)
    Event.objects.select_for_update(no_key=True).get(pk=event_id)
    people = _registrations_of(event_id, {one.code for one in arrivals})
    known = _codes_of_keys([one.key for one in arrivals])
    receipts, rows = [], []
    for one in arrivals:
        outcome = _outcome_of(one, people, known)
        receipts.append(_Receipt(key=one.key, outcome=outcome))
        if outcome is ArrivalResult.NOTED:
            known[one.key] = one.code
            rows.append((one, people[one.code]))
    for one, registration in rows:
        record_arrival(one, registration, by=by, now=now)
    return receipts


def _registrations_of(event_id: int, codes: set[str]) -> Mapping[str, Registration]:
    rows = Registration.objects.filter(event_id=event_id, badge_code__in=codes, erased_at=None)
    return {row.badge_code: row for row in rows}


def _codes_of_keys(keys: Sequence[str]) -> dict[str, str]:
    """Whom the keys that are noted already stand for."""
    rows = CheckIn.objects.filter(key__in=keys).values_list("key", "registration__badge_code")
    return {str(key): code for key, code in rows}


def _outcome_of(one: Arrival, people: Mapping[str, Registration], known: Mapping[str, str]) -> ArrivalResult:
    if one.key in known:
        return ArrivalResult.KNOWN if known[one.key] == one.code else ArrivalResult.KEY_USED
    if one.code not in people:
        return ArrivalResult.UNKNOWN
    is_coming = people[one.code].state == RegistrationState.CONFIRMED
    return ArrivalResult.NOTED if is_coming or one.is_undone else ArrivalResult.NOT_COMING


def record_arrival(one: Arrival, registration: Registration, *, by: Subject, now: datetime) -> None:
    """Keeps the arrival, or that it was undone, and writes it to the audit trail; checks nothing.

    What other desks did to the same person at the same time is one arrival.
    """
    before = registration.check_ins.filter(at__gt=one.at - AT_ONCE, at__lte=one.at).last()
    if before and before.is_undone is one.is_undone:
        return
    CheckIn.objects.create(
        registration=registration,
        key=uuid.UUID(one.key),
        is_undone=one.is_undone,
        at=one.at,
        received_at=now,
        by_id=by.user_id,
    )
    known: dict[str, Any] = {"target": registration, "by_id": by.user_id, "now": now, "changes": pass_of(by)}
    if one.is_undone:
        audit.record(verb="registration.check_in_undone", **known)
    else:
        audit.record(verb="registration.checked_in", **known)
