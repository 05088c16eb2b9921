"""Everything of an event in one file: its lists, its timetable and its report, with a list of contents."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from handschlag.accounts.hooks.processing_records import processing_records
from handschlag.common.table_files import csv_file
from handschlag.common.table_files.downloads import dated_name
from handschlag.common.table_files.writing import Lines, table_file
from handschlag.common.times import local_date
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_programme import latest
from handschlag.events.rules.schedule import in_json
from handschlag.events.screens.conferences.schedules import conference
from handschlag.events.screens.organise.components import speaker_lines
from handschlag.events.screens.venue import tables
from handschlag.matching.engine.exports import timetable_text
from handschlag.matching.models import Service
from handschlag.matching.queries.confirmations import expected_people
from handschlag.matching.queries.display_names import everybody
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.wish_lists import sent_wishes
from handschlag.matching.screens.planning.timetable_files import lines_by_meeting, lines_by_person
from handschlag.matching.screens.preparing.confirmations import confirmation_lines
from handschlag.matching.screens.preparing.needs import demand_lines
from handschlag.matching.screens.wish_lists import wish_lines
from handschlag.registration.queries.badges import people
from handschlag.registration.queries.lists import registrations_with_choices
from handschlag.registration.screens.badges import check_in_lines
from handschlag.registration.screens.files import needs_lines, registration_lines
from handschlag.statistics.queries.access_log import entries
from handschlag.statistics.queries.networks import names_of
from handschlag.statistics.queries.public import published_of
from handschlag.statistics.queries.reports import reported
from handschlag.statistics.rules.published import decoded
from handschlag.statistics.screens.access_log import log_document
from handschlag.statistics.screens.documents import Document, file_of
from handschlag.statistics.screens.printed import pdf_of
from handschlag.statistics.screens.published_file import published_document
from handschlag.statistics.screens.record import record_document
from handschlag.statistics.screens.report_file import report_document

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
    return registration_lines(event, registrations_with_choices(event.pk))


def _desk(event: Event) -> Lines:
    return check_in_lines(event, people(event.pk))


def _venue(thing: str) -> Callable[[_Source], bytes]:
    return lambda source: tables.file_of(source.event, thing, "xlsx", today=local_date(source.now))


def _programme(source: _Source) -> bytes | None:
    reading = latest(source.event.pk)
    return in_json(conference(source.event, reading)) if reading.published_at else None


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
    return file_of(published_document(source.event, content, names=names_of(content.networks)), "json")


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
    rows = entries(source.event, only_reading=False, first=None, last=None)[:LOG_LINES]
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
