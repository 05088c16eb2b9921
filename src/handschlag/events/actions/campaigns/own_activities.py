"""Hosts enter what they plan: a draft, sent to the editors, taken back, thrown away and brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug
from handschlag.directory.models import Network
from handschlag.directory.queries.managing import manages
from handschlag.events.actions.campaigns.activity_writes import (
    fill_activity,
    locked_activity,
    make_transition,
    save_activity,
    tag_activity,
)
from handschlag.events.emails import campaigns as letters
from handschlag.events.models import Activity, ActivityChange, Campaign, ChangeState
from handschlag.events.queries.campaigns.entries import (
    activity_content_of,
    is_queue_empty,
    period_of,
    waiting_change,
)
from handschlag.events.rules.campaigns import activity_content as rules
from handschlag.events.rules.campaigns.activity_content import ActivityContent, Split
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal
from handschlag.events.rules.campaigns.entry import lacks, submit_fault
from handschlag.events.rules.campaigns.states import PUBLIC, WITHOUT_EDITOR, ActivityStage, ActivityTransition

LONGEST_SLUG = 100


@transaction.atomic
def enter(
    *, campaign_id: int, network_id: int, facts: ActivityContent, is_sent: bool, by: Subject, now: datetime
) -> Activity:
    """There is a draft of a network's activity; with `is_sent` it waits for the editors at once."""
    require(by, Action.ENTER_ACTIVITY, owns=manages(by, network_id))
    # Locked: of two who enter the same title at once, each gets an address of their own.
    campaign = Campaign.objects.select_for_update().filter(pk=campaign_id, is_published=True).first()
    network = Network.objects.filter(pk=network_id).first()
    if campaign is None or network is None:
        raise Refusal(CampaignRefusal.GONE)
    taken = set(Activity.objects.filter(campaign=campaign).values_list("slug", flat=True))
    activity = Activity(
        campaign=campaign,
        network=network,
        host=network.name,
        slug=free_slug(facts.title_de, taken, longest=LONGEST_SLUG),
        entered_by_id=by.user_id,
        version=0,
        created_at=now,
    )
    fill_activity(activity, facts)
    if is_sent:
        _send(activity, facts, by=by, now=now)
        save_activity(activity, verb="activity.submitted", by=by, now=now)
    else:
        save_activity(activity, verb="activity.entered", by=by, now=now)
    tag_activity(activity, facts)
    return activity


