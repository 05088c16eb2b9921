"""What editors ask about funding calls: all of them, the last change, and what should come next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, F, QuerySet

from handschlag.common.models import AuditEntry
from handschlag.programmes.models import CallFeed, Fact, FundingCall, Programme
from handschlag.programmes.queries.funding_calls import KIND
from handschlag.programmes.queries.public import shown_facts
from handschlag.programmes.rules.funding_calls import UNTOLD

ENDS_SOON: Final = timedelta(days=90)
LOOK_BACK: Final = timedelta(days=365)


class DeskFilter(StrEnum):
    """Which calls are wanted."""

    ALL = ""
    DRAFT = "draft"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


def desk_calls(state: DeskFilter) -> QuerySet[FundingCall]:
    """The calls that an editor wants to see, drafts first, then the latest deadline."""
    found = FundingCall.objects.select_related("programme", "feed")
    if state is DeskFilter.DRAFT:
        found = found.filter(published_at=None)
    elif state is DeskFilter.PUBLIC:
        found = found.filter(published_at__isnull=False, withdrawn_at=None)
    elif state is DeskFilter.WITHDRAWN:
        found = found.filter(withdrawn_at__isnull=False)
    return found.order_by(
        F("published_at").asc(nulls_first=True), F("closes_at").desc(nulls_first=True), "pk"
    )


def call_for_editors(pk: int) -> FundingCall | None:
    """The call, public or not; none where there is no such key."""
    return FundingCall.objects.select_related("programme", "feed").filter(pk=pk).first()


def last_edit(call: FundingCall) -> AuditEntry | None:
    """What was done to it last, if that is an edit of more than what the audit trail must not keep."""
    entries = AuditEntry.objects.filter(kind=KIND, object_id=str(call.pk))
    last = entries.select_related("by").order_by("-pk").first()
    is_undoable = last is not None and last.verb == "funding_call.edited" and last.changes.keys() - UNTOLD
    return last if is_undoable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _ToDo:
    """What editors should look at."""

    drafts: int
    without_successor: Sequence[FundingCall]
    ending: Sequence[Programme | Fact]


def to_do(*, now: datetime, today: date) -> _ToDo:
    """Drafts, calls that closed and have no successor, programmes and facts that end within 90 days."""
    public = FundingCall.objects.filter(published_at__isnull=False, withdrawn_at=None, is_demo=False)
    later = public.filter(closes_at__gt=now, programme__isnull=False).values("programme")
    closed = public.filter(closes_at__lte=now, closes_at__gt=now - LOOK_BACK, programme__isnull=False)
    soon = {"valid_until__gte": today, "valid_until__lte": today + ENDS_SOON}
    return _ToDo(
        drafts=FundingCall.objects.filter(published_at=None, withdrawn_at=None).count(),
        without_successor=list(
            closed.exclude(programme__in=later).select_related("programme").order_by("-closes_at")[:20]
        ),
        ending=[
            *Programme.objects.filter(**soon).order_by("valid_until", "pk"),
            *shown_facts().filter(**soon).select_related("programme").order_by("valid_until", "pk"),
        ],
    )


def feeds_of_calls() -> list[CallFeed]:
    """All feeds, with how many of their entries arrived."""
    return list(CallFeed.objects.select_related("programme").annotate(arrived=Count("calls")))
