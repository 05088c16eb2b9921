"""An event is tried out with invented people."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.common.language import written_language
from handschlag.events.web.console import console_context
from handschlag.matching.actions.tryouts import try_out
from handschlag.matching.views.preparing.frame import GET_OR_POST, own


def _title(title: str, language: str) -> str:
    with override(language):
        return (_("Try-out: %(title)s") % {"title": title})[:200] if title else ""


@never_cache
@require_http_methods(GET_OR_POST)
def try_event(request: HttpRequest, slug: str) -> HttpResponse:
    """What a try-out is; sent, there is one, and its first page opens."""
    event, by, _service = own(request, slug)
    if request.method != "POST":
        context = console_context(event, by, current="events:manage_event")
        return render(request, "matching/preparing/try_event.html", context)
    made = try_out(
        event_id=event.pk,
        title_de=_title(event.title_de, "de"),
        title_en=_title(event.title_en, "en"),
        language=written_language(),
        by=by,
        now=timezone.now(),
    )
    messages.success(request, _("This is your try-out. Nobody else sees it, and no emails are sent."))
    return redirect("events:manage_event", slug=made.slug)