def _send(activity: Activity, facts: ActivityContent, *, by: Subject, now: datetime) -> None:
    """The activity waits for an editor, who hears of it if nothing waited before."""
    is_editor = may(by, Action.DECIDE_ACTIVITY)
    fault = submit_fault(period_of(activity.campaign), facts, now=now, by_editor=is_editor)
    if fault is not None:
        raise Refusal(fault, lacks=lacks(facts))
    is_first = is_queue_empty()
    make_transition(activity, ActivityTransition.SUBMIT)
    activity.answer = ""
    if is_first and not is_editor:
        letters.tell_editors_of_entries(activity, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of the change of an activity: what is public at once, and what waits."""

    activity: Activity
    split: Split


@transaction.atomic
def save(
    *, activity_id: int, version: int, facts: ActivityContent, is_sent: bool, by: Subject, now: datetime
) -> Saved:
    """The activity says this: at once where it is not public, or as far as no editor has to read it."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    before = activity_content_of(activity)
    names = rules.changed(before, facts)
    if activity.state in WITHOUT_EDITOR:
        fill_activity(activity, facts)
        if is_sent and activity.state != ActivityStage.IN_REVIEW:
            _send(activity, facts, by=by, now=now)
            save_activity(activity, verb="activity.submitted", by=by, now=now)
        else:
            save_activity(activity, verb="activity.edited", by=by, now=now)
        tag_activity(activity, facts)
        return Saved(activity=activity, split=Split(at_once=names, waiting=()))
    if activity.state not in PUBLIC:
        raise Refusal(CampaignRefusal.NOT_IN_THIS_STATE)
    if lacks(facts):
        raise Refusal(CampaignRefusal.INCOMPLETE, lacks=lacks(facts))
    split = rules.split(names, by_editor=may(by, Action.DECIDE_ACTIVITY))
    _change_public(activity, before=before, facts=facts, split=split, by=by, now=now)
    return Saved(activity=activity, split=split)


def _change_public(
    activity: Activity,
    *,
    before: ActivityContent,
    facts: ActivityContent,
    split: Split,
    by: Subject,
    now: datetime,
) -> None:
    """What is right at once is public at once, and calendars are told; words wait for an editor."""
    fill_activity(activity, rules.with_only(before, facts, split.at_once))
    if split.moves:
        activity.sequence += 1
    if split.at_once:
        told = {"facts": [None, list(split.at_once)]}
        save_activity(activity, verb="activity.changed", by=by, now=now, changes=told)
    else:
        save_activity(activity, verb="activity.proposed", by=by, now=now)
    if "fields" in split.at_once:
        tag_activity(activity, facts)
    _propose(activity, before=before, facts=facts, split=split, by=by, now=now)
    if split.at_once and not may(by, Action.DECIDE_ACTIVITY):
        shown = {name: [_said(before, name), _said(facts, name)] for name in split.at_once}
        ActivityChange.objects.create(
            activity=activity, state=ChangeState.LIVE, facts=shown, by_id=by.user_id, at=now
        )
        letters.tell_editors_of_move(activity, by=by, now=now)


def _propose(
    activity: Activity,
    *,
    before: ActivityContent,
    facts: ActivityContent,
    split: Split,
    by: Subject,
    now: datetime,
) -> None:
    """One change of an activity waits at most: a newer one takes the place of the older."""
    older = waiting_change(activity)
    if older is not None:
        older.state, older.decided_at, older.decided_by_id = ChangeState.WITHDRAWN, now, by.user_id
        older.save(update_fields=["state", "decided_at", "decided_by"])
    if split.waiting:
        is_first = is_queue_empty()
        ActivityChange.objects.create(
            activity=activity,
            state=ChangeState.WAITING,
            facts=rules.proposed(before, facts, split.waiting),
            by_id=by.user_id,
            at=now,
        )
        if is_first:
            letters.tell_editors_of_entries(activity, now=now)


def _said(facts: ActivityContent, name: str) -> str:
    """A fact that is public already, as plain text for the editors' page."""
    value = getattr(facts, name)
    if isinstance(value, datetime):
        return value.isoformat()
    return value.place if name == "spot" else str(value)


@transaction.atomic
def withdraw(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The activity waits no longer and is a draft again."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.WITHDRAW)
    save_activity(activity, verb="activity.withdraw", by=by, now=now)
    return activity


@transaction.atomic
def discard(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The draft is gone from the lists; it can be brought back."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.DISCARD)
    save_activity(activity, verb="activity.discard", by=by, now=now)
    return activity


@transaction.atomic
def bring_back(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """What was discarded is a draft again."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.BRING_BACK)
    save_activity(activity, verb="activity.bring_back", by=by, now=now)
    return activity


@transaction.atomic
def call_off(*, activity_id: int, version: int, because: str, by: Subject, now: datetime) -> Activity:
    """The activity does not take place: its page, lists and calendars say so."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.CANCEL)
    activity.cancelled_at, activity.cancelled_because = now, because
    save_activity(activity, verb="activity.cancel", by=by, now=now)
    letters.tell_called_off(activity, by=by, now=now)
    return activity


@transaction.atomic
def reinstate(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """It takes place after all; calendars are told once more."""
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    make_transition(activity, ActivityTransition.REINSTATE)
    activity.cancelled_at, activity.cancelled_because = None, ""
    save_activity(activity, verb="activity.reinstate", by=by, now=now)
    return activity
