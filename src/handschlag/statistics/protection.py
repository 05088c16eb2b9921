"""Data protection of an event: retention clock, one person's data, receipts, record of processing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.hooks import Basis, Processing, processing_records, registration_remainders
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.audit import verb_label
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.table_files import dated_name, download
from handschlag.common.times import format_date, format_days, format_short_moment, local_date
from handschlag.common.web import refusal_message
from handschlag.day.personal_data import kept_at_registration, stored_data_of
from handschlag.design.components.organiser import Mark, Table, table_of
from handschlag.design.tallies import format_number
from handschlag.events.access import organises
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration import personal_data
from handschlag.registration.models import Registration
from handschlag.registration.personal_data import hand_out_of, tell_data
from handschlag.statistics.access import event_for_team
from handschlag.statistics.documents import ENDINGS, Document, Sheet, file_of, pdf_of

FOUND: Final = 20
ORDER: Final = ("registration", "matching", "day", "events", "accounts")
ERASED: Final = ("registration.erased", "matching.erased", "day.erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingStatus:
    """One processing at this event: erased from `due` on; how much it holds now, None where nobody counts."""

    processing: Processing
    due: date | None
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Erasure:
    """A registration whose person is erased: its number, and the entry that says so."""

    number: int
    at: datetime
    entry: int | None
    is_by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry of the trail, without a name."""

    number: int
    at: datetime
    verb: str
    request_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureProof:
    """What the database says of an erased registration: entries, and what is left; the digest is of both."""

    number: int
    erased_at: datetime
    entries: tuple[_Entry, ...]
    left: Mapping[str, int]
    digest: str


def processing_statuses_of(event: Event) -> tuple[ProcessingStatus, ...]:
    """Every processing, those of events with their date."""
    return tuple(
        ProcessingStatus(
            processing=one,
            due=event.last_day + timedelta(days=one.days() + 1) if one.days else None,
            count=one.count(event.pk) if one.count else None,
        )
        for one in sorted(processing_records, key=_place_of)
    )


def _place_of(one: Processing) -> int:
    """People first, then what they do, then those who organise."""
    floor = one.key.partition(".")[0]
    return ORDER.index(floor) if floor in ORDER else len(ORDER)


def erasures_of(event: Event, *, most: int) -> tuple[int, tuple[_Erasure, ...]]:
    """How many people were erased, and the last of them."""
    rows = Registration.objects.filter(event=event, erased_at__isnull=False).order_by("-erased_at", "-pk")
    last = list(rows.values_list("pk", "erased_at")[:most])
    entries = {
        object_id: (pk, by)
        for pk, object_id, by in AuditEntry.objects.filter(
            verb="registration.erased",
            kind="registration.registration",
            object_id__in=[str(pk) for pk, _at in last],
        ).values_list("pk", "object_id", "by_id")
    }
    nothing = (None, None)
    return rows.count(), tuple(
        _Erasure(
            number=pk,
            at=at,
            entry=entries.get(str(pk), nothing)[0],
            is_by_hand=entries.get(str(pk), nothing)[1] is not None,
        )
        for pk, at in last
        if at is not None
    )


def people_found(event: Event, text: str) -> tuple[Registration, ...]:
    """People of the event whose name or address holds the words; nobody without words."""
    words = text.replace("\0", "").split()
    if not words:
        return ()
    wanted = Q()
    for word in words:
        wanted &= Q(name__icontains=word) | Q(email__icontains=word)
    rows = Registration.objects.filter(wanted, event=event, erased_at=None).select_related("actor")
    return tuple(rows.order_by("name", "pk")[:FOUND])


def kept_about(registration: Registration) -> Mapping[str, Any]:
    """All that the team may see of it; what only the person may read is not there, nor how much it is."""
    return hand_out_of(registration)


def proof_of(event: Event, number: int) -> ErasureProof | None:
    """None where nobody with this number was erased here."""
    row = Registration.objects.filter(event=event, pk=number, erased_at__isnull=False).first()
    if row is None or row.erased_at is None:
        return None
    entries, left = _entries_of(row), _left_of(row)
    return ErasureProof(
        number=number, erased_at=row.erased_at, entries=entries, left=left, digest=_digest_of(entries, left)
    )


def _entries_of(row: Registration) -> tuple[_Entry, ...]:
    """The entries that say that something about the person was erased."""
    participant = getattr(row, "matching", None)
    about = Q(kind="registration.registration", object_id=str(row.pk))
    if participant is not None:
        about |= Q(kind="matching.participant", object_id=str(participant.pk))
    found = AuditEntry.objects.filter(about, verb__in=ERASED).order_by("pk")
    return tuple(
        _Entry(number=pk, at=at, verb=verb, request_id=request_id)
        for pk, at, verb, request_id in found.values_list("pk", "at", "verb", "request_id")
    )


