"""Sheets, table cards, the list of names: asked for, set by a worker, taken away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.language import pick
from handschlag.common.models import Job, JobState
from handschlag.common.names import surname_first
from handschlag.common.printing import qr
from handschlag.common.printing import render as printing_render
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import dated_name
from handschlag.common.times import (
    at_place,
    format_day,
    format_moment,
    format_short_day,
    format_time,
    local_date,
)
from handschlag.events.access import refuse_readers
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import explanations
from handschlag.matching.access import GET_OR_POST, event_with_service, message_refusal, require_team
from handschlag.matching.models import Meeting, Participant, Seat, Service
from handschlag.matching.names import Called, everybody, parties_of
from handschlag.matching.refusals import PlanRefusal
from handschlag.matching.versions import differences, latest_number, latest_version
from handschlag.registration.access import paper_link_of
from handschlag.registration.models import Registration
from treffen.language import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedMeeting:
    """One meeting, for print."""

    starts_at: datetime
    place: str
    people: tuple[int, ...]
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    person: Called
    language: str
    token: str
    lines: Sequence[PrintedMeeting]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything a print needs, read once."""

    event: Event
    version: int
    is_draft: bool  # nothing is published, or something else
    receipt: str
    people: Mapping[int, Called]
    sheets: Sequence[PersonSheet]
    places: Mapping[str, Sequence[PrintedMeeting]]


def pack_of(service: Service) -> Pack:
    """All that the prints show; a draft where nothing is published or the timetable differs from it."""
    people, parties = everybody(service), parties_of(service)
    own: dict[int, list[PrintedMeeting]] = defaultdict(list)
    places: dict[str, list[PrintedMeeting]] = defaultdict(list)
    rows = Meeting.objects.filter(service=service).select_related("place", "request")
    for row in rows.order_by("place__position", "place__code", "starts_at"):
        line = PrintedMeeting(
            starts_at=row.starts_at,
            place=row.place.code,
            people=parties[row.request_id],
            purpose=row.request.purpose,
        )
        places[row.place.code].append(line)
        for person in line.people:
            own[person].append(line)
    version = latest_version(service)
    return Pack(
        event=service.event,
        version=version.number if version else 0,
        is_draft=version is None or bool(differences(service, version)),
        receipt=str(version.receipt.get("plan", "")).removeprefix("sha256:")[:8] if version else "",
        people=people,
        sheets=sheets_of(_registrations_of(service, own), people, own),
        places=places,
    )


def _registrations_of(
    service: Service, own: Mapping[int, Sequence[PrintedMeeting]]
) -> dict[int, Registration]:
    rows = Participant.objects.filter(service=service, left_at=None).select_related("registration")
    return {row.pk: row.registration for row in rows if row.pk in own}


def sheets_of(
    registrations: Mapping[int, Registration],
    people: Mapping[int, Called],
    own: Mapping[int, Sequence[PrintedMeeting]],
) -> list[PersonSheet]:
    """In the order of the pile: by surname."""
    found = [
        PersonSheet(
            person=people[pk],
            language=row.language,
            token=paper_link_of(row),
            lines=sorted(own[pk], key=lambda one: one.starts_at),
        )
        for pk, row in registrations.items()
    ]
    return sorted(found, key=lambda one: (fold(surname_first(one.person.name)), one.person.id))


PRINT: Final = "matching.print"
PACKS: Final = ("sheets", "cards", "names")


def ask_for_pack(*, service: Service, pack: str, by: Subject, now: datetime) -> Job:
    """Sheets for people, cards for places, or the list of names, of the timetable as it stands."""
    require_team(by, service.event_id)
    if pack not in PACKS or not Meeting.objects.filter(service=service).exists():
        raise Refusal(PlanRefusal.NO_MEETING)
    audit.record(
        verb="matching.printed", target=service, by_id=by.user_id, now=now, changes={"pack": [None, pack]}
    )
    payload = {"service_id": service.pk, "slug": service.event.slug, "pack": pack}
    return enqueue(kind=PRINT, payload=payload, owner_id=by.user_id, now=now)


TEMPLATES: Final = {
    "sheets": "matching/printing/sheets.typ",
    "cards": "matching/printing/cards.typ",
    "names": "matching/printing/names.typ",
}
EVERY: Final = 25
type Tell = Callable[[int, int], None]


def printed_pack(pack: Pack, kind: str, *, language: str, now: datetime, tell: Tell) -> bytes:
    """The file of one pack."""
    with override(language), at_place(pack.event.time_zone):
        title = pick(pack.event.title_de, pack.event.title_en)
        made = {
            "sheets": lambda: _sheets(pack, now, tell),
            "cards": lambda: _cards(pack, tell),
            "names": lambda: _names(pack, tell),
        }[kind]()
        data = {
            "title": f"{TITLES[kind]()}: {title}",
            "event": title,
            "stand": foot_line(pack, now),
            **made,
        }
    return printing_render(TEMPLATES[kind], data, language=language, now=now)


