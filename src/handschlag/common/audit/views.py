"""The audit trail as a page and as a file, for those who may see it."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from handschlag.common import audit, permissions
from handschlag.common.audit import queries
from handschlag.common.audit.forms import FilterForm
from handschlag.common.audit.screens import EntryScreen, csv_rows
from handschlag.common.models import AuditEntry
from handschlag.common.table_files import MEDIA_TYPES, csv_blocks

PER_PAGE = 50


@require_GET
@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """The page of entries that the filter finds; none, and status 400, where the filter is wrong."""
    permissions.require(request.user, "see_audit")
    form = FilterForm(request.GET)
    wanted = form.wanted()
    rows = queries.entries(wanted) if wanted else AuditEntry.objects.none()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    found = {"entries": [EntryScreen.of(row) for row in page], "page": page, "query": query.urlencode()}
    status = 200 if wanted else 400
    return render(request, "common/audit.html", {"form": form, **found}, status=status)


@require_GET
@login_required
def export(request: HttpRequest) -> HttpResponseBase:
    """The entries of the filter as a CSV file; that somebody took it is an entry itself."""
    permissions.require(request.user, "see_audit")
    wanted = FilterForm(request.GET).wanted()
    if wanted is None:
        return trail(request)
    target = get_object_or_404(get_user_model(), pk=request.user.pk)
    audit.record(verb="audit.export", target=target, by_id=target.pk, now=timezone.now())
    entries = queries.entries(wanted).select_related(None).iterator(chunk_size=500)
    rows = csv_rows(entries, language=get_language() or "de")
    answer = StreamingHttpResponse(csv_blocks(rows), content_type=MEDIA_TYPES["csv"])
    answer["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer
