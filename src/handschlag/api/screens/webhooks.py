"""Systems that are called, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.api.http_client import CallFault
from handschlag.api.models import Delivery, DeliveryState, Endpoint, Stop
from handschlag.api.screens.refusal_messages import moment
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.matching.hooks.meeting_events import MeetingEventKind

KINDS: Final[Mapping[str, str | Promise]] = {
    MeetingEventKind.CONFIRMED: gettext_lazy("a meeting is confirmed"),
    MeetingEventKind.MOVED: gettext_lazy("a meeting moves"),
    MeetingEventKind.WITHDRAWN: gettext_lazy("a meeting is withdrawn"),
    MeetingEventKind.PUBLISHED: gettext_lazy("a timetable is published"),
    "ping": gettext_lazy("test call"),
}
FAULTS: Final[Mapping[str, str | Promise]] = {
    CallFault.ADDRESS: gettext_lazy("the address is not open to the internet"),
    CallFault.UNREACHABLE: gettext_lazy("nobody answers there"),
    CallFault.INSECURE: gettext_lazy("its certificate is not valid"),
    CallFault.TOO_LONG: gettext_lazy("the answer took too long"),
    CallFault.REDIRECT: gettext_lazy("it points elsewhere, and we do not follow"),
    CallFault.REFUSED: gettext_lazy("it does not accept the call"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _EndpointLine:
    url: str
    state: str
    is_failing: bool
    waiting: int
    kinds: str
    page_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _EndpointsScreen:
    crumbs: Sequence[Crumb]
    lines: Sequence[_EndpointLine]
    form: forms.Form
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _CallLine:
    at: str
    kind: str
    state: str
    attempts: int
    status: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _EndpointScreen:
    crumbs: Sequence[Crumb]
    line: _EndpointLine
    calls: Sequence[_CallLine]
    secret: str
    is_stopped: bool
    ways: Mapping[str, str]


def _crumbs_of(event: Event, *last: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(_("Interfaces"), reverse("api:keys", args=[event.slug])), *last)


def endpoints_screen(
    event: Event, rows: Iterable[Endpoint], form: forms.Form, *, now: datetime, secret: str = ""
) -> _EndpointsScreen:
    """`secret` is that of a new endpoint, shown only right after it was made."""
    return _EndpointsScreen(
        crumbs=_crumbs_of(event, Crumb(_("Calls to other systems"))),
        lines=[_line_of(event, row, now=now) for row in rows],
        form=form,
        secret=secret,
    )


def _line_of(event: Event, row: Any, *, now: datetime) -> _EndpointLine:
    return _EndpointLine(
        url=row.url,
        state=_state_of(row, now=now),
        is_failing=row.stop == Stop.FAILING,
        waiting=row.waiting,
        kinds=", ".join(str(KINDS[kind]) for kind in row.kinds if kind in KINDS),
        page_url=reverse("api:endpoint", args=[event.slug, row.pk]),
    )


def _state_of(row: Endpoint, *, now: datetime) -> str:
    if row.stop == Stop.FAILING:
        return _("given up on %(at)s") % {"at": moment(row.stopped_at)}
    if row.stopped_at is not None:
        return _("stopped on %(at)s") % {"at": moment(row.stopped_at)}
    if row.waits_until is not None and row.waits_until > now:
        return _("failed, next try on %(at)s") % {"at": moment(row.waits_until)}
    return _("is called")


def endpoint_screen(
    event: Event, row: Endpoint, calls: Iterable[Delivery], *, now: datetime, secret: str = ""
) -> _EndpointScreen:
    """One endpoint with its calls; `secret` is there only right after it was made or renewed."""
    home = Crumb(_("Calls to other systems"), reverse("api:endpoints", args=[event.slug]))
    ways = ("ping", "stop", "start", "renew", "remove")
    return _EndpointScreen(
        crumbs=_crumbs_of(event, home, Crumb(row.url)),
        line=_line_of(event, row, now=now),
        calls=[_call_of(one) for one in calls],
        secret=secret,
        is_stopped=row.stopped_at is not None,
        ways={way: reverse("api:change_endpoint", args=[event.slug, row.pk, way]) for way in ways},
    )


def _call_of(one: Delivery) -> _CallLine:
    words = {
        DeliveryState.WAITING: _("waiting"),
        DeliveryState.DONE: _("arrived"),
        DeliveryState.DEAD: _("given up"),
    }
    fault = str(FAULTS[one.fault]) if one.fault in FAULTS else ""
    return _CallLine(
        at=moment(one.tried_at or one.occurrence.at),
        kind=str(KINDS.get(one.occurrence.kind, one.occurrence.kind)),
        state=words[DeliveryState(one.state)],
        attempts=one.attempts,
        status=" · ".join(filter(None, [str(one.status or ""), fault])),
        number=str(one.uid),
    )
