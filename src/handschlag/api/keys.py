"""Keys of the interface: made, shown once, revoked; by organisers for an event, by anybody for themselves."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.limits import Limit
from handschlag.accounts.models import User, subject_of
from handschlag.accounts.policy import Action, Subject, require
from handschlag.api.models import ApiKey, ApiRefusal
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.fields import OneLine
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.access import require_team

PREFIX: Final = "hsk_"
SECRET_BYTES: Final = 32
MOST_DAYS: Final = 400
MOST_KEYS: Final = 20  # that are valid at a time, for one event
MOST_OWN_KEYS: Final = 5  # the same for one account

CALLS = Limit("calls with a key", 600, timedelta(minutes=1))
CALLS_FROM_A_PLACE = Limit("public calls from a place", 120, timedelta(minutes=1))
CALLS_OF_A_PERSON = Limit("calls of a person", 120, timedelta(minutes=1))
WRONG_FROM_A_PLACE = Limit("wrong keys from a place", 60, timedelta(minutes=15))


def new_key(secret: bytes) -> str:
    """What is shown once."""
    return PREFIX + base64.urlsafe_b64encode(secret).decode().rstrip("=")


def hash_of(key: str) -> str:
    """Under which hash it is kept: 256 bits drawn at random need no salt."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key_valid(*, expires_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """Whether the key opens anything now: neither revoked nor expired."""
    return revoked_at is None and now < expires_at


def key_with(token: str, *, now: datetime) -> ApiKey | None:
    """The key, if it opens something now. Whatever is wrong with it, the answer is the same: nothing."""
    if not token.startswith(PREFIX) or not token.isascii():
        return None
    rows = ApiKey.objects.filter(secret_hash=hash_of(token))
    row = rows.select_related("event__matching", "made_by").first()
    if row is None or not _is_of_somebody(row):
        return None
    is_valid = is_key_valid(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)
    return row if is_valid else None


def _is_of_somebody(row: ApiKey) -> bool:
    """An own key goes with its account; that of an event is the event's."""
    return row.event_id is not None or (row.made_by is not None and row.made_by.is_active)


def get_own_keys(user_id: int | None) -> QuerySet[ApiKey]:
    """A person's own keys, expired and revoked ones too; none for a visitor."""
    return ApiKey.objects.filter(made_by_id=user_id, made_by__isnull=False, event=None)


def get_keys(event_id: int) -> QuerySet[ApiKey]:
    """The keys of an event with who made them, expired and revoked ones too."""
    return ApiKey.objects.filter(event_id=event_id).select_related("made_by")


NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """The key is shown now, and never again."""

    row: ApiKey
    key: str


@transaction.atomic
def make_key(*, event_id: int, name: str, days: int, has_names: bool, by: Subject, now: datetime) -> _Made:
    """There is one more key that reads this event."""
    require_team(by, event_id)
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(ApiRefusal.NOT_SO_LONG, most=MOST_DAYS)
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)
    if event.api_keys.filter(revoked_at=None, expires_at__gt=now).count() >= MOST_KEYS:
        raise Refusal(ApiRefusal.TOO_MANY_KEYS, most=MOST_KEYS)
    return _made(event=event, name=name, days=days, has_names=has_names, by=by, now=now)


