"""Open data: the page, the files, and the catalogue for portals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.accounts.rules import limits as known
from handschlag.accounts.web import sessions
from handschlag.api.queries.public import datasets
from handschlag.api.rules import rdf
from handschlag.api.rules.licences import Licence
from handschlag.api.screens import catalogue as catalogues
from handschlag.api.screens.datasets import CATALOGUES, MEDIA_TYPES, json_of, open_data_screen
from handschlag.api.screens.tables import csv_of
from handschlag.api.views.errors import failed, refused, tagged
from handschlag.api.views.rate_limits import count_call
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.refusals import Refusal

WRITERS: dict[str, Callable[..., str]] = {"jsonld": rdf.json_ld, "ttl": rdf.turtle, "rdf": rdf.rdf_xml}


@cached_for_visitors
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The page of data sets, for everybody."""
    return render(request, "api/open_data.html", {"screen": open_data_screen(datasets.states())})


def dataset(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """All rows of a data set, written while they are sent."""
    found = datasets.DATASETS.get(name)
    if found is None or ending not in MEDIA_TYPES:
        return failed(request, "not_found", 404)
    now, today = timezone.now(), timezone.localdate()
    try:
        count_call(request, known.DOWNLOADS_FROM_A_PLACE, sessions.place(request), now=now)
    except Refusal as no:
        return refused(request, no)
    rows: Iterator[Any] = found.rows(today)
    state = datasets.states()[name]
    body = csv_of(found.row, rows) if ending == "csv" else json_of(found, rows, state=state, today=today)
    response = StreamingHttpResponse(body, content_type=MEDIA_TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="handschlag-{name}-{today}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return _under(found.licence, response)


def catalogue(request: HttpRequest, ending: str) -> HttpResponse:
    """What there is, for portals: DCAT-AP.de."""
    if ending not in CATALOGUES:
        return failed(request, "not_found", 404)
    said = list(catalogues.statements(datasets.states()))
    return tagged(request, HttpResponse(WRITERS[ending](said), content_type=CATALOGUES[ending]))


def _under[Answer: HttpResponseBase](licence: Licence, response: Answer) -> Answer:
    if licence.url:
        response["Link"] = f'<{licence.url}>; rel="license"'
    return response
