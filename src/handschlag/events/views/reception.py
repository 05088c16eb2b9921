"""A browser begins to work at the reception, by the link of a pass; and ends it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.actions import look_at_link
from handschlag.accounts.rules.links import LinkFault
from handschlag.accounts.rules.policy import Action
from handschlag.common.refusals import Refusal
from handschlag.common.times import local_date, move_to
from handschlag.events.actions.reception import note_opened
from handschlag.events.models import ReceptionPass
from handschlag.events.queries.reception import PURPOSE, valid_passes
from handschlag.events.queries.sidebar import sidebar_url_for
from handschlag.events.web.access import PASS_LINK


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reception(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows what it is for; a press begins, so that a mail scanner begins nothing."""
    found = _pass_with(token)
    begin_url = sidebar_url_for(found.event.slug, Action.CHECK_IN)
    is_begun = request.session.get(PASS_LINK) == found.link_id
    if request.method == "POST" and request.POST.get("do") == "end":
        request.session.pop(PASS_LINK, None)
        return redirect("events:reception", token=token)
    if request.method == "POST":
        if not is_begun:
            request.session.cycle_key()
            request.session[PASS_LINK] = found.link_id
            note_opened(pass_id=found.pk, now=timezone.now())
        return redirect(begin_url)
    context = {"event": found.event, "pass": found, "begin_url": begin_url, "is_begun": is_begun}
    response = render(request, "events/reception.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _pass_with(token: str) -> ReceptionPass:
    """The pass of a link, or the page that every link has that opens nothing."""
    now = timezone.now()
    link = look_at_link(token=token, purpose=PURPOSE, now=now)
    found = ReceptionPass.objects.select_related("event").get(link=link)
    move_to(found.event.time_zone)
    if not valid_passes(today=local_date(now)).filter(pk=found.pk).exists():
        raise Refusal(LinkFault.EXPIRED, expires_at=link.expires_at)
    return found
