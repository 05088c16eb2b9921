"""Print packs: asked for, and taken away when a worker has set them."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.models import Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name
from handschlag.events.web.access import refuse_readers
from handschlag.events.web.console import console_context
from handschlag.matching.actions import printing
from handschlag.matching.models import Meeting, Seat
from handschlag.matching.queries.versions import latest_number
from handschlag.matching.views.planning_doors import GET_OR_POST, message_refusal, planned

CURRENT = "matching:prints"


@never_cache
@require_http_methods(GET_OR_POST)
def prints(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of prints; asked for one, it leads to the job that makes it."""
    event, by, service = planned(request, slug)
    if request.method == "POST":
        try:
            job = printing.ask_for(
                service=service, pack=request.POST.get("pack", ""), by=by, now=timezone.now()
            )
        except Refusal as no:
            message_refusal(request, no)
            return redirect("matching:prints", slug=slug)
        return redirect("common:job", job.pk)
    context = console_context(
        event,
        by,
        current=CURRENT,
        people=Seat.objects.filter(meeting__service=service).values("participant").distinct().count(),
        places=Meeting.objects.filter(service=service).values("place").distinct().count(),
        version=latest_number(service),
    )
    return render(request, "matching/planning/prints.html", context)


@require_safe
def prints_file(request: HttpRequest, slug: str, job_id: int) -> HttpResponse:
    """What a worker has set; gone after a day, and then quickly made again."""
    event, by, service = planned(request, slug)
    refuse_readers(event, by)  # codes on the sheets open pages of these people
    rows = Job.objects.filter(
        pk=job_id, kind=printing.PRINT, state=JobState.DONE, payload__service_id=service.pk
    )
    job = rows.first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if job is None or not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{dated_name(slug, job.payload["pack"], "pdf")}"'
    response["Cache-Control"] = "private, no-store"
    return response
