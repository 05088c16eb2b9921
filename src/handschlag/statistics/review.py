"""The public statistics of an event: looked at first, then published, and withdrawn."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import refusal_message
from handschlag.events.access import organises
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.statistics.access import event_for_team
from handschlag.statistics.figures import reported
from handschlag.statistics.kpis import Phase
from handschlag.statistics.matrix import network_fields, network_names
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.public_figures import (
    digest_of,
    encoded,
    public_content,
    public_context,
    published_of,
)


class PublishRefusal(Reason):
    NOT_OVER = "not_over", _("The event is not over yet: its figures are published afterwards.")
    TOO_FEW = "too_few", _("Fewer than three people took part: nothing can be published.")
    CHANGED = (
        "changed",
        _("The figures have changed since you viewed them. Nothing was published. Check them again."),
    )


@transaction.atomic
def publish(*, service: Service, reviewed: str, by: Subject, now: datetime) -> PublicFigures:
    """Everybody may see the figures that were `reviewed` (their digest), and no others."""
    event = _lock(service.event_id)
    require(by, Action.PUBLISH_EVENT, owns=organises(by, event.pk))
    found = reported(service, now=now)
    if found.phase is not Phase.AFTER:
        raise Refusal(PublishRefusal.NOT_OVER)
    content = public_content(service, found.figures, now=now)
    if content.people is None:
        raise Refusal(PublishRefusal.TOO_FEW)
    if digest_of(content) != reviewed:
        raise Refusal(PublishRefusal.CHANGED)
    old = PublicFigures.objects.filter(event=event).first()
    values = {
        "content": encoded(content),
        "digest": reviewed,
        "published_at": now,
        "by_id": by.user_id,
        "number": old.number + 1 if old else 1,
    }
    row, _is_new = PublicFigures.objects.update_or_create(event=event, defaults=values)
    audit.record(
        verb="statistics.published",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"digest": [old.digest if old else None, reviewed]},
    )
    return row


@transaction.atomic
def withdraw(*, event_id: int, by: Subject, now: datetime) -> None:
    """Nobody sees the figures any more; without any there is nothing to do."""
    event = _lock(event_id)
    require(by, Action.PUBLISH_EVENT, owns=organises(by, event.pk))
    row = PublicFigures.objects.filter(event=event).first()
    if row is None:
        return
    row.delete()
    audit.record(
        verb="statistics.withdrawn",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"digest": [row.digest, None]},
    )


def _lock(event_id: int) -> Event:
    return Event.objects.select_for_update().get(pk=event_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes or withdraws the figures; leads to the report until the event is over."""
    event, by, service = event_for_team(request, slug, Action.PUBLISH_EVENT)
    now = timezone.now()
    if service is None:
        return redirect("statistics:report", slug=slug)
    if request.method == "POST":
        try:
            if "withdraw" in request.POST:
                withdraw(event_id=event.pk, by=by, now=now)
                messages.success(request, gettext("The statistics are no longer public."))
            else:
                publish(service=service, reviewed=request.POST.get("digest", ""), by=by, now=now)
                messages.success(request, gettext("The statistics are public."))
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        return redirect("statistics:review", slug=slug)
    found = reported(service, now=now)
    if found.phase is not Phase.AFTER or not found.figures.people:
        return redirect("statistics:report", slug=slug)
    content = public_content(service, found.figures, now=now)
    digest, public = digest_of(content), published_of(event)
    screen = {
        "digest": digest,
        "public": public,
        "is_same": public is not None and public.digest == digest,
        "shown": public_context(content, network_names(content.networks), fields=network_fields()),
    }
    return render(
        request,
        "statistics/review.html",
        console_context(event, by, current="statistics:report", screen=screen),
    )
