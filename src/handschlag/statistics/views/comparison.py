"""An event beside others of its team, as a page and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common.table_files.downloads import dated_name, download
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.statistics.actions import exporting
from handschlag.statistics.queries.comparison import ComparedEvent, compared_event, own_events
from handschlag.statistics.rules.comparison import MOST
from handschlag.statistics.screens.comparison import comparison_document, comparison_screen
from handschlag.statistics.screens.documents import ENDINGS, file_of
from handschlag.statistics.screens.printed import pdf_of
from handschlag.statistics.views.frame import own


@never_cache
@require_safe
def comparison(request: HttpRequest, slug: str) -> HttpResponse:
    """Two to five events side by side; nothing chosen is the latest ones before this event."""
    event, by, _service = own(request, slug)
    now, others = timezone.now(), own_events(by, without=event)
    screen = comparison_screen(_compared(request, event, others, now=now), others, now=now)
    context = console_context(event, by, current="statistics:comparison", screen=screen)
    return render(request, "statistics/comparison.html", context)


@require_safe
def comparison_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The same as a file, which is written down."""
    event, by, _service = own(request, slug)
    if ending not in ENDINGS:
        raise Http404
    now = timezone.now()
    compared = _compared(request, event, own_events(by, without=event), now=now)
    exporting.note_comparison(events=[one.event for one in compared], ending=ending, by=by, now=now)
    document, language = comparison_document(compared, now=now), get_language() or "de"
    data = pdf_of(document, language=language, now=now) if ending == "pdf" else file_of(document, ending)
    return download(data, dated_name(event.slug, "comparison", ending))


def _compared(
    request: HttpRequest, event: Event, others: Sequence[Event], *, now: datetime
) -> list[ComparedEvent]:
    if "with" in request.GET:
        slugs = set(request.GET.getlist("with"))
        chosen = [one for one in others if one.slug in slugs]
    else:
        chosen = [one for one in others if one.first_day < event.first_day]
    return [compared_event(one, now=now) for one in (event, *chosen[: MOST - 1])]
