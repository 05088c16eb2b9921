"""The report as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from handschlag.common.table_files.downloads import dated_name, download
from handschlag.statistics.actions import exporting
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.screens.documents import ENDINGS, file_of
from handschlag.statistics.screens.printed import pdf_of
from handschlag.statistics.screens.report_file import report_document
from handschlag.statistics.views.frame import own


@require_safe
def report_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The report as a file, which is written down; without a service it leads to the report."""
    event, by, service = own(request, slug)
    if ending not in ENDINGS:
        raise Http404
    if service is None:
        return redirect("statistics:report", slug=slug)
    now = timezone.now()
    exporting.note_export(service=service, ending=ending, by=by, now=now)
    found = reported(service, now=now)
    document = report_document(event, found.figures, names=found.names, phase=found.phase, now=now)
    language = get_language() or "de"
    data = pdf_of(document, language=language, now=now) if ending == "pdf" else file_of(document, ending)
    return download(data, dated_name(event.slug, "report", ending))
