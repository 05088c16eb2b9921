"""People follow something, stop, and choose how they are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.following.models import KEY_LENGTH, Following, PauseReason, Subscription
from handschlag.following.queries.followed import things_of
from handschlag.following.rules.news import Followed, FollowedKind
from handschlag.following.rules.refusals import FollowingFault
from handschlag.following.rules.weeks import MOST_FOLLOWED, MOST_SEARCHES

NO_PAUSE: Final[dict[str, Any]] = {"paused_at": None, "pause_reason": ""}


@transaction.atomic
def follow(*, followed: Followed, by: Subject, now: datetime) -> bool:
    """The person is told of this from now on; False where they were already."""
    user_id = _person(by)
    if len(followed.key) > KEY_LENGTH or followed not in things_of([followed]):
        raise Refusal(FollowingFault.UNKNOWN)
    # Two windows at once: the second waits here, so that nobody follows more than the most.
    User.objects.select_for_update().get(pk=user_id)
    mine = Following.objects.filter(user=user_id)
    if mine.filter(kind=followed.kind, key=followed.key).exists():
        return False
    if mine.count() >= MOST_FOLLOWED:
        raise Refusal(FollowingFault.TOO_MANY)
    is_search = followed.kind == FollowedKind.SEARCH
    if is_search and mine.filter(kind=FollowedKind.SEARCH).count() >= MOST_SEARCHES:
        raise Refusal(FollowingFault.SEARCHES)
    Subscription.objects.get_or_create(user_id=user_id, defaults={"told_until": now})
    row = Following.objects.create(user_id=user_id, kind=followed.kind, key=followed.key, since=now)
    audit.record(verb="following.begun", target=row, by_id=user_id, now=now)
    return True


@transaction.atomic
def unfollow(*, followed: Followed, by: Subject, now: datetime) -> bool:
    """Nothing more is told of this; False where it was not followed."""
    user_id = _person(by)
    row = Following.objects.filter(user=user_id, kind=followed.kind, key=followed.key).first()
    if row is None:
        return False
    audit.record(verb="following.ended", target=row, by_id=user_id, now=now)
    row.delete()
    return True


@transaction.atomic
def choose(*, is_by_email: bool, is_by_feed: bool, version: int, by: Subject, now: datetime) -> None:
    """By email, by feed, by both or by neither. Who turns the email on is told what comes from now on."""
    mine = _mine(by)
    if mine.version != version:
        raise Refusal(FollowingFault.STALE)
    if is_by_email and not mine.is_by_email:
        mine.told_until = now
    _save(mine, {"is_by_email": is_by_email, "is_by_feed": is_by_feed}, verb="following.chosen", now=now)


@transaction.atomic
def pause(*, by: Subject, now: datetime) -> None:
    """No emails until the person says so."""
    mine = _mine(by)
    if mine.paused_at is None:
        reason = PauseReason.OWN_WISH
        _save(mine, {"paused_at": now, "pause_reason": reason.value}, verb="following.paused", now=now)


@transaction.atomic
def resume(*, by: Subject, now: datetime) -> None:
    """Emails again; of what was new meanwhile the page of the person tells."""
    mine = _mine(by)
    if mine.paused_at is not None:
        mine.told_until = now
        _save(mine, NO_PAUSE, verb="following.resumed", now=now)


@transaction.atomic
def renew_feed(*, by: Subject, now: datetime) -> None:
    """The feed has another secret address; the old one answers nobody."""
    mine = _mine(by)
    _save(mine, {"feed_number": mine.feed_number + 1}, verb="following.feed_renewed", now=now)


@transaction.atomic
def end_emails(*, subscription_id: int, now: datetime) -> None:
    """Whoever holds the link of an email ends the emails; what is followed stays."""
    mine = Subscription.objects.select_for_update().filter(pk=subscription_id).first()
    if mine is not None and mine.is_by_email:
        _save(mine, {"is_by_email": False, **NO_PAUSE}, verb="following.emails_ended", now=now)


def _person(by: Subject) -> int:
    require(by, Action.FOLLOW, owns=by.user_id is not None)
    assert by.user_id is not None
    return by.user_id


def _mine(by: Subject) -> Subscription:
    """The person's own row, locked."""
    found = Subscription.objects.select_for_update().filter(user=_person(by)).first()
    if found is None:
        raise Refusal(FollowingFault.STALE)
    return found


def _save(mine: Subscription, values: dict[str, Any], *, verb: str, now: datetime) -> None:
    Subscription.objects.filter(pk=mine.pk).update(
        **values, told_until=mine.told_until, version=F("version") + 1
    )
    audit.record(verb=verb, target=mine, by_id=mine.user_id, now=now)
