"""Pages that everybody may see: an event's statistics, and who met whom over the years."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handschlag.accounts.web.downloads import counted_as_download
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.table_files.downloads import download
from handschlag.common.web.parameters import number_in
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.queries.networks import fields, names_of
from handschlag.statistics.queries.public import published_at
from handschlag.statistics.queries.years import By, Everything, everything
from handschlag.statistics.rules.published import decoded
from handschlag.statistics.screens.choosing import FilterCriteria
from handschlag.statistics.screens.documents import PUBLIC_ENDINGS, file_of
from handschlag.statistics.screens.published import published_screen
from handschlag.statistics.screens.published_file import published_document
from handschlag.statistics.screens.years import years_screen
from handschlag.statistics.screens.years_file import years_document


def _found_at(slug: str) -> PublicFigures:
    row = published_at(slug)
    if row is None:
        raise Http404
    return row


@cached_for_visitors
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures of one event, open to everybody; not found until they are published."""
    row = _found_at(slug)
    content = decoded(row.content)
    context = {
        "event": row.event,
        "published_at": row.published_at,
        "shown": published_screen(content, names_of(content.networks), fields=fields()),
        "files": PUBLIC_ENDINGS,
    }
    return render(request, "statistics/event.html", context)


@counted_as_download
@require_safe
def event_file(_request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The published figures of one event as a file; not found for other endings."""
    if ending not in PUBLIC_ENDINGS:
        raise Http404
    row = _found_at(slug)
    content = decoded(row.content)
    document = published_document(row.event, content, names=names_of(content.networks))
    return _given(file_of(document, ending), ending, f"{slug}-statistics")


@cached_for_visitors(parameters=("by", "year", "invented", *By))
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The published figures of all events together, narrowed as the address says."""
    found = everything()
    choice = _choice_of(request, found)
    screen = years_screen(found, choice, fields=fields())
    return render(request, "statistics/overview.html", {"screen": screen, "choice": choice})


@counted_as_download
@require_safe
def overview_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The figures of all events as a file, narrowed as the address says."""
    if ending not in PUBLIC_ENDINGS:
        raise Http404
    found = everything()
    document = years_document(found, _choice_of(request, found), fields=fields())
    return _given(file_of(document, ending), ending, "handschlag-statistics")


def _choice_of(request: HttpRequest, found: Everything) -> FilterCriteria:
    """What the address asks for; what there is not is not narrowed by."""
    by = request.GET.get("by", "")
    groups = {
        kind: number
        for kind in By
        for number in [number_in(request.GET, kind.value)]
        if number in found.groupings[kind].names
    }
    year = number_in(request.GET, "year")
    return FilterCriteria(
        by=By(by) if by in set(By) else By.NETWORK,
        year=year if any(one.year == year for one in found.held) else 0,
        groups=groups,
        invented="yes" if request.GET.get("invented") == "yes" else "",
    )


def _given(data: bytes, ending: str, name: str) -> HttpResponse:
    response = download(data, f"{name}.{ending}")
    del response["Cache-Control"]  # everybody may keep it
    response["X-Robots-Tag"] = "noindex"
    return response
