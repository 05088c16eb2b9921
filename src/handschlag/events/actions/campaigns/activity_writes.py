"""What all verbs of activities share: a locked row, the version that was seen, one audit entry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Field
from handschlag.events.models import Activity, Campaign
from handschlag.events.queries.campaigns.entries import owns
from handschlag.events.rules.campaigns import states
from handschlag.events.rules.campaigns.activity_content import ActivityContent
from handschlag.events.rules.campaigns.campaign_refusals import CampaignRefusal
from handschlag.events.rules.campaigns.states import ActivityTransition


def locked_activity(pk: int, *, version: int, by: Subject, action: Action) -> Activity:
    """The activity, if this person may do this with it and has seen it as it is."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("campaign")
    activity = rows.filter(pk=pk).first()
    if activity is None:
        raise Refusal(CampaignRefusal.GONE)
    require(by, action, owns=owns(by, activity))
    if activity.version != version:
        raise Refusal(CampaignRefusal.STALE)
    return activity


def make_transition(activity: Activity, taken: ActivityTransition) -> None:
    """The activity is in the next state, if the step leads there from this one."""
    if not states.is_transition_possible(taken, activity.state):
        raise Refusal(CampaignRefusal.NOT_IN_THIS_STATE)
    activity.state = states.stage_after(taken).value
    if taken in states.TELLS_CALENDARS:
        activity.sequence += 1


def fill_activity(activity: Activity, facts: ActivityContent) -> None:
    """The row says these facts; it is not saved yet."""
    plain = ("title_de", "title_en", "text_de", "text_en", "is_online", "online_url", "venue", "street")
    also = ("postcode", "language", "fee_cents", "fee_note_de", "fee_note_en", "link")
    for name in (*plain, *also):
        setattr(activity, name, getattr(facts, name))
    assert facts.starts_at is not None
    assert facts.ends_at is not None
    activity.starts_at, activity.ends_at = facts.starts_at, facts.ends_at
    spot = facts.spot
    activity.place, activity.land_id, activity.district_id = (
        spot.place,
        spot.land or None,
        spot.district or None,
    )
    activity.latitude, activity.longitude = spot.latitude, spot.longitude
    activity.audiences, activity.programme_id = list(facts.audiences), facts.programme


def tag_activity(activity: Activity, facts: ActivityContent) -> None:
    """The fields of a row that is saved already."""
    activity.fields.set(Field.objects.filter(pk__in=facts.fields))


def save_activity(
    activity: Activity, *, verb: str, by: Subject, now: datetime, changes: Mapping[str, Any] | None = None
) -> None:
    """Saved as the next version, recorded, and seen by every reader of the campaign."""
    activity.version += 1
    activity.changed_at = now
    activity.save()
    audit.record(verb=verb, target=activity, by_id=by.user_id, now=now, changes=changes)
    _freshen(activity.campaign_id, now=now)


def _freshen(campaign_id: int, *, now: datetime) -> None:
    """Whatever was kept of this campaign holds no longer."""
    Campaign.objects.filter(pk=campaign_id).update(stamp=uuid4(), changed_at=now)