def _left_of(row: Registration) -> dict[str, int]:
    """What an erased registration still holds: nothing of it may be more than none."""
    participant = getattr(row, "matching", None)
    found = kept_at_registration(row) if participant is None else stored_data_of(participant)
    return {**found, "links": sum(one is not None for one in (row.user_id, row.actor_id))}


def _digest_of(entries: Iterable[_Entry], left: Mapping[str, int]) -> str:
    lines: Sequence[Any] = [
        [[one.number, one.at.isoformat(), one.verb, one.request_id] for one in entries],
        dict(sorted(left.items())),
    ]
    return hashlib.sha256(json.dumps(lines, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def look_at(*, registration: Registration, by: Subject, now: datetime) -> None:
    """It is written down who looked at what is kept about somebody."""
    _note(registration, "statistics.looked_at_person", by=by, now=now)


@transaction.atomic
def hand_out(*, registration: Registration, by: Subject, now: datetime) -> None:
    """It is written down who took what the team may see of somebody."""
    _note(registration, "statistics.person_exported", by=by, now=now)


@transaction.atomic
def send_complete(*, registration: Registration, by: Subject, now: datetime) -> None:
    """The person gets an email that leads to everything; whoever has no address is refused."""
    _note(registration, "statistics.person_sent", by=by, now=now)
    if not registration.email:
        raise Refusal(ProtectionRefusal.NO_ADDRESS)
    tell_data(registration, now=now)


def erase(*, registration_id: int, by: Subject, now: datetime) -> None:
    """Everything about the person is gone at once, on behalf of the person."""
    personal_data.erase(registration_id=registration_id, has_link=False, by=by, now=now)


@transaction.atomic
def take_log(*, event: Event, by: Subject, now: datetime) -> None:
    """It is written down who took the access log."""
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, event.pk))
    audit.record(verb="statistics.log_exported", target=event, by_id=by.user_id, now=now)


def _note(registration: Registration, verb: str, *, by: Subject, now: datetime) -> None:
    require(by, Action.HANDLE_REGISTRATIONS, owns=organises(by, registration.event_id))
    audit.record(verb=verb, target=registration, by_id=by.user_id, now=now)


BASES: Final[Mapping[Basis, Promise | str]] = {
    Basis.CONSENT: gettext_lazy("consent (Art. 6 (1) a GDPR)"),
    Basis.CONTRACT: gettext_lazy("contract with the person (Art. 6 (1) b GDPR)"),
    Basis.DUTY: gettext_lazy("legal obligation (Art. 6 (1) c GDPR)"),
    Basis.INTEREST: gettext_lazy("legitimate interest (Art. 6 (1) f GDPR)"),
}


def protection_context(statuses: Sequence[ProcessingStatus], *, erased: int, now: datetime) -> dict[str, Any]:
    """What is kept until when: what goes on a date, and what stays longer."""
    today = local_date(now)
    dated = [one for one in statuses if one.due is not None]
    answer, grounds, tone = _answer_of(dated, erased, today)
    return {
        "answer": answer,
        "grounds": grounds,
        "tone": tone,
        "clock": [(one, _mark_of(one, today)) for one in dated],
        "lasting": [one for one in statuses if one.due is None],
    }


def _answer_of(dated: Sequence[ProcessingStatus], erased: int, today: date) -> tuple[str, str, str]:
    """Whose data are there, and when they go: the registrations, else what stays longer; overdue first."""
    named = [one for one in dated if one.count and one.processing.key == "registration.people"]
    due = max((one.due for one in named or dated if one.due and one.count), default=None)
    left = sum(one.count or 0 for one in dated)
    people = sum(one.count or 0 for one in named) or left
    done = ngettext(
        "The data of %(n)s person has already been deleted.",
        "The data of %(n)s people has already been deleted.",
        erased,
    )
    grounds = done % {"n": format_number(erased)} if erased else ""
    if not left:
        return gettext("Personal data is no longer stored for this event."), grounds, "ok"
    if due is None or due > today:
        said = ngettext(
            "The data of %(n)s person will be deleted automatically on %(day)s.",
            "The data of %(n)s people will be deleted automatically on %(day)s.",
            people,
        )
        return (
            said % {"n": format_number(people), "day": format_date(due) if due else "–"},
            grounds,
            "plain",
        )
    said = gettext(
        "Personal data should have been deleted on %(day)s. Check whether the daily job is running."
    )
    return said % {"day": format_date(due)}, grounds, "wait"


