"""Stand signs: chosen, printed at once where they are few, by a worker where they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common.jobs import enqueue
from handschlag.common.language import is_english, pick
from handschlag.common.models import Job, JobState
from handschlag.common.printing import qr, render, unprintable
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import dated_name
from handschlag.events.access import organises, own_event_or_404
from handschlag.events.editing import VenueRefusal
from handschlag.events.models import Event, Exhibit
from handschlag.events.venue.exhibits import exhibits_of
from handschlag.events.venue.objects import UNFIT, FormContext, refusal_message, venue_page


def chosen(event_id: int, ids: Sequence[int]) -> list[Exhibit]:
    """These exhibits of the event, or all of them, in the order of the stands; one query."""
    rows = exhibits_of(event_id)
    return list(rows.filter(pk__in=ids) if ids else rows)


JOB = "events.print_signs"


def ask_for_signs(
    *, event_id: int, ids: Sequence[int], paper: str, language: str, by: Subject, now: datetime
) -> Job:
    """A job prints signs of these exhibits, or of all where none is named."""
    require(by, Action.EDIT_EVENT, owns=organises(by, event_id))
    event = Event.objects.get(pk=event_id)
    rows = Exhibit.objects.filter(event=event)
    if not (rows.filter(pk__in=ids) if ids else rows).exists():
        raise Refusal(VenueRefusal.NOTHING_TO_PRINT)
    payload = {
        "event_id": event.pk,
        "slug": event.slug,
        "ids": list(ids),
        "paper": paper,
        "language": language,
    }
    return enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)


MOST = 2000


class SignsForm(forms.Form):
    paper = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        choices=[("a4", "A4"), ("a5", "A5")],
        initial="a4",
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("de", gettext_lazy("German")), ("en", gettext_lazy("English"))],
        initial="de",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The title is also shown in the other language, if available."),
    )
    exhibit = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object, *, ids: list[int]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        field = self.fields["exhibit"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, str(pk)) for pk in ids]


TEMPLATE = "events/printing/signs.typ"
EVERY = 20


def lacking(row: Exhibit) -> str:
    """The characters of a sign that our font cannot print."""
    return " ".join(unprintable([row.title_de, row.title_en, row.project]))


def printed(
    event: Event,
    rows: Sequence[Exhibit],
    *,
    paper: str,
    language: str,
    now: datetime,
    tell: Callable[[int], None] | None = None,
) -> bytes:
    """The file, one sign to a page, in this language; `tell` hears how many signs are laid out."""
    with override(language):
        signs = []
        for number, row in enumerate(rows, start=1):
            signs.append(_sign(event, row))
            if tell is not None and (number % EVERY == 0 or number == len(rows)):
                tell(number)
        title = _("Stand signs: %(event)s") % {"event": pick(event.title_de, event.title_en)}
        data = {"title": title, "paper": paper, "more": _("More about this exhibit"), "signs": signs}
    return render(TEMPLATE, data, language=language, now=now)


def _sign(event: Event, row: Exhibit) -> dict[str, Any]:
    address = settings.BASE_URL + reverse("events:exhibit", args=[event.slug, row.slug])
    title = pick(row.title_de, row.title_en)
    other = row.title_de if is_english() else row.title_en
    facts = (
        (_("Project"), row.project),
        (_("Network"), row.network.name if row.network else ""),
        (_("Shown by"), row.actor.name if row.actor else ""),
        (_("Funded by"), row.programme.short_name if row.programme else ""),
    )
    return {
        "event": pick(event.title_de, event.title_en),
        "stand": row.stand.code if row.stand else "–",
        "title": title,
        "other": other if other != title else "",
        "other-language": "de" if is_english() else "en",
        "facts": [[name, value] for name, value in facts if value],
        "code": qr(address),
        "alt": _("QR code: %(address)s") % {"address": address},
        "address": address,
    }


AT_ONCE = 12


def _pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def signs_page(request: HttpRequest, slug: str) -> HttpResponse:
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
    return venue_page(
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
