"""All files of an event: what there is, and everything packed into one by a worker."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.hooks import processing_records
from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.table_files import Lines, csv_file, dated_name, download, table_file
from handschlag.common.times import local_date
from handschlag.events.access import organises
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.events.parts import speaker_lines
from handschlag.events.programme.files import frab_conference, in_json
from handschlag.events.published_programme import latest
from handschlag.events.venue import exhibition
from handschlag.matching.confirmations import confirmation_lines, expected_people
from handschlag.matching.demand.pages import demand_lines
from handschlag.matching.engine.plans import timetable_text
from handschlag.matching.engine_input import load_engine_input
from handschlag.matching.models import Service
from handschlag.matching.names import everybody
from handschlag.matching.timetable.pages import lines_by_meeting, lines_by_person
from handschlag.matching.wish_lists import sent_wishes, wish_lines
from handschlag.registration.badges import check_in_lines, get_badge_people
from handschlag.registration.registrations import (
    get_registrations_with_choices,
    needs_lines,
    registration_lines,
)
from handschlag.statistics.access import event_for_team
from handschlag.statistics.access_log import get_entries, log_document
from handschlag.statistics.documents import Document, file_of, pdf_of
from handschlag.statistics.figures import reported
from handschlag.statistics.matrix import network_names
from handschlag.statistics.protection import record_document
from handschlag.statistics.public_figures import decoded, public_document, published_of
from handschlag.statistics.report import report_document

JOB: Final = "statistics.everything"


def require_right(by: Subject, event_id: int, *, is_personal: bool) -> None:
    """Nothing, or `Denied`: names are for those who handle registrations."""
    owns = organises(by, event_id)
    require(by, Action.RUN_MATCHING, owns=owns)
    if is_personal:
        require(by, Action.HANDLE_REGISTRATIONS, owns=owns)


def ask_for_everything(*, event: Event, is_personal: bool, language: str, by: Subject, now: datetime) -> Job:
    """A job packs the files of the event."""
    require_right(by, event.pk, is_personal=is_personal)
    payload = {
        "event_id": event.pk,
        "slug": event.slug,
        "is_personal": is_personal,
        "language": language,
    }
    return enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)


@transaction.atomic
def note_everything(*, event: Event, is_personal: bool, by: Subject, now: datetime) -> None:
    """It is written down who had everything packed, and whether names are in it."""
    require_right(by, event.pk, is_personal=is_personal)
    changes = {"personal": [None, is_personal]}
    audit.record(
        verb="statistics.everything_exported", target=event, by_id=by.user_id, now=now, changes=changes
    )


@transaction.atomic
def note_fetched(*, event: Event, is_personal: bool, by: Subject, now: datetime) -> None:
    """It is written down each time who fetched the file, and whether names are in it."""
    require_right(by, event.pk, is_personal=is_personal)
    changes = {"personal": [None, is_personal]}
    audit.record(
        verb="statistics.everything_fetched", target=event, by_id=by.user_id, now=now, changes=changes
    )


LOG_LINES: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    event: Event
    service: Service | None
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One file of the whole: `what` stands in its name; `make` gives None where there is nothing.

    Personal is what names people, has a row for each of them, or counts so few that they can be guessed.
    """

    what: str
    ending: str
    label: Promise | str
    make: Callable[[_Source], bytes | None]
    is_personal: bool = False


def _table(lines: Callable[[Event], Lines]) -> Callable[[_Source], bytes]:
    return lambda source: table_file("xlsx", lines(source.event))


def _of_matching(lines: Callable[[Service], Lines]) -> Callable[[_Source], bytes | None]:
    return lambda source: None if source.service is None else table_file("xlsx", lines(source.service))


def _registrations(event: Event) -> Lines:
    return registration_lines(event, get_registrations_with_choices(event.pk))


def _desk(event: Event) -> Lines:
    return check_in_lines(event, get_badge_people(event.pk))


def _venue(thing: str) -> Callable[[_Source], bytes]:
    return lambda source: exhibition.file_of(source.event, thing, "xlsx", today=local_date(source.now))


def _programme(source: _Source) -> bytes | None:
    reading = latest(source.event.pk)
    return in_json(frab_conference(source.event, reading)) if reading.published_at else None


def _timetable(service: Service) -> Lines:
    return lines_by_meeting(load_engine_input(service), everybody(service))


def _timetable_of_people(service: Service) -> Lines:
    return lines_by_person(load_engine_input(service), everybody(service))


def _engine_file(source: _Source) -> bytes | None:
    if source.service is None:
        return None
    return json.dumps(timetable_text(load_engine_input(source.service))).encode()


def _report(source: _Source) -> Document | None:
    if source.service is None:
        return None
    found = reported(source.service, now=source.now)
    return report_document(source.event, found.figures, names=found.names, phase=found.phase, now=source.now)


def _published(source: _Source) -> bytes | None:
    row = published_of(source.event)
    if row is None:
        return None
    content = decoded(row.content)
    return file_of(public_document(source.event, content, names=network_names(content.networks)), "json")


def _document(make: Callable[[_Source], Document | None], ending: str, source: _Source) -> bytes | None:
    document = make(source)
    if document is None:
        return None
    if ending == "pdf":
        return pdf_of(document, language=get_language() or "de", now=source.now)
    return file_of(document, ending)


