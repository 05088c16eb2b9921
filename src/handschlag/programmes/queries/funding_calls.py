"""What everybody may ask about funding calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from handschlag.common.models import AuditEntry
from handschlag.programmes.models import FundingCall
from handschlag.programmes.rules.funding_calls import CallCriteria, CallStatus, status_of
from handschlag.programmes.rules.tables import Question

KIND: Final = "programmes.fundingcall"


def public_calls() -> QuerySet[FundingCall]:
    """Every published call that was not withdrawn, closed ones too, with its programme."""
    shown = FundingCall.objects.filter(
        published_at__isnull=False, withdrawn_at__isnull=True, closes_at__isnull=False
    )
    return shown.select_related("programme").order_by("closes_at", "pk")


def public_call(slug: str) -> FundingCall | None:
    """The public call at this address."""
    return public_calls().filter(slug=slug).first()


def calls_of(programme_id: int) -> list[FundingCall]:
    """The public calls of a programme."""
    return list(public_calls().filter(programme=programme_id))


def moved_deadlines(
    calls: Mapping[int, FundingCall], *, since: datetime, until: datetime
) -> dict[int, datetime]:
    """When the deadline of public calls, by number, last moved in this time; not of one that moved back."""
    changed = [
        str(pk) for pk, call in calls.items() if call.changed_at > max(since, call.published_at or since)
    ]
    if not changed:
        return {}
    entries = AuditEntry.objects.filter(kind=KIND, object_id__in=changed, at__gt=since, at__lte=until)
    before: dict[int, datetime] = {}
    moved: dict[int, datetime] = {}
    for entry in entries.filter(verb__in=("funding_call.edited", "funding_call.undone")).order_by("pk"):
        pk, published_at = int(entry.object_id), calls[int(entry.object_id)].published_at
        if "closes_at" in entry.changes and published_at is not None and entry.at > published_at:
            before.setdefault(pk, datetime.fromisoformat(entry.changes["closes_at"][0]))
            moved[pk] = entry.at
    return {pk: at for pk, at in moved.items() if before[pk] != calls[pk].closes_at}


def status_now(call: FundingCall, *, now: datetime) -> CallStatus:
    """What the clock says of a call; one without a deadline is never open."""
    if call.closes_at is None:
        return CallStatus.CLOSED
    return status_of(call.opens_at, call.closes_at, now=now)


def found_calls(calls: Sequence[FundingCall], wanted: CallCriteria, *, now: datetime) -> list[FundingCall]:
    """Those that the filters leave: what can be applied for first, each by its deadline, the closed last."""
    chosen = [one for one in calls if _is_wanted(one, wanted, now=now)]
    return sorted(chosen, key=lambda one: _place(one, now))


def _place(call: FundingCall, now: datetime) -> tuple[int, float, int]:
    status = status_now(call, now=now)
    at = call.closes_at.timestamp() if call.closes_at else 0.0
    return int(status is CallStatus.CLOSED), -at if status is CallStatus.CLOSED else at, call.pk


def _is_wanted(call: FundingCall, criteria: CallCriteria, *, now: datetime) -> bool:
    who = call.conditions.get(Question.WHO.value, [])
    programme = call.programme.slug if call.programme else ""
    return (
        (not criteria.status or status_now(call, now=now).value in criteria.status)
        and (not criteria.programme or programme in criteria.programme)
        and (not criteria.field or not call.fields or any(one in criteria.field for one in call.fields))
        and (not criteria.who or not who or any(one in criteria.who for one in who))
    )
