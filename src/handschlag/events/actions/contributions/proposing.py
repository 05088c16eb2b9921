"""Somebody without an account proposes a contribution, and confirms it by the link in an email."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from handschlag.accounts import actions as accounts
from handschlag.accounts.actions import limits
from handschlag.accounts.rules.addresses import normalised_address
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.emails import contributions as emails
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionSpeaker,
    ContributionState,
    Event,
    EventStatus,
)
from handschlag.events.queries.contributions import PURPOSE
from handschlag.events.rules.contributions import (
    CONTRIBUTIONS_FROM_A_PLACE,
    CONTRIBUTIONS_OF_AN_ADDRESS,
    LINK_LASTS_AFTER,
    CallPhase,
    call_phase,
)
from handschlag.events.rules.refusals import ContributionRefusal, EventRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSpeaker:
    """Who would speak."""

    name: str
    email: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the form says; the first speaker proposes it, and gets the email."""

    title: str
    abstract: str
    language: str
    kind: str
    minutes: int
    track_id: int | None
    speakers: Sequence[ProposedSpeaker]


@transaction.atomic
def propose(*, event_id: int, proposal: Proposal, reads: str, origin: str, now: datetime) -> Contribution:
    """It waits until its link is opened; `reads` is the language of the page, `origin` where it came from."""
    event = Event.objects.select_for_update().get(pk=event_id)
    _check_open(event, proposal, now=now)
    first = proposal.speakers[0]
    email = normalised_address(first.email)
    too_often = ContributionRefusal.TOO_OFTEN
    limits.count(CONTRIBUTIONS_FROM_A_PLACE, origin, now=now, fault=too_often)
    limits.count(CONTRIBUTIONS_OF_AN_ADDRESS, email, now=now, fault=too_often)
    link = accounts.issue_link(
        purpose=PURPOSE,
        content={"event": event.pk},
        lasts=_end_of(event) - now,
        by_id=None,
        now=now,
        email=email,
    )
    row = Contribution.objects.create(
        event=event,
        link=link,
        email=email,
        reads=reads,
        title=proposal.title,
        abstract=proposal.abstract,
        language=proposal.language,
        kind=proposal.kind,
        minutes=proposal.minutes,
        track_id=proposal.track_id,
        sent_at=now,
        changed_at=now,
    )
    _write_speakers(row, proposal.speakers)
    emails.tell_to_confirm(row, name=first.name, now=now)
    return row


def _write_speakers(row: Contribution, speakers: Sequence[ProposedSpeaker]) -> None:
    ContributionSpeaker.objects.bulk_create(
        ContributionSpeaker(
            contribution=row,
            name=one.name,
            email=normalised_address(one.email),
            organisation=one.organisation,
            position=position,
        )
        for position, one in enumerate(speakers)
    )


def _check_open(event: Event, proposal: Proposal, *, now: datetime) -> ContributionCall:
    """The call, if it is open and asks for such a thing."""
    call = ContributionCall.objects.filter(event=event).first()
    if call is None or event.status != EventStatus.PUBLISHED:
        raise Refusal(ContributionRefusal.NOT_OPEN)
    is_open = call_phase(call.opens_at, call.closes_at, now=now) is CallPhase.OPEN
    if not is_open or _end_of(event) <= now:
        raise Refusal(ContributionRefusal.NOT_OPEN)
    has_track = proposal.track_id is None or event.tracks.filter(pk=proposal.track_id).exists()
    if proposal.kind not in call.kinds or proposal.minutes not in call.minutes or not has_track:
        raise Refusal(ContributionRefusal.NOT_OF_THIS_CALL)
    return call


@transaction.atomic
def submit(*, contribution_id: int, now: datetime) -> Contribution:
    """The address is that of its owner: the organisers see it from now on. Twice is as good as once."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("event")
    row = rows.filter(pk=contribution_id).first()
    if row is None:
        raise Refusal(EventRefusal.GONE)
    if row.event.status == EventStatus.ARCHIVED:
        raise Refusal(ContributionRefusal.OVER)
    if row.state == ContributionState.UNCONFIRMED:
        row.state, row.submitted_at, row.changed_at = ContributionState.SUBMITTED, now, now
        row.save(update_fields=["state", "submitted_at", "changed_at"])
        audit.record(verb="contribution.submitted", target=row, by_id=None, now=now)
    return row


def _end_of(event: Event) -> datetime:
    return datetime.combine(event.last_day + timedelta(days=1), time(), tzinfo=UTC) + LINK_LASTS_AFTER