def _record(source: _Source) -> Document:
    return record_document(source.event, tuple(processing_records), now=source.now)


def _log(source: _Source) -> Document:
    rows = get_entries(source.event, only_reading=False, first=None, last=None)[:LOG_LINES]
    return log_document(source.event, rows)


def _part(
    what: str,
    ending: str,
    label: Promise | str,
    make: Callable[[_Source], bytes | None],
    *,
    is_personal: bool = False,
) -> _Part:
    return _Part(what=what, ending=ending, label=label, make=make, is_personal=is_personal)


_record_pdf: Final = partial(_document, _record, "pdf")
_report_as: Final = partial(partial, _document, _report)
_personal: Final = partial(_part, is_personal=True)
PARTS: Final = (
    _personal("registrations", "xlsx", gettext_lazy("All registrations"), _table(_registrations)),
    _personal("desk", "xlsx", gettext_lazy("List for reception, by surname"), _table(_desk)),
    _personal("needs", "xlsx", gettext_lazy("Food and needs, counted"), _table(needs_lines)),
    _personal("programme", "json", gettext_lazy("Published programme with speakers"), _programme),
    _personal("speakers", "xlsx", gettext_lazy("Speakers"), _table(speaker_lines)),
    _part("exhibits", "xlsx", gettext_lazy("Exhibits"), _venue("exhibit")),
    _part("stands", "xlsx", gettext_lazy("Stands"), _venue("stand")),
    _personal("stand-contacts", "xlsx", gettext_lazy("Contacts at stands"), _venue("staff")),
    _part("meeting-points", "xlsx", gettext_lazy("Meeting points"), _venue("place")),
    _part("blocks", "xlsx", gettext_lazy("Blocks of meeting times"), _venue("block")),
    _personal("demand", "xlsx", gettext_lazy("Demand, counted"), _of_matching(demand_lines)),
    _personal(
        "wishes",
        "xlsx",
        gettext_lazy("Requests that were sent"),
        _of_matching(lambda service: wish_lines(sent_wishes(service))),
    ),
    _personal(
        "confirmations",
        "xlsx",
        gettext_lazy("Who confirmed their meetings"),
        _of_matching(lambda service: confirmation_lines(expected_people(service))),
    ),
    _personal("timetable", "xlsx", gettext_lazy("Timetable by meeting"), _of_matching(_timetable)),
    _personal("people", "xlsx", gettext_lazy("Timetable by person"), _of_matching(_timetable_of_people)),
    _personal("timetable-ids", "json", gettext_lazy("Timetable for the engine, numbers only"), _engine_file),
    _personal("report", "pdf", gettext_lazy("Report"), _report_as("pdf")),
    _personal("report-figures", "xlsx", gettext_lazy("Figures of the report"), _report_as("xlsx")),
    _part("statistics", "json", gettext_lazy("Published statistics"), _published),
    _part(
        "record-of-processing",
        "pdf",
        gettext_lazy("Record of processing"),
        partial(_document, _record, "pdf"),
    ),
    _personal("access-log", "xlsx", gettext_lazy("Access log"), partial(_document, _log, "xlsx")),
)


def parts_of(*, is_personal: bool) -> Sequence[_Part]:
    """What goes in: everything, or what tells of nobody."""
    return [one for one in PARTS if is_personal or not one.is_personal]


def complete_file(
    event: Event,
    service: Service | None,
    *,
    is_personal: bool,
    now: datetime,
    tell: Callable[[int, int], None],
) -> bytes:
    """The files that there are, packed, after a list of what each holds; `tell` hears how many are made."""
    source, wanted = _Source(event=event, service=service, now=now), parts_of(is_personal=is_personal)
    lines: list[Sequence[str | int]] = [(_("File"), _("Content"), _("Personal data"), _("Bytes"))]
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as box:
        for number, part in enumerate(wanted):
            tell(number, len(wanted))
            made, name = part.make(source), dated_name(event.slug, part.what, part.ending)
            if made is None:
                lines.append(("–", _("%(file)s: there is none") % {"file": part.label}, "", 0))
                continue
            box.writestr(name, made)
            lines.append((name, str(part.label), _("yes") if part.is_personal else _("no"), len(made)))
        box.writestr(dated_name(event.slug, "contents", "csv"), csv_file(lines))
    tell(len(wanted), len(wanted))
    return data.getvalue()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def everything_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What the file holds; asked for it, the page of the job that packs it."""
    event, by, _service = event_for_team(request, slug)
    if request.method == "POST":
        job = ask_for_everything(
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
    event, by, _service = event_for_team(request, slug)
    rows = Job.objects.filter(pk=job_id, kind=JOB, state=JobState.DONE, payload__event_id=event.pk)
    job = rows.first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if job is None or not name or not default_storage.exists(name):
        raise Http404
    is_personal = bool(job.payload["is_personal"])
    note_fetched(event=event, is_personal=is_personal, by=by, now=timezone.now())
    what = "everything" if is_personal else "without-names"
    with default_storage.open(name) as file:
        return download(file.read(), dated_name(event.slug, what, "zip"))
