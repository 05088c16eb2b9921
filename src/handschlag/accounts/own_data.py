"""Everything that is kept about a person, as a file; and an account that goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handschlag.accounts import sessions
from handschlag.accounts.access import confirmation_required, signed_in_user
from handschlag.accounts.account import GET_OR_POST, EraseForm, organisations_of, passkeys
from handschlag.accounts.hooks import DataHolder, account_remainders, personal_data
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import Code, PersonalLink, RoleGrant, Session, User, addressee
from handschlag.accounts.policy import Action, Subject, require
from handschlag.accounts.roles import lock_administrators
from handschlag.accounts.sign_in import AccountFault
from handschlag.common import audit, erasures, mail
from handschlag.common.audit import open_entries
from handschlag.common.database import wipe_log_on_commit
from handschlag.common.models import AuditEntry, Job, Mail
from handschlag.common.refusals import Refusal


def data_holders() -> Sequence[DataHolder]:
    """All of them, by name."""
    return sorted(personal_data, key=attrgetter("name"))


def warnings_for(user_id: int) -> Sequence[str]:
    """What others lose, or cannot do any more, once this account is gone."""
    return [text for holder in data_holders() for text in holder.warnings(user_id)]


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


ERASURE: Final = "account"


@transaction.atomic
def erase_account(*, user_id: int, by: Subject, now: datetime) -> None:
    """The person asked for it: nothing about them is left but entries of the trail without a name."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=by.user_id == user_id)
    erase(User.objects.get(pk=user_id), now=now)


@transaction.atomic
def erase(user: User, *, now: datetime) -> None:
    """The account, its sessions, passkeys, codes and grants are gone, and each floor has let go of it."""
    if lock_administrators() == {user.pk}:
        raise Refusal(AccountFault.LAST_ADMINISTRATOR)
    for holder in data_holders():
        holder.erase(user.pk, now)
    Code.objects.filter(email=user.email).delete()
    PersonalLink.objects.filter(email=user.email).delete()
    mail.forget_person(addressee(user), now=now)
    mail.forget_letters(Mail.objects.filter(to=user.email), now=now)
    erasures.record_erasure(ERASURE, f"{user.pk}@{user.joined_at.isoformat()}", now=now)
    wipe_log_on_commit()
    audit.record(verb="account.erase", target=user, by_id=None, now=now)
    user.delete()


def erase_again(key: str, now: datetime) -> bool:
    """An older backup has brought the account back; whether it had something to erase.

    After a backup numbers are given once more: the moment of joining tells whose it is.
    """
    number, _at, joined = key.partition("@")
    user = User.objects.filter(pk=int(number), joined_at=datetime.fromisoformat(joined)).first()
    if user is None:
        return False
    erase(user, now=now)
    return True


@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the platform holds about the person who asks, as a JSON file."""
    user, now = signed_in_user(request), timezone.now()
    answer = JsonResponse(
        dict(everything_about(user.pk, now=now)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = f'attachment; filename="handschlag-{timezone.localdate(now)}.json"'
    return answer


@confirmation_required
@require_http_methods(GET_OR_POST)
def erase_page(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; then it goes, and the answer is the receipt."""
    user, now = signed_in_user(request), timezone.now()
    number = user.pk
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            erase_account(user_id=number, by=user.subject, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal_message(refusal))
        else:
            sessions.sign_out(request)
            context = {"at": now, "reference": str(number), "stays": account_remainders, "languages": ()}
            return render(request, "accounts/erased.html", context)
    context = {
        "form": form,
        "email": user.email,
        "warnings": warnings_for(user.pk),
        "stays": account_remainders,
    }
    return render(request, "accounts/erase.html", context)
