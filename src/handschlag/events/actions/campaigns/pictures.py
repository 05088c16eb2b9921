"""The picture of an activity: drawn anew, kept under a random name, and the old file removed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common import pictures
from handschlag.events.actions.campaigns.activity_writes import locked_activity, save_activity
from handschlag.events.emails import campaigns as letters
from handschlag.events.models import Activity, ActivityChange, ChangeState
from handschlag.events.rules.campaigns.states import PUBLIC

FOLDER: Final = "activities"
BOX: Final = (1200, 800)


def set_picture(
    *, activity_id: int, version: int, data: bytes, texts: tuple[str, str], by: Subject, now: datetime
) -> Activity:
    """The activity shows this picture with these words, German and English; editors look at it afterwards."""
    _locked_once(activity_id, version=version, by=by)
    with pictures.stored_picture(data, folder=FOLDER, box=BOX, is_photo=True) as name:
        return _put(activity_id, version=version, name=name, texts=texts, by=by, now=now)


def remove_picture(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The activity shows no picture, and its file is deleted."""
    return _put(activity_id, version=version, name="", texts=("", ""), by=by, now=now)


@transaction.atomic
def _locked_once(activity_id: int, *, version: int, by: Subject) -> None:
    """Asked before a picture is drawn: drawing takes time, and a hostile one takes longest."""
    locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)


@transaction.atomic
def _put(
    activity_id: int, *, version: int, name: str, texts: tuple[str, str], by: Subject, now: datetime
) -> Activity:
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    old = activity.picture.name or ""
    activity.picture = name
    activity.picture_text_de, activity.picture_text_en = texts
    save_activity(activity, verb="activity.picture_changed", by=by, now=now)
    if activity.state in PUBLIC and not may(by, Action.DECIDE_ACTIVITY):
        ActivityChange.objects.create(
            activity=activity,
            state=ChangeState.LIVE,
            facts={"picture": ["", " / ".join(filter(None, texts))]},
            by_id=by.user_id,
            at=now,
        )
        letters.tell_editors_of_move(activity, by=by, now=now)
    pictures.drop_when_committed(old)
    return activity
