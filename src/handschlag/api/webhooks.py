"""Other systems that are called: added, tried, stopped, started again, taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Action, Subject
from handschlag.api.deliveries import (
    CallFault,
    attempt_delivery,
    endpoint_secret,
    endpoints_of,
    log_of,
    queue_deliveries,
)
from handschlag.api.keys import KEYS, UNFIT
from handschlag.api.models import ApiRefusal, Delivery, Endpoint, Stop
from handschlag.common import audit
from handschlag.common.calls import AddressFault, target_of
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_short_moment
from handschlag.common.web import refusal_message
from handschlag.design.fields import OneLine
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.access import require_team
from handschlag.matching.hooks import MeetingEventKind

MOST: Final = 10
PING: Final = "ping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The secret is shown now, and never again."""

    row: Endpoint
    secret: str


@transaction.atomic
def add(*, event_id: int, url: str, kinds: Sequence[str], by: Subject, now: datetime) -> Added:
    """One more system is told of this event."""
    require_team(by, event_id)
    target = target_of(url, may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL)
    if isinstance(target, AddressFault):
        raise Refusal(target)
    event = Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event_id)
    rows = Endpoint.objects.filter(event=event)
    if rows.count() >= MOST:
        raise Refusal(ApiRefusal.TOO_MANY_ENDPOINTS)
    if rows.filter(url=url).exists():
        raise Refusal(ApiRefusal.ENDPOINT_THERE)
    row = Endpoint.objects.create(event=event, url=url, kinds=list(kinds), made_by_id=by.user_id, made_at=now)
    changes = {"kinds": [None, list(kinds)]}
    audit.record(verb="api.endpoint_added", target=row, by_id=by.user_id, now=now, changes=changes)
    return Added(row=row, secret=endpoint_secret(row))


