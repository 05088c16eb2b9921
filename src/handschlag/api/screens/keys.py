"""The keys of an event, and a new one, shown once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.api.models import ApiKey
from handschlag.api.rules.keys import is_valid
from handschlag.api.screens.refusal_messages import moment
from handschlag.common.times import format_short_date
from handschlag.events.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeyLine:
    name: str
    reads: str
    state: str
    made: str
    used: str
    revoke_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeysScreen:
    lines: Sequence[_KeyLine]
    form: forms.Form
    new_key: str
    reference_url: str
    calls_url: str


def keys_screen(
    event: Event, rows: Iterable[ApiKey], form: forms.Form, *, now: datetime, new_key: str = ""
) -> _KeysScreen:
    """`new_key` is the key itself, shown only right after it was made."""
    return _KeysScreen(
        lines=[_line_of(event, row, now=now) for row in rows],
        form=form,
        new_key=new_key,
        reference_url=reverse("api:reference"),
        calls_url=reverse("api:endpoints", args=[event.slug]),
    )


def own_keys_screen(
    rows: Iterable[ApiKey], form: forms.Form, *, now: datetime, new_key: str = ""
) -> _KeysScreen:
    """The keys of an account, which read what everybody may read."""
    return _KeysScreen(
        lines=[_line_of(None, row, now=now) for row in rows],
        form=form,
        new_key=new_key,
        reference_url=reverse("api:reference"),
        calls_url="",
    )


def _line_of(event: Event | None, row: ApiKey, *, now: datetime) -> _KeyLine:
    address = ("api:revoke", [event.slug, row.pk]) if event else ("api:revoke_own", [row.pk])
    valid = is_valid(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now)
    return _KeyLine(
        name=row.name,
        reads=_("with names") if row.has_names else _("numbers only"),
        state=_state_of(row, is_now=valid),
        made=_made_of(row),
        used=moment(row.used_at) or _("never"),
        revoke_url=reverse(address[0], args=address[1]) if valid else "",
    )


def _state_of(row: ApiKey, *, is_now: bool) -> str:
    if row.revoked_at is not None:
        return _("revoked on %(day)s") % {"day": format_short_date(row.revoked_at)}
    end = {"day": format_short_date(row.expires_at)}
    return (_("valid until %(day)s") if is_now else _("expired on %(day)s")) % end


def _made_of(row: ApiKey) -> str:
    who = (row.made_by.name or row.made_by.email) if row.made_by else ""
    return f"{format_short_date(row.made_at)}, {who}" if who else format_short_date(row.made_at)
