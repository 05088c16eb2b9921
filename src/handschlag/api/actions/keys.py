"""Keys are made and revoked, and somebody came with one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.api.models import ApiKey
from handschlag.api.queries.keys import own_keys
from handschlag.api.rules import keys
from handschlag.api.rules.refusals import ApiRefusal
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.matching.actions.access import require_team

NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """The key is shown now, and never again."""

    row: ApiKey
    key: str


@transaction.atomic
def make(*, event_id: int, name: str, days: int, has_names: bool, by: Subject, now: datetime) -> _Made:
    """There is one more key that reads this event."""
    require_team(by, event_id)
    if not 1 <= days <= keys.MOST_DAYS:
        raise Refusal(ApiRefusal.NOT_SO_LONG, most=keys.MOST_DAYS)
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)
    if event.api_keys.filter(revoked_at=None, expires_at__gt=now).count() >= keys.MOST_KEYS:
        raise Refusal(ApiRefusal.TOO_MANY_KEYS, most=keys.MOST_KEYS)
    return _made(event=event, name=name, days=days, has_names=has_names, by=by, now=now)


@transaction.atomic
def make_own(*, name: str, days: int, by: Subject, now: datetime) -> _Made:
    """There is one more key with which this account reads what is public more often."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    assert by.user_id is not None
    if not 1 <= days <= keys.MOST_DAYS:
        raise Refusal(ApiRefusal.NOT_SO_LONG, most=keys.MOST_DAYS)
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    if own_keys(by.user_id).filter(revoked_at=None, expires_at__gt=now).count() >= keys.MOST_OWN_KEYS:
        raise Refusal(ApiRefusal.TOO_MANY_KEYS, most=keys.MOST_OWN_KEYS)
    return _made(event=None, name=name, days=days, has_names=False, by=by, now=now)


def _made(*, event: Event | None, name: str, days: int, has_names: bool, by: Subject, now: datetime) -> _Made:
    key = keys.key_of(secrets.token_bytes(keys.SECRET_BYTES))
    row = ApiKey.objects.create(
        event=event,
        name=name,
        secret_hash=keys.hash_of(key),
        has_names=has_names,
        made_by_id=by.user_id,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    changes = {"has_names": [None, has_names], "days": [None, days]}
    audit.record(verb="api.key_made", target=row, by_id=by.user_id, now=now, changes=changes)
    return _Made(row=row, key=key)


@transaction.atomic
def revoke(*, event_id: int, key_id: int, by: Subject, now: datetime) -> None:
    """The key opens nothing any more."""
    require_team(by, event_id)
    _ended(ApiKey.objects.get(pk=key_id, event_id=event_id), by=by, now=now)


@transaction.atomic
def revoke_own(*, key_id: int, by: Subject, now: datetime) -> None:
    """The own key opens nothing any more."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    _ended(own_keys(by.user_id).get(pk=key_id), by=by, now=now)


def _ended(row: ApiKey, *, by: Subject, now: datetime) -> None:
    if ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now) != 1:
        raise Refusal(ApiRefusal.ALREADY_REVOKED)
    audit.record(verb="api.key_revoked", target=row, by_id=by.user_id, now=now)


def note_use(key: ApiKey, *, now: datetime) -> None:
    """When it was last used, to the minute."""
    rows = ApiKey.objects.filter(Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY), pk=key.pk)
    if key.used_at is None or key.used_at < now - NOTED_EVERY:
        rows.update(used_at=now)