@transaction.atomic
def ping(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """A call that says nothing is on its way; one that was waiting for its time is tried now, too."""
    row = _own(endpoint_id, by)
    queue_deliveries([row], PING, contents=[{}])
    Endpoint.objects.filter(pk=row.pk).update(waits_until=None)
    audit.record(verb="api.endpoint_tried", target=row, by_id=by.user_id, now=now)
    attempt_delivery(endpoint_id=row.pk, now=now)


@transaction.atomic
def stop(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """It is called no more; what happens meanwhile is kept for it."""
    row = _own(endpoint_id, by)
    if Endpoint.objects.filter(pk=row.pk, stopped_at=None).update(stopped_at=now, stop=Stop.BY_HAND) != 1:
        raise Refusal(ApiRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="api.endpoint_stopped", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def start(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """It is called again, and told of everything that has waited."""
    row = _own(endpoint_id, by)
    rows = Endpoint.objects.filter(pk=row.pk, stopped_at__isnull=False)
    if rows.update(stopped_at=None, stop="", waits_until=None) != 1:
        raise Refusal(ApiRefusal.NOT_IN_THIS_STATE)
    audit.record(verb="api.endpoint_started", target=row, by_id=by.user_id, now=now)
    attempt_delivery(endpoint_id=row.pk, now=now)


@transaction.atomic
def renew(*, endpoint_id: int, by: Subject, now: datetime) -> Added:
    """A new secret; the old one signs nothing any more."""
    row = _own(endpoint_id, by)
    Endpoint.objects.filter(pk=row.pk).update(secret_number=F("secret_number") + 1)
    row.refresh_from_db()
    audit.record(verb="api.secret_renewed", target=row, by_id=by.user_id, now=now)
    return Added(row=row, secret=endpoint_secret(row))


@transaction.atomic
def remove(*, endpoint_id: int, by: Subject, now: datetime) -> None:
    """It is gone, with its log."""
    row = _own(endpoint_id, by)
    audit.record(verb="api.endpoint_removed", target=row, by_id=by.user_id, now=now)
    row.delete()


def _own(endpoint_id: int, by: Subject) -> Endpoint:
    row = Endpoint.objects.get(pk=endpoint_id)
    require_team(by, row.event_id)
    return row


class EndpointForm(forms.Form):
    url = OneLine(
        label=_("Address"),
        max_length=500,
        help_text=_("Begins with https:// and is open to the internet."),
        widget=forms.URLInput(),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Events that trigger a call"),
        choices=[(kind.value, _(kind.label)) for kind in MeetingEventKind],
        widget=forms.CheckboxSelectMultiple,
        initial=list(MeetingEventKind),
    )


WORDS: Final[Mapping[str, str | Promise]] = {
    **{kind.value: gettext_lazy(kind.label) for kind in MeetingEventKind},
    "ping": gettext_lazy("test call"),
}


def endpoint_row(row: Endpoint, *, now: datetime) -> dict[str, Any]:
    """An endpoint with its state and what it is called for, in words."""
    return {
        "endpoint": row,
        "state": _state_of(row, now=now),
        "is_failing": row.stop == Stop.FAILING,
        "kinds": ", ".join(str(WORDS[kind]) for kind in row.kinds if kind in WORDS),
    }


def _state_of(row: Endpoint, *, now: datetime) -> str:
    if row.stopped_at is not None:
        text = gettext("given up on %(at)s") if row.stop == Stop.FAILING else gettext("stopped on %(at)s")
        return text % {"at": format_short_moment(row.stopped_at)}
    if row.waits_until is not None and row.waits_until > now:
        return gettext("failed, next try on %(at)s") % {"at": format_short_moment(row.waits_until)}
    return gettext("is called")


def call_rows(calls: Iterable[Delivery]) -> list[dict[str, Any]]:
    """Calls with their reason and what was answered."""
    return [
        {
            "call": one,
            "kind": WORDS.get(one.occurrence.kind, one.occurrence.kind),
            "answer": " · ".join(filter(None, [str(one.status or ""), _fault_of(one)])),
        }
        for one in calls
    ]


def _fault_of(one: Delivery) -> str:
    return gettext(CallFault(one.fault).label) if one.fault in set(CallFault) else ""


WAYS: Final[dict[str, tuple[Any, str | Promise]]] = {
    "ping": (ping, _("A test call has been sent.")),
    "stop": (stop, _("Calls have been stopped. New events are saved until you restart.")),
    "start": (start, _("It is called again.")),
    "remove": (remove, _("It is removed, with its log.")),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def endpoints_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The new secret is part of the answer to the form, and of nothing else."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    now = timezone.now()
    form = EndpointForm(request.POST if request.method == "POST" else None)
    secret = _added(event, form, by=by, now=now) if form.is_bound and form.is_valid() else ""
    shown = {
        "rows": [endpoint_row(row, now=now) for row in endpoints_of(event.pk)],
        "form": EndpointForm() if secret else form,
        "secret": secret,
    }
    context = console_context(event, by, current=KEYS, **shown)
    status = UNFIT if form.is_bound and not secret else 200
    return render(request, "api/endpoints.html", context, status=status)


def _added(event: Event, form: EndpointForm, *, by: Subject, now: datetime) -> str:
    """The secret, or nothing and the reason at the form."""
    try:
        return add(event_id=event.pk, **form.cleaned_data, by=by, now=now).secret
    except Refusal as no:
        form.add_error("url", refusal_message(no.reason))
        return ""


@never_cache
@require_safe
def endpoint_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The page of one endpoint and its calls, for the team of the event."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    return _shown(request, event, by, number=number)


def _shown(request: HttpRequest, event: Event, by: Subject, *, number: int, secret: str = "") -> HttpResponse:
    row = get_object_or_404(endpoints_of(event.pk), pk=number)
    shown = endpoint_row(row, now=timezone.now()) | {"calls": call_rows(log_of(row)), "secret": secret}
    return render(request, "api/endpoint.html", console_context(event, by, current=KEYS, **shown))


@never_cache
@require_POST
def change_endpoint(request: HttpRequest, slug: str, number: int, way: str) -> HttpResponse:
    """Does what its button says to an endpoint; a renewed secret is shown this once."""
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    if not endpoints_of(event.pk).filter(pk=number).exists():
        raise Http404
    if way == "renew":
        secret = renew(endpoint_id=number, by=by, now=timezone.now()).secret
        return _shown(request, event, by, number=number, secret=secret)
    if way not in WAYS:
        raise Http404
    act, word = WAYS[way]
    try:
        act(endpoint_id=number, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, str(word))
    return redirect("api:endpoints", slug) if way == "remove" else redirect("api:endpoint", slug, number)