def _mark_of(one: ProcessingStatus, today: date) -> Mark:
    if one.count == 0:
        return Mark("done", gettext("nothing there"))
    if one.due is None:
        return Mark("free", gettext("without a date"))
    if one.due <= today:
        return Mark("bad", gettext("overdue"))
    left = (one.due - today).days
    return Mark("ok", ngettext("in %(n)s day", "in %(n)s days", left) % {"n": format_number(left)})


KINDS: Final[Mapping[str, Promise | str]] = {
    "sessions": gettext_lazy("Sessions chosen"),
    "consents": gettext_lazy("Consents"),
    "badge_printed_at": gettext_lazy("Badges printed"),
    "check_ins": gettext_lazy("Check-ins"),
    "statements": gettext_lazy("Offers and needs"),
    "kept_free": gettext_lazy("Times kept free"),
    "wishes": gettext_lazy("Wishes"),
    "requests": gettext_lazy("Requests and meetings"),
    "signals": gettext_lazy("Reports on the event day"),
    "marks": gettext_lazy("Feedback on meetings"),
    "outcomes": gettext_lazy("Results of meetings"),
    "devices": gettext_lazy("Devices for push messages"),
    "notes": gettext_lazy("Private notes"),
    "stand_by": gettext_lazy("Replacement offers"),
    "stand_bys": gettext_lazy("Replacement offers"),
    "badges": gettext_lazy("Badges printed"),
    "purposes": gettext_lazy("Purposes of requests"),
    "links": gettext_lazy("Links to an account and an organisation"),
    "facts": gettext_lazy("Facts about the person"),
}


def kept_table(kept: Mapping[str, Any]) -> Table:
    """How much is kept about a person, by kind."""
    rows = ((label, format_number(number)) for label, number in _counted(kept))
    return table_of(gettext("Stored data"), (gettext("Kind"), gettext("Entries")), rows)


