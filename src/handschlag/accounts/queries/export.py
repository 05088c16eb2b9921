"""Everything that is kept about one person, from all floors, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from handschlag.accounts.models import Code, PersonalLink, RoleGrant, Session, User
from handschlag.accounts.queries.personal_data import data_holders
from handschlag.accounts.queries.profile import organisations_of, passkeys
from handschlag.common import mail
from handschlag.common.audit.queries import open_entries
from handschlag.common.models import AuditEntry, Job, Mail


def everything_about(user_id: int, *, now: datetime) -> Mapping[str, Any]:
    """By floor, for the person alone; `made_at` says when it was put together."""
    floors = {holder.name: holder.export(user_id) for holder in data_holders()}
    return {"made_at": now, **floors}


def hand_out_about(user_id: int, *, now: datetime) -> Mapping[str, Any]:
    """What an administrator may see and hand over: nothing that only the person may read."""
    floors = {one.name: (one.hand_out or one.export)(user_id) for one in data_holders()}
    return {"made_at": now, **floors}


def export_accounts(user_id: int) -> Mapping[str, Any]:
    """What this floor and the ground floor keep about a person. Secrets are left out: they are hashes."""
    return _accounts_of(user_id, AuditEntry.objects.all())


def hand_out_accounts(user_id: int) -> Mapping[str, Any]:
    """The same without the entries of the trail that are for the person alone."""
    return _accounts_of(user_id, open_entries())


def _accounts_of(user_id: int, trail: QuerySet[AuditEntry]) -> Mapping[str, Any]:
    user = User.objects.get(pk=user_id)
    return {
        "account": _rows(
            User.objects.filter(pk=user_id), "id", "email", "name", "language", "joined_at", "seen_on"
        )[0]
        | {"has_password": user.has_usable_password(), "is_active": user.is_active},
        "roles": _rows(RoleGrant.objects.filter(user_id=user_id), "role", "granted_at"),
        "sessions": _rows(
            Session.objects.filter(user_id=user_id), "method", "browser", "started_at", "expire_date"
        ),
        "passkeys": [
            {"name": row.data["name"], "added_at": row.created_at, "last_used_at": row.last_used_at}
            for row in passkeys(user_id)
        ],
        "organisations": [provider for _pk, provider in organisations_of(user_id)],
        "codes": _rows(Code.objects.filter(email=user.email), "purpose", "sent_at", "expires_at", "used_at"),
        "links_sent_to_you": _rows(
            PersonalLink.objects.filter(email=user.email), "purpose", "issued_at", "used_at"
        ),
        "links_sent_by_you": _rows(PersonalLink.objects.filter(issued_by_id=user_id), "purpose", "issued_at"),
        "what_you_changed": _rows(trail.filter(by_id=user_id), "at", "verb", "kind", "object_id"),
        "what_was_changed_about_you": _rows(
            trail.filter(kind="accounts.user", object_id=str(user_id)), "at", "verb", "changes"
        ),
        "letters_to_you": [
            {
                "subject": mail.without_secrets(one).subject,
                "created_at": one.created_at,
                "sent_at": one.sent_at,
            }
            for one in Mail.objects.filter(to=user.email)
        ],
        "jobs": _rows(Job.objects.filter(owner_id=user_id), "kind", "created_at", "finished_at"),
    }


def _rows(found: QuerySet[Any], *fields: str) -> Sequence[dict[str, Any]]:
    return list(found.values(*fields))
