"""The team decides about a contribution, with the email before its eyes."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.common import mail
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.actions.contributions import deciding as actions
from handschlag.events.emails.contributions import KINDS, tell_decision
from handschlag.events.models import Contribution
from handschlag.events.queries.contributions import (
    etag_of_untold,
    first_speakers,
    reviewed_contribution,
    speakers_of_contribution,
    untold,
)
from handschlag.events.rules.contributions import Decision
from handschlag.events.screens.contributions.organising import decision_screen, may_decide_now
from handschlag.events.views.contributions.organising import CONTRIBUTIONS, contribution_at
from handschlag.events.views.organise.frame import page
from handschlag.events.web.access import own_event_or_404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One decision: shows the email first; a press decides, and sends it now or later."""
    event, by = own_event_or_404(request, slug)
    row = contribution_at(event, pk)
    decision = _decision_in(request.POST.get("to", "") or request.GET.get("to", ""))
    if request.method == "POST":
        try:
            actions.decide(
                event_id=event.pk,
                contribution_id=pk,
                decision=decision,
                seen=number_in(request.POST, "seen"),
                is_told_now=request.POST.get("send") == "now",
                anyway="anyway" in request.POST,
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect(request.get_full_path())
        messages.success(request, _("Decided."))
        return redirect("events:one_contribution", slug=slug, pk=pk)
    if not may_decide_now(row, decision):
        return redirect("events:one_contribution", slug=slug, pk=pk)
    screen = decision_screen(
        reviewed_contribution(row, user_id=by.user_id), decision, email=KINDS[decision.value]
    )
    name = speakers_of_contribution(row.pk)[0].name
    content = _as_sent(row, decision.value, name, now=timezone.now())
    return page(request, "decide", event=event, by=by, current=CONTRIBUTIONS, content=content, **screen)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who was decided about and does not know yet, with the emails; a press sends them."""
    event, by = own_event_or_404(request, slug)
    if request.method == "POST":
        try:
            expected = request.POST.get("expected", "")
            number = actions.tell_all(event_id=event.pk, expected=expected, by=by, now=timezone.now())
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect(request.path)
        said = ngettext("%(n)s email is being sent.", "%(n)s emails are being sent.", number)
        messages.success(request, said % {"n": number})
        return redirect(CONTRIBUTIONS, slug=slug)
    rows = list(untold(event.pk))
    names, now = first_speakers(rows), timezone.now()
    first_of_state = {row.state: row for row in reversed(rows)}
    previews = [
        (row, KINDS[state], _as_sent(row, state, names[row.pk], now=now))
        for state, row in first_of_state.items()
    ]
    found = [(row, names[row.pk]) for row in rows]
    screen: dict[str, Any] = {"rows": found, "previews": previews, "expected": etag_of_untold(rows)}
    return page(request, "tell", event=event, by=by, current=CONTRIBUTIONS, **screen)


def _decision_in(text: str) -> Decision:
    if text not in set(Decision):
        raise Http404
    return Decision(text)


def _as_sent(row: Contribution, state: str, name: str, *, now: datetime) -> mail.Content:
    """The email as it would leave, not sent; its link is masked."""
    changed = copy.copy(row)
    changed.state = state
    with mail.rehearsed() as drafts:
        tell_decision(changed, name=name, now=now)
    return mail.without_secrets(drafts[0])
