"""Editors decide: publish, return with an answer, take a decision back, and read changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.events.actions.campaigns.activity_writes import (
    fill_activity,
    locked_activity,
    make_transition,
    save_activity,
    tag_activity,
)
from handschlag.events.emails import campaigns as letters
from handschlag.events.models import Activity, ActivityChange, ChangeState
from handschlag.events.queries.campaigns.entries import activity_content_of, period_of
from handschlag.events.rules.campaigns.activity_content import applied
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal
from handschlag.events.rules.campaigns.entry import submit_fault
from handschlag.events.rules.campaigns.states import ActivityTransition


@transaction.atomic
def publish(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The activity is public, as the editor has seen it."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    fault = submit_fault(period_of(activity.campaign), activity_content_of(activity), now=now, by_editor=True)
    if fault is not None:
        raise Refusal(fault)
    make_transition(activity, ActivityTransition.PUBLISH)
    activity.published_at = activity.published_at or now
    activity.decided_at, activity.decided_by_id, activity.answer = now, by.user_id, ""
    save_activity(activity, verb="activity.publish", by=by, now=now)
    letters.tell_published(activity, by=by, now=now)
    return activity


@transaction.atomic
def decline(*, activity_id: int, version: int, answer: str, by: Subject, now: datetime) -> Activity:
    """The activity goes back to its host with an answer; nothing is lost."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    make_transition(activity, ActivityTransition.DECLINE)
    activity.decided_at, activity.decided_by_id, activity.answer = now, by.user_id, answer
    save_activity(activity, verb="activity.decline", by=by, now=now)
    letters.tell_declined(activity, answer=answer, by=by, now=now)
    return activity


@transaction.atomic
def take_back(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The decision is undone: the activity waits again."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    make_transition(activity, ActivityTransition.TAKE_BACK)
    activity.decided_at, activity.decided_by_id, activity.answer = None, None, ""
    save_activity(activity, verb="activity.take_back", by=by, now=now)
    return activity


def _open_change(change_id: int, state: ChangeState, *, by: Subject) -> ActivityChange:
    """A change that nobody has decided yet."""
    require(by, Action.DECIDE_ACTIVITY)
    rows = ActivityChange.objects.select_for_update(of=("self",)).select_related("activity__campaign")
    change = rows.filter(pk=change_id).first()
    if change is None or change.state != state:
        raise Refusal(CampaignRefusal.DECIDED)
    return change


def _close(change: ActivityChange, state: ChangeState, *, answer: str, by: Subject, now: datetime) -> None:
    change.state, change.answer = state, answer
    change.decided_at, change.decided_by_id = now, by.user_id
    change.save(update_fields=["state", "answer", "decided_at", "decided_by"])


@transaction.atomic
def accept_change(*, change_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """What was proposed is public."""
    change = _open_change(change_id, ChangeState.WAITING, by=by)
    activity = locked_activity(change.activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    facts = applied(activity_content_of(activity), change.facts)
    fill_activity(activity, facts)
    save_activity(activity, verb="activity.accepted_change", by=by, now=now)
    tag_activity(activity, facts)
    _close(change, ChangeState.ACCEPTED, answer="", by=by, now=now)
    letters.tell_change_decided(activity, to_id=change.by_id, answer="", by=by, now=now)
    return activity


@transaction.atomic
def decline_change(*, change_id: int, version: int, answer: str, by: Subject, now: datetime) -> Activity:
    """The activity stays as it was; whoever proposed the change is told why."""
    change = _open_change(change_id, ChangeState.WAITING, by=by)
    activity = locked_activity(change.activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    save_activity(activity, verb="activity.declined_change", by=by, now=now)
    _close(change, ChangeState.DECLINED, answer=answer, by=by, now=now)
    letters.tell_change_decided(activity, to_id=change.by_id, answer=answer, by=by, now=now)
    return activity


@transaction.atomic
def look_at(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """An editor has seen what was changed at once."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.DECIDE_ACTIVITY)
    rows = ActivityChange.objects.filter(activity=activity, state=ChangeState.LIVE)
    rows.update(state=ChangeState.LOOKED_AT, decided_at=now, decided_by=by.user_id)
    save_activity(activity, verb="activity.looked_at", by=by, now=now)
    return activity
