"""Data protection of an event: retention clock, one person's data, receipts, record of processing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.hooks.processing_records import processing_records
from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import dated_name, download
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.registration.models import Registration
from handschlag.statistics.actions import protecting
from handschlag.statistics.queries.protection import (
    erasures_of,
    kept_about,
    people_found,
    processing_statuses_of,
    proof_of,
)
from handschlag.statistics.screens.documents import ENDINGS, file_of
from handschlag.statistics.screens.person import kept_table, receipt_data, receipt_screen
from handschlag.statistics.screens.printed import pdf_of
from handschlag.statistics.screens.protection import protection_screen
from handschlag.statistics.screens.record import record_document
from handschlag.statistics.views.frame import own

PLAIN = {"indent": 2, "ensure_ascii": False}
LONGEST, LAST = 80, 20


def team(request: HttpRequest, slug: str) -> tuple[Event, Subject]:
    """The event and who asks, if they may handle its registrations; others are refused."""
    event, by, _service = own(request, slug, Action.HANDLE_REGISTRATIONS)
    return event, by


@never_cache
@require_safe
def protection(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept until when, what was erased, and a search for people by words."""
    event, by = team(request, slug)
    text = request.GET.get("q", "")[:LONGEST].strip()
    erased, erasures = erasures_of(event, most=LAST)
    shown = {
        "screen": protection_screen(processing_statuses_of(event), erased=erased, now=timezone.now()),
        "erased": erased,
        "erasures": erasures,
        "text": text,
        "people": people_found(event, text),
        "endings": ENDINGS,
    }
    context = console_context(event, by, current="statistics:protection", **shown)
    return render(request, "statistics/protection.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is kept about somebody, noted as looked at; the form erases it and leads to the receipt."""
    event, by = team(request, slug)
    now = timezone.now()
    registration = _one_of(event, number)
    if request.method == "POST":
        if request.POST.get("sure") != "yes":
            messages.error(request, _("Nothing was deleted. Tick the box to confirm."))
            return redirect("statistics:person", slug=slug, number=number)
        protecting.erase(registration_id=registration.pk, by=by, now=now)
        messages.success(request, _("All data about this person has been deleted. This is the certificate."))
        return redirect("statistics:receipt", slug=slug, number=number)
    protecting.look_at(registration=registration, by=by, now=now)
    shown = {"registration": registration, "kept": kept_table(kept_about(registration))}
    context = console_context(event, by, current="statistics:protection", **shown)
    return render(request, "statistics/person.html", context)


@never_cache
@require_safe
def person_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the team may see of one person, to be handed to that person."""
    event, by = team(request, slug)
    registration = _one_of(event, number)
    protecting.hand_out(registration=registration, by=by, now=timezone.now())
    response = JsonResponse(dict(kept_about(registration)), json_dumps_params=PLAIN)
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(event.slug, f"person-{number}", "json")}"'
    )
    return response


@require_POST
def person_send(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Everything goes to the person alone: an email leads to it."""
    event, by = team(request, slug)
    try:
        protecting.send_complete(registration=_one_of(event, number), by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The person gets an email that leads to the complete file."))
    return redirect("statistics:person", slug=slug, number=number)


@never_cache
@require_safe
def receipt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The certificate of an erasure; not found while the person is not erased."""
    event, by = team(request, slug)
    proof = proof_of(event, number)
    if proof is None:
        raise Http404
    shown = receipt_screen(proof)
    context = console_context(event, by, current="statistics:protection", proof=proof, **shown)
    return render(request, "statistics/receipt.html", context)


@never_cache
@require_safe
def receipt_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The certificate as JSON to keep; not found while the person is not erased."""
    event, _by = team(request, slug)
    proof = proof_of(event, number)
    if proof is None:
        raise Http404
    response = JsonResponse(dict(receipt_data(event, proof, now=timezone.now())), json_dumps_params=PLAIN)
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(event.slug, f"receipt-{number}", "json")}"'
    )
    return response


@require_safe
def record(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The record of processing as a file; it names no person who takes part."""
    event, _by = team(request, slug)
    if ending not in ENDINGS:
        raise Http404
    now = timezone.now()
    document = record_document(event, tuple(processing_records), now=now)
    language = get_language() or "de"
    data = pdf_of(document, language=language, now=now) if ending == "pdf" else file_of(document, ending)
    return download(data, dated_name(event.slug, "record-of-processing", ending))


def _one_of(event: Event, number: int) -> Registration:
    rows = Registration.objects.select_related("event", "actor")
    return get_object_or_404(rows, event=event, pk=number, erased_at=None)