@transaction.atomic
def make_own_key(*, name: str, days: int, by: Subject, now: datetime) -> _Made:
    """There is one more key with which this account reads what is public more often."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    assert by.user_id is not None
    if not 1 <= days <= MOST_DAYS:
        raise Refusal(ApiRefusal.NOT_SO_LONG, most=MOST_DAYS)
    User.objects.select_for_update(no_key=True).get(pk=by.user_id)
    if get_own_keys(by.user_id).filter(revoked_at=None, expires_at__gt=now).count() >= MOST_OWN_KEYS:
        raise Refusal(ApiRefusal.TOO_MANY_KEYS, most=MOST_OWN_KEYS)
    return _made(event=None, name=name, days=days, has_names=False, by=by, now=now)


def _made(*, event: Event | None, name: str, days: int, has_names: bool, by: Subject, now: datetime) -> _Made:
    key = new_key(secrets.token_bytes(SECRET_BYTES))
    row = ApiKey.objects.create(
        event=event,
        name=name,
        secret_hash=hash_of(key),
        has_names=has_names,
        made_by_id=by.user_id,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    changes = {"has_names": [None, has_names], "days": [None, days]}
    audit.record(verb="api.key_made", target=row, by_id=by.user_id, now=now, changes=changes)
    return _Made(row=row, key=key)


@transaction.atomic
def revoke_key(*, event_id: int, key_id: int, by: Subject, now: datetime) -> None:
    """The key opens nothing any more."""
    require_team(by, event_id)
    _ended(ApiKey.objects.get(pk=key_id, event_id=event_id), by=by, now=now)


@transaction.atomic
def revoke_own_key(*, key_id: int, by: Subject, now: datetime) -> None:
    """The own key opens nothing any more."""
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    _ended(get_own_keys(by.user_id).get(pk=key_id), by=by, now=now)


def _ended(row: ApiKey, *, by: Subject, now: datetime) -> None:
    if ApiKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now) != 1:
        raise Refusal(ApiRefusal.ALREADY_REVOKED)
    audit.record(verb="api.key_revoked", target=row, by_id=by.user_id, now=now)


def note_use(key: ApiKey, *, now: datetime) -> None:
    """When it was last used, to the minute."""
    rows = ApiKey.objects.filter(Q(used_at=None) | Q(used_at__lt=now - NOTED_EVERY), pk=key.pk)
    if key.used_at is None or key.used_at < now - NOTED_EVERY:
        rows.update(used_at=now)


DAYS = ((30, _("30 days")), (180, _("180 days")), (365, _("one year")))


class OwnKeyForm(forms.Form):
    name = OneLine(
        label=_("Purpose of the key"),
        max_length=80,
        help_text=_("The name of the program that reads with it, so that you know it again."),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), choices=DAYS, coerce=int, initial=180)


class KeyForm(OwnKeyForm):
    has_names = forms.BooleanField(
        label=_("It reads names, email addresses and purposes, too"),
        required=False,
        help_text=_("Otherwise people are numbers. Only tick this if the program needs it."),
    )


def key_rows(rows: Iterable[ApiKey], *, now: datetime) -> list[tuple[ApiKey, bool]]:
    """Each key, and whether it opens anything now."""
    return [
        (row, is_key_valid(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)) for row in rows
    ]


PAGE, UNFIT = "api:own_keys", 422


def _somebody(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_OWN_ACCOUNT, owns=True)
    return by


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_keys_page(request: HttpRequest) -> HttpResponse:
    """The new key is part of the answer to the form, and of nothing else."""
    by, now = _somebody(request), timezone.now()
    form = OwnKeyForm(request.POST if request.method == "POST" else None)
    key = _make_own(form, by=by, now=now) if form.is_bound and form.is_valid() else ""
    shown = {
        "rows": key_rows(get_own_keys(by.user_id), now=now),
        "form": OwnKeyForm() if key else form,
        "new_key": key,
    }
    status = UNFIT if form.is_bound and not key else 200
    return render(request, "api/own_keys.html", shown, status=status)


def _make_own(form: OwnKeyForm, *, by: Subject, now: datetime) -> str:
    """The key, or nothing and the reason at the form."""
    try:
        return make_own_key(**form.cleaned_data, by=by, now=now).key
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return ""


@require_POST
def revoke_own_key_page(request: HttpRequest, number: int) -> HttpResponse:
    """Revokes one of the person's own keys, then leads to them; 404 for another's."""
    by = _somebody(request)
    if not get_own_keys(by.user_id).filter(pk=number).exists():
        raise Http404
    try:
        revoke_own_key(key_id=number, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("The key has been revoked and can no longer be used."))
    return redirect(PAGE)


KEYS = "api:keys"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keys_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The new key is part of the answer to the form, and of nothing else."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    now = timezone.now()
    form = KeyForm(request.POST if request.method == "POST" else None)
    key = _make_for_event(event, form, by=by, now=now) if form.is_bound and form.is_valid() else ""
    shown = {
        "rows": key_rows(get_keys(event.pk), now=now),
        "form": KeyForm() if key else form,
        "new_key": key,
    }
    status = UNFIT if form.is_bound and not key else 200
    return render(request, "api/keys.html", console_context(event, by, current=KEYS, **shown), status=status)


def _make_for_event(event: Event, form: KeyForm, *, by: Subject, now: datetime) -> str:
    """The key, or nothing and the reason at the form."""
    try:
        return make_key(event_id=event.pk, **form.cleaned_data, by=by, now=now).key
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return ""


@require_POST
def revoke_key_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Revokes a key of the event, then leads to its keys; 404 for a key of another event."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    if not get_keys(event.pk).filter(pk=number).exists():
        raise Http404
    try:
        revoke_key(event_id=event.pk, key_id=number, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("The key has been revoked and can no longer be used."))
    return redirect(KEYS, slug=slug)