def _counted(kept: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    """How much of each kind; contents are for the person, not for this page."""
    plain = [value for value in kept.values() if not isinstance(value, list | Mapping)]
    yield str(KINDS["facts"]), sum(value not in (None, "", False) for value in plain)
    for key, value in kept.items():
        if isinstance(value, Mapping):
            yield from ((name, number) for name, number in _counted_lists(value))
        elif isinstance(value, list) and key in KINDS:
            yield str(KINDS[key]), len(value)


def _counted_lists(kept: Mapping[str, Any]) -> Iterable[tuple[str, int]]:
    return (
        (str(KINDS[key]), len(value))
        for key, value in kept.items()
        if key in KINDS and isinstance(value, list)
    )


def receipt_context(proof: ErasureProof) -> dict[str, Any]:
    """The certificate of an erasure, with whatever was left behind, if anything."""
    rows = (
        (str(one.number), format_short_moment(one.at), verb_label(one.verb), one.request_id or "–")
        for one in proof.entries
    )
    heads = (gettext("Entry"), gettext("When"), gettext("Operation"), gettext("Reference number"))
    return {
        "is_clean": not any(proof.left.values()),
        "entries": table_of(gettext("Entries in the audit log"), heads, rows),
        "left": _left_table(proof.left),
        "stays": registration_remainders,
    }


def _left_table(left: Mapping[str, int]) -> Table:
    def mark(number: int) -> Mark:
        return Mark("bad", gettext("left")) if number else Mark("done", gettext("gone"))

    rows = ((str(KINDS[key]), format_number(number), mark(number)) for key, number in left.items())
    return table_of(
        gettext("Looked up just now"), (gettext("Kind"), gettext("Entries"), gettext("Status")), rows
    )


def receipt_data(event: Event, proof: ErasureProof, *, now: datetime) -> Mapping[str, Any]:
    """The receipt as a file: numbers and moments, no name."""
    return {
        "event": event.title,
        "registration": proof.number,
        "erased_at": proof.erased_at.isoformat(),
        "looked_up_at": now.isoformat(),
        "entries": [
            {
                "number": one.number,
                "at": one.at.isoformat(),
                "verb": one.verb,
                "reference_number": one.request_id,
            }
            for one in proof.entries
        ],
        "left": dict(proof.left),
        "stays": [
            {"what": str(one.what), "why": str(one.why), "until": str(one.until)}
            for one in registration_remainders
        ],
        "sha256": proof.digest,
    }


def record_document(event: Event, processings: Sequence[Processing], *, now: datetime) -> Document:
    """The record of processing for the event: kinds of data and purposes, no person's data."""
    contact = " · ".join(
        part for part in (event.contact_name, event.contact_email, event.contact_phone) if part
    )
    return Document(
        title=gettext("Record of processing: %(event)s") % {"event": event.title},
        facts={
            gettext("Event"): event.title,
            gettext("Date"): format_days(event.first_day, event.last_day),
            gettext("Contact"): contact or gettext("not known yet"),
            gettext("As of"): format_short_moment(now),
            gettext("Transfer to third countries"): gettext("none by the platform"),
            gettext("Security"): gettext(
                "encrypted transport, roles, passkeys for administrators, audit trail"
            ),
        },
        sheets=(
            Sheet(
                key="processings",
                title=gettext("Processing"),
                heads=(
                    *(
                        gettext("Data"),
                        gettext("People"),
                        gettext("Purpose of processing"),
                        gettext("Legal basis"),
                        gettext("Seen by"),
                    ),
                    *(gettext("Kept until"), gettext("Days after the event")),
                ),
                rows=tuple(
                    (
                        *(str(one.what), str(one.whose), str(one.purpose), str(BASES[one.basis])),
                        *(str(one.seen_by), str(one.kept), str(one.days()) if one.days else "–"),
                    )
                    for one in processings
                ),
            ),
        ),
    )


PLAIN = {"indent": 2, "ensure_ascii": False}
LONGEST, LAST = 80, 20


def protection_team(request: HttpRequest, slug: str) -> tuple[Event, Subject]:
    """The event and who asks, if they may handle its registrations; others are refused."""
    event, by, _service = event_for_team(request, slug, Action.HANDLE_REGISTRATIONS)
    return event, by


@never_cache
@require_safe
def protection_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What is kept until when, what was erased, and a search for people by words."""
    event, by = protection_team(request, slug)
    text = request.GET.get("q", "")[:LONGEST].strip()
    erased, erasures = erasures_of(event, most=LAST)
    shown = {
        "screen": protection_context(processing_statuses_of(event), erased=erased, now=timezone.now()),
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
def person_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is kept about somebody, noted as looked at; the form erases it and leads to the receipt."""
    event, by = protection_team(request, slug)
    now = timezone.now()
    registration = _one_of(event, number)
    if request.method == "POST":
        if request.POST.get("sure") != "yes":
            messages.error(request, gettext("Nothing was deleted. Tick the box to confirm."))
            return redirect("statistics:person", slug=slug, number=number)
        erase(registration_id=registration.pk, by=by, now=now)
        messages.success(
            request, gettext("All data about this person has been deleted. This is the certificate.")
        )
        return redirect("statistics:receipt", slug=slug, number=number)
    look_at(registration=registration, by=by, now=now)
    shown = {"registration": registration, "kept": kept_table(kept_about(registration))}
    context = console_context(event, by, current="statistics:protection", **shown)
    return render(request, "statistics/person.html", context)


@never_cache
@require_safe
def person_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What the team may see of one person, to be handed to that person."""
    event, by = protection_team(request, slug)
    registration = _one_of(event, number)
    hand_out(registration=registration, by=by, now=timezone.now())
    response = JsonResponse(dict(kept_about(registration)), json_dumps_params=PLAIN)
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(event.slug, f"person-{number}", "json")}"'
    )
    return response


@require_POST
def send_to_person(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Everything goes to the person alone: an email leads to it."""
    event, by = protection_team(request, slug)
    try:
        send_complete(registration=_one_of(event, number), by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("The person gets an email that leads to the complete file."))
    return redirect("statistics:person", slug=slug, number=number)


@never_cache
@require_safe
def receipt_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The certificate of an erasure; not found while the person is not erased."""
    event, by = protection_team(request, slug)
    proof = proof_of(event, number)
    if proof is None:
        raise Http404
    shown = receipt_context(proof)
    context = console_context(event, by, current="statistics:protection", proof=proof, **shown)
    return render(request, "statistics/receipt.html", context)


@never_cache
@require_safe
def receipt_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The certificate as JSON to keep; not found while the person is not erased."""
    event, _by = protection_team(request, slug)
    proof = proof_of(event, number)
    if proof is None:
        raise Http404
    response = JsonResponse(dict(receipt_data(event, proof, now=timezone.now())), json_dumps_params=PLAIN)
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(event.slug, f"receipt-{number}", "json")}"'
    )
    return response


@require_safe
def record_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The record of processing as a file; it names no person who takes part."""
    event, _by = protection_team(request, slug)
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


class ProtectionRefusal(Reason):
    """Whoever came unannounced may have named no address."""

    NO_ADDRESS = "no_address", _("No email was sent: we have no email address for this person.")
