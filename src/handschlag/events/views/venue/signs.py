"""Stand signs: chosen, printed at once where they are few, by a worker where they are many."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common.models import Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name
from handschlag.events.actions.venue.signs import JOB, ask_for_signs
from handschlag.events.forms.venue.signs import SignsForm
from handschlag.events.queries.venue.signs import chosen
from handschlag.events.screens.venue.signs import lacking, printed
from handschlag.events.screens.venue.venue_labels import refusal_message
from handschlag.events.views.venue.form_pages import UNFIT, FormContext, console_page
from handschlag.events.web.access import own_event_or_404

AT_ONCE = 12


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def signs(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for signs at exhibits: a few come at once as a PDF, more by a job in the background."""
    event, by = own_event_or_404(request, slug)
    rows = chosen(event.pk, ())
    form = SignsForm(request.POST if request.method == "POST" else None, ids=[row.pk for row in rows])
    if form.is_bound and form.is_valid():
        ids, paper, language = (form.cleaned_data[name] for name in ("exhibit", "paper", "language"))
        now = timezone.now()
        wanted = [row for row in rows if row.pk in set(ids)] if ids else rows
        if 0 < len(wanted) <= AT_ONCE:
            made = printed(event, wanted, paper=paper, language=language, now=now)
            return _pdf(made, dated_name(slug, f"signs-{paper}", "pdf"))
        try:
            job = ask_for_signs(event_id=event.pk, ids=ids, paper=paper, language=language, by=by, now=now)
        except Refusal as no:
            form.add_error(None, refusal_message(no))
        else:
            return HttpResponseRedirect(reverse("common:job", args=[job.pk]))
    asked = FormContext(request=request, event=event, by=by, current="events:exhibits")
    choices = [(row, lacking(row)) for row in rows]
    return console_page(
        asked,
        "events/house/signs.html",
        status=UNFIT if form.is_bound else 200,
        form=form,
        choices=choices,
        has_lacking=any(letters for _row, letters in choices),
    )


@require_safe
def signs_file(request: HttpRequest, slug: str, job_id: int) -> HttpResponse:
    """What a worker has printed; gone after a day, and then quickly printed again."""
    event, _by = own_event_or_404(request, slug)
    job = Job.objects.filter(pk=job_id, kind=JOB, state=JobState.DONE, payload__event_id=event.pk).first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        return _pdf(file.read(), dated_name(slug, "signs", "pdf"))
