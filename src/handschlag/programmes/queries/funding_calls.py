"""What everybody may ask about funding calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from handschlag.programmes.models import FundingCall
from handschlag.programmes.rules.funding_calls import CallCriteria, CallStatus, status_of
from handschlag.programmes.rules.tables import Question


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