def foot_line(pack: Pack, now: datetime) -> str:
    """The line at the foot of a print: draft or version, and as of when."""
    said = {"at": format_moment(now), "version": pack.version, "receipt": pack.receipt}
    if pack.is_draft:
        return _("Draft · as of %(at)s") % said
    if pack.version and pack.receipt:
        return _("As of %(at)s · version %(version)s · verification record %(receipt)s") % said
    return _("As of %(at)s") % said


def _sheets(pack: Pack, now: datetime, tell: Tell) -> dict[str, Any]:
    found = []
    for number, one in enumerate(pack.sheets, start=1):
        found.append(_sheet(one, pack, now))
        if number % EVERY == 0 or number == len(pack.sheets):
            tell(number, len(pack.sheets))
    return {"sheets": found}


def _sheet(one: PersonSheet, pack: Pack, now: datetime) -> dict[str, Any]:
    """In the language of the person, whatever the pack speaks."""
    with override(one.language):
        return {
            "name": one.person.name,
            "organisation": one.person.organisation,
            "lang": one.language,
            "days": [
                {"title": format_day(day), "lines": [_line(row, one.person.id, pack) for row in rows]}
                for day, rows in _by_day(one.lines)
            ],
            "late-title": _("Late or unable to come?"),
            "late": _late_words(pack.event),
            "more": _("Has it changed? Look here:"),
            "alt": _("QR code for your day"),
            "code": qr(_address_of(one.token)),
            "event": pick(pack.event.title_de, pack.event.title_en),
            "stand": foot_line(pack, now),
        }


def _late_words(event: Event) -> str:
    if event.contact_phone:
        return _("Call %(phone)s so that nobody waits for you in vain.") % {"phone": event.contact_phone}
    return _("Tell reception so that nobody waits for you in vain.")


def _by_day(rows: Sequence[PrintedMeeting]) -> list[tuple[date, list[PrintedMeeting]]]:
    """On paper no time stands without its day."""
    found: dict[date, list[PrintedMeeting]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: one.starts_at):
        found[local_date(row.starts_at)].append(row)
    return list(found.items())


def _line(row: PrintedMeeting, own: int, pack: Pack) -> dict[str, Any]:
    others = [pack.people[pk] for pk in row.people if pk != own and pk in pack.people]
    return {
        "time": format_time(row.starts_at),
        "who": ", ".join(one.name for one in others),
        "from": ", ".join(dict.fromkeys(one.shown for one in others if one.shown)),
        "why": row.purpose,
        "place": row.place,
    }


def _address_of(token: str) -> str:
    return settings.BASE_URL + reverse("matching:day", args=[token])


def _cards(pack: Pack, tell: Tell) -> dict[str, Any]:
    found = [
        {
            "place": code,
            "days": [
                {"title": format_day(day), "lines": [_pair(row, pack) for row in own]}
                for day, own in _by_day(rows)
            ],
        }
        for code, rows in pack.places.items()
    ]
    tell(len(found), len(found))
    phone = pack.event.contact_phone
    return {"cards": found, "desk": _("Questions? Call %(phone)s.") % {"phone": phone} if phone else ""}


def _pair(row: PrintedMeeting, pack: Pack) -> dict[str, str]:
    return {"time": format_time(row.starts_at), "who": explanations.pair(row.people, pack.people)}


def _names(pack: Pack, tell: Tell) -> dict[str, Any]:
    found = [
        {
            "name": surname_first(one.person.name),
            "from": one.person.organisation,
            "days": [
                {
                    "title": format_short_day(day),
                    "spots": ", ".join(
                        f"{format_time(row.starts_at)}\N{NO-BREAK SPACE}{row.place}" for row in rows
                    ),
                }
                for day, rows in _by_day(one.lines)
            ],
        }
        for one in pack.sheets
    ]
    tell(len(found), len(found))
    return {"heads": [_("Name"), _("Organisation"), _("Meetings")], "people": found}


TITLES: Final[dict[str, Callable[[], str]]] = {
    "sheets": lambda: _("Sheets"),
    "cards": lambda: _("Table cards"),
    "names": lambda: _("Names and meetings"),
}


CURRENT = "matching:prints"


@never_cache
@require_http_methods(GET_OR_POST)
def prints_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of prints; asked for one, it leads to the job that makes it."""
    event, by, service = event_with_service(request, slug)
    if request.method == "POST":
        try:
            job = ask_for_pack(service=service, pack=request.POST.get("pack", ""), by=by, now=timezone.now())
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
    event, by, service = event_with_service(request, slug)
    refuse_readers(event, by)  # codes on the sheets open pages of these people
    rows = Job.objects.filter(pk=job_id, kind=PRINT, state=JobState.DONE, payload__service_id=service.pk)
    job = rows.first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if job is None or not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{dated_name(slug, job.payload["pack"], "pdf")}"'
    response["Cache-Control"] = "private, no-store"
    return response
