"""All files of an event: what there is, and everything packed by a worker."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.models import Job, JobState
from handschlag.common.table_files.downloads import dated_name, download
from handschlag.events.web.console import console_context
from handschlag.statistics.actions import complete_exports
from handschlag.statistics.screens.complete_file import parts_of
from handschlag.statistics.views.frame import own


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    """What the file holds; asked for it, the page of the job that packs it."""
    event, by, _service = own(request, slug)
    if request.method == "POST":
        job = complete_exports.ask_for_everything(
            event=event,
            is_personal=request.POST.get("what") == "all",
            language=get_language() or "de",
            by=by,
            now=timezone.now(),
        )
        return redirect("common:job", job.pk)
    context = console_context(event, by, current="statistics:everything", parts=parts_of(is_personal=True))
    return render(request, "statistics/everything.html", context)


@require_safe
def everything_file(request: HttpRequest, slug: str, job_id: int) -> HttpResponse:
    """What a worker has packed; gone after a day, or when somebody of the event is erased."""
    event, by, _service = own(request, slug)
    rows = Job.objects.filter(
        pk=job_id, kind=complete_exports.JOB, state=JobState.DONE, payload__event_id=event.pk
    )
    job = rows.first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if job is None or not name or not default_storage.exists(name):
        raise Http404
    is_personal = bool(job.payload["is_personal"])
    complete_exports.note_fetched(event=event, is_personal=is_personal, by=by, now=timezone.now())
    what = "everything" if is_personal else "without-names"
    with default_storage.open(name) as file:
        return download(file.read(), dated_name(event.slug, what, "zip"))
