"""People say from where they are what goes wrong: each thing is noted once, however often it is sent.

What follows from it (an incident, a stand-by offer) is done by jobs that are written in the same
transaction: whatever fails there, nothing that was said is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.day.models import Signal
from handschlag.day.rules.signals import PATIENCE, Kind, SignalReport, SignalResult, is_the_day
from handschlag.matching.actions.access import require_self
from handschlag.matching.actions.versioned_writes import participant_now
from handschlag.matching.models import Participant, Party
from handschlag.matching.queries.timing import dates_of
from handschlag.matching.rules.phases import Dates

HEAR: Final = "day.hear"
REPLACE: Final = "day.replace"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Receipt:
    """What became of one signal; a device forgets it when it has this."""

    key: str
    outcome: SignalResult


@transaction.atomic
def receive(
    *, participant_id: int, signals: Sequence[SignalReport], has_link: bool, by: Subject, now: datetime
) -> Sequence[_Receipt]:
    """Every signal is noted or answered with its reason; one that cannot be noted hinders no other.

    Devices that send the same batch at once take turns at the participant.
    """
    participant = participant_now(participant_id)
    require_self(by, participant, has_link=has_link)
    Participant.objects.select_for_update(no_key=True).get(pk=participant_id)
    dates = dates_of(participant.service)
    own = _own_requests(participant, signals)
    known = _contents_of_keys(participant, signals)
    receipts = []
    for one in signals:
        outcome = _outcome_of(one, own=own, known=known, dates=dates)
        receipts.append(_Receipt(key=one.key, outcome=outcome))
        if outcome is SignalResult.NOTED:
            known[one.key] = one.content
            _note(participant, one, by=by, now=now)
    return receipts


def _own_requests(participant: Participant, signals: Sequence[SignalReport]) -> set[int]:
    asked = {one.request for one in signals if one.request is not None}
    rows = Party.objects.filter(participant=participant, request_id__in=asked)
    return set(rows.values_list("request_id", flat=True))


def _contents_of_keys(
    participant: Participant, signals: Sequence[SignalReport]
) -> dict[str, tuple[str, int | None, int | None]]:
    """What the keys that are noted already stand for."""
    rows = Signal.objects.filter(participant=participant, key__in=[one.key for one in signals])
    found = rows.values_list("key", "kind", "request_id", "minutes")
    return {str(key): (kind, request, minutes) for key, kind, request, minutes in found}


def _outcome_of(
    one: SignalReport,
    *,
    own: set[int],
    known: Mapping[str, tuple[str, int | None, int | None]],
    dates: Dates,
) -> SignalResult:
    if one.key in known:
        return SignalResult.KNOWN if known[one.key] == one.content else SignalResult.KEY_USED
    if one.request is not None and one.request not in own:
        return SignalResult.NOT_YOURS
    is_now = is_the_day(one.at, begins_at=dates.begins_at, ends_at=dates.ends_at)
    return SignalResult.NOTED if is_now else SignalResult.NOT_THE_DAY


def _note(participant: Participant, one: SignalReport, *, by: Subject, now: datetime) -> None:
    signal = Signal.objects.create(
        service=participant.service,
        participant=participant,
        request_id=one.request,
        kind=one.kind.value,
        minutes=one.minutes,
        key=uuid.UUID(one.key),
        said_at=one.at,
        heard_at=now,
    )
    audit.record(verb="day.said", target=signal, by_id=by.user_id, now=now)
    payload = {"signal_id": signal.pk}
    enqueue(kind=HEAR, payload=payload, owner_id=None, now=now)
    if one.kind is Kind.PARTNER_MISSING:
        due_at = max(now, one.at + PATIENCE)
        enqueue(kind=REPLACE, payload=payload, owner_id=None, now=now, due_at=due_at)
