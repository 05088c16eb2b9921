"""The last look before people are disturbed, versions, receipts, and whoever is told by telephone."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import dated_name
from handschlag.common.times import format_moment, format_slot, local_date
from handschlag.design.components.organiser import Receipt, ReceiptLine, Table, TableRow
from handschlag.design.components.parts import Link, Pages
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import adoption, explanations
from handschlag.matching.access import GET_OR_POST, event_with_service, message_refusal
from handschlag.matching.engine.receipts import broken_now
from handschlag.matching.explanations import occasion
from handschlag.matching.models import Notice, Run, Service, TimetableVersion
from handschlag.matching.moves.pages import consents_needed, consents_of
from handschlag.matching.names import Called, everybody, parties_of
from handschlag.matching.publishing import actions
from handschlag.matching.publishing.actions import endings_of, notices_of
from handschlag.matching.versions import (
    ChangeKind,
    MeetingChange,
    PublishedMeeting,
    by_person,
    changes_between,
    current_meetings,
    differences,
    latest_version,
    moves_after_fixing,
    published_meetings_in,
    valid_meetings,
    version_of,
    versions_of,
)
from handschlag.registration.emails import example_of

CHANGES_ON_A_PAGE: Final = 40  # of each kind
_LONGEST: Final = 100  # letters of what is searched for


def change_lists(
    event: Event,
    found: Sequence[MeetingChange],
    people: Mapping[int, Called],
    *,
    endings: Mapping[int, tuple[str, str]] | None,
    asked: Mapping[str, str],
) -> dict[str, Any]:
    """The page of each kind that is `asked` for by its name, of meetings of people with `q` in their names.

    Without `endings` no occasions are told. Places alone are folded until somebody asks for something there.
    """
    text = " ".join(asked.get("q", "")[:_LONGEST].split())
    shown = _of_people_called(text, found, people) if text else found
    pages = {
        kind: Paginator(several, CHANGES_ON_A_PAGE).get_page(asked.get(kind.value, "1"))
        for kind in ChangeKind
        if (several := [one for one in shown if one.kind is kind])
    }
    return {
        "groups": [
            {
                "id": f"changes-{kind.value}",
                "title": f"{_(kind.label)}, {format_number(page.paginator.count)}",
                "rows": [_row(event, one, people, endings) for one in page],
                "pages": _pages(kind, pages, text=text),
                "is_folding": kind is ChangeKind.ELSEWHERE,
                "is_open": bool(text) or kind.value in asked,
            }
            for kind, page in pages.items()
        ],
        "text": text,
        "is_searched": bool(text) or len(found) > CHANGES_ON_A_PAGE,
    }


def _of_people_called(
    text: str, changes: Iterable[MeetingChange], people: Mapping[int, Called]
) -> list[MeetingChange]:
    words = text.replace(",", " ").casefold().split()

    def is_called(one: Called) -> bool:
        said = f"{one.name} {one.organisation}".casefold()
        return all(word in said for word in words)

    called = {pk for pk, one in people.items() if is_called(one)}
    return [one for one in changes if not called.isdisjoint(one.people)]


def _pages(kind: ChangeKind, pages: Mapping[ChangeKind, Page[MeetingChange]], *, text: str) -> Pages:
    """The ways to other pages of this kind; the other kinds stay where they are."""
    others = {one.value: page.number for one, page in pages.items() if one is not kind and page.number > 1}
    here = pages[kind]
    return Pages(
        number=here.number,
        count=here.paginator.num_pages,
        query=urlencode({"q": text, **others} if text else others),
        parameter=kind.value,
        place=f"changes-{kind.value}",
    )


def _row(
    event: Event,
    one: MeetingChange,
    people: Mapping[int, Called],
    endings: Mapping[int, tuple[str, str]] | None,
) -> dict[str, str]:
    by = ""
    if one.old and one.new and one.kind is ChangeKind.MOVED:
        by = _by(one.old.starts_at, one.new.starts_at)
    return {
        "who": explanations.pair(one.people, people),
        "old": _spot(event, one.old),
        "new": _spot(event, one.new),
        "by": by,
        "why": "" if endings is None else occasion(one, endings),
    }


def _spot(event: Event, told: PublishedMeeting | None) -> str:
    if told is None:
        return ""
    return f"{format_slot(told.starts_at, with_day=event.has_days)} · {told.place_code}"


def _by(old: datetime, new: datetime) -> str:
    if local_date(old) != local_date(new):
        return _("on another day")
    minutes = round((new - old).total_seconds() / 60)
    text = _("%(n)s min later") if minutes > 0 else _("%(n)s min earlier")
    return text % {"n": format_number(abs(minutes))}


def what_to_tell(event: Event, one: Notice, people: Mapping[int, Called]) -> str:
    """What somebody who is called has to know of all their changes."""
    return ", ".join(_words_of_change(event, change, one.participant_id, people) for change in one.changes)


def _words_of_change(event: Event, change: Mapping[str, Any], own: int, people: Mapping[int, Called]) -> str:
    others = explanations.names((pk for pk in change["people"] if pk != own), people)
    spot = change["new"] or change["old"]
    group = gettext(ChangeKind(change["kind"]).label)
    time = format_slot(datetime.fromisoformat(spot[0]), with_day=event.has_days)
    return f"{time} {spot[1]} {others} ({group})"


def receipt_of(event: Event, version: TimetableVersion) -> Receipt:
    """What was verified at publishing; without stored files there is no command to repeat it."""
    found = version.receipt
    lines = [
        ReceiptLine(
            label=_("Version"),
            value=f"{version.number}, {format_moment(version.published_at)}",
        ),
        ReceiptLine(label=_("Meetings"), value=format_number(found["meetings"])),
        *(_goal_line(one) for one in found["goals"]),
        ReceiptLine(
            label=_("Independent check"),
            value=_("%(n)s rules, code of its own") % {"n": format_number(found["rules"])},
        ),
        ReceiptLine(label=_("Random seed"), value=str(found["seed"])),
        *_file_lines(found),
        ReceiptLine(label=_("Programs"), value=_programs(found["versions"])),
    ]
    has_files = found.get("has_files", True)
    flag = "" if found.get("has_reasons") else " --no-reasons"  # meetings that no run has planned lack them
    url = reverse("matching:receipt", args=[event.slug, version.number, "zip"])
    return Receipt(
        title=_("Verification record"),
        verdict=_("0 violations"),
        lines=lines,
        command=f"treffen verify problem.json plan.json{flag}" if has_files else "",
        download=Link(label=_("Verification record and data (pseudonymous)"), url=url) if has_files else None,
    )


def draft_receipt(meetings: int, run: Run | None, *, broken: int) -> Receipt:
    """What would be published now: goals and bounds are known where it is an adopted run's plan as it is."""
    summary = run.summary if run else {"goals": ()}
    violations = ngettext("%(n)s violation", "%(n)s violations", broken) % {"n": format_number(broken)}
    lines = [
        ReceiptLine(label=_("Meetings"), value=format_number(meetings)),
        *(_goal_line({**one, "verdict": ""}) for one in summary["goals"]),
    ]
    if run is None:
        lines.append(ReceiptLine(label=_("Goals"), value=_("are measured when it is published")))
    return Receipt(title=_("Check before publishing"), verdict=violations, lines=lines, is_valid=not broken)


def _file_lines(found: Mapping[str, Any]) -> list[ReceiptLine]:
    """By which hashes the files are known, and that people who were erased went out of them."""
    if not found.get("has_files", True):
        return [ReceiptLine(label=_("Files"), value=_("deleted, because people in them were deleted"))]
    lines = [
        ReceiptLine(label=_("Input"), value=_short(found["input"]), is_code=True),
        ReceiptLine(label=_("Plan file"), value=_short(found["plan"]), is_code=True),
    ]
    if count := found.get("redacted", 0):
        said = ngettext(
            "checked again after the deletion of %(n)s person, without their requirements",
            "checked again after the deletion of %(n)s people, without their requirements",
            count,
        )
        lines.append(ReceiptLine(label=_("Changed"), value=said % {"n": format_number(count)}))
    return lines


def _goal_line(one: Mapping[str, Any]) -> ReceiptLine:
    is_more_better = one["goal"] == "value"  # of every other goal, less is better
    words = _("%(value)s of at most %(bound)s") if is_more_better else _("%(value)s (at least %(bound)s)")
    value = words % {"value": format_number(one["value"]), "bound": format_number(one["bound"])}
    gap = abs(one["bound"] - one["value"])
    is_proved = not gap and one["verdict"] != "on_trust"
    return ReceiptLine(
        label=explanations.short_goal(one["goal"]),
        value=value,
        proof=_("optimal") if is_proved else "",
        bound="" if is_proved else _("gap %(n)s") % {"n": format_number(gap)},
    )


def _short(digest: str) -> str:
    """The ends of a hash, as people compare it."""
    text = digest.removeprefix("sha256:")
    return f"{text[:4]} {text[4:8]} … {text[-4:]}"


def _programs(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {versions[name]}" for name in ("treffen", "highspy") if name in versions)


def publish_screen(
    event: Event,
    service: Service,
    found: Sequence[MeetingChange],
    *,
    version: TimetableVersion | None,
    versions: Sequence[TimetableVersion],
    people: Mapping[int, Called],
    meetings: int,
    run: Run | None,
    broken: int,
    consents: Mapping[str, Any],
    notices: Sequence[Notice],
    lists: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """What differs from the last version; nothing is published without consent or against a rule."""
    told, is_new = by_person(found), bool(found) or consents["agreed"] > 0
    is_over, is_stopped = local_date(now) > event.last_day, bool(consents["stuck"] or broken)
    return {
        "title": _title(version, is_new=is_new),
        "sentence": _sentence(found, meetings),
        "grounds": _("The event is over. Nothing is published or sent.")
        if is_over
        else _grounds(service, told, people=people, stuck=consents["stuck"], broken=broken, now=now),
        "is_stopped": is_stopped and not is_over,
        "told": len(told),
        "may_publish": is_new and not is_stopped and not is_over,
        "may_ask": consents["concerned"] > 0 and not is_over,
        "consents": consents,
        **lists,
        "messages": () if is_over else _messages_of(told),
        "calls": _calls_of(event, notices, people),
        "draft": draft_receipt(meetings, run, broken=broken) if found and not is_over else None,
        "receipt": receipt_of(event, version) if version and version.receipt else None,
        "version": version,
        "is_fixed": now >= service.fixed_at,
        "versions": versions,
        "standing": None if found else version,  # to which there is no way back
        **_mailing(notices),
    }


def _mailing(notices: Sequence[Notice]) -> dict[str, int]:
    """How many are told by email, and how many of them have been."""
    mailed = [one for one in notices if not one.is_on_paper]
    return {"mailed": len(mailed), "sent": sum(one.sent_at is not None for one in mailed)}


def _calls_of(
    event: Event, notices: Sequence[Notice], people: Mapping[int, Called]
) -> list[tuple[Notice, Called | None, str]]:
    """Whom nobody reaches by mail, and what they have to know."""
    on_paper = [one for one in notices if one.is_on_paper]
    return [(one, people.get(one.participant_id), what_to_tell(event, one, people)) for one in on_paper]


def _title(version: TimetableVersion | None, *, is_new: bool) -> str:
    if is_new or version is None:
        return _("Publish version %(number)s") % {"number": version.number + 1 if version else 1}
    return _("Version %(number)s is published") % {"number": version.number}


def _sentence(found: Sequence[MeetingChange], meetings: int) -> str:
    count = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    if not found:
        return ngettext(
            "%(n)s meeting is unchanged.",
            "%(n)s meetings are unchanged.",
            meetings,
        ) % {"n": format_number(meetings)}
    stay = meetings - count[ChangeKind.MOVED] - count[ChangeKind.NEW]
    if len(found) == count[ChangeKind.NEW] and not stay:
        text = ngettext("%(n)s new meeting.", "%(n)s new meetings.", len(found))
        return text % {"n": format_number(len(found))}
    parts = (
        (stay, ngettext("%(n)s meeting is unchanged", "%(n)s meetings are unchanged", stay)),
        (count[ChangeKind.MOVED], ngettext("%(n)s moves", "%(n)s move", count[ChangeKind.MOVED])),
        (count[ChangeKind.NEW], ngettext("%(n)s is new", "%(n)s are new", count[ChangeKind.NEW])),
        (
            count[ChangeKind.DROPPED],
            ngettext("%(n)s is cancelled", "%(n)s are cancelled", count[ChangeKind.DROPPED]),
        ),
    )
    told = [
        text % {"n": format_number(number)}
        for number, text in (parts[0], *(one for one in parts[1:] if one[0]))
    ]
    return ", ".join(told) + "."


def _grounds(
    service: Service,
    told: Mapping[int, Any],
    *,
    people: Mapping[int, Called],
    stuck: int,
    broken: int,
    now: datetime,
) -> str:
    here = sum(not one.has_left or one.id in told for one in people.values())
    said = [
        _("Nobody gets a message.")
        if not told
        else _("%(told)s of %(people)s people get a message; nothing changes for %(quiet)s.")
        % {
            "told": format_number(len(told)),
            "people": format_number(here),
            "quiet": format_number(max(0, here - len(told))),
        }
    ]
    if broken:
        text = ngettext(
            "The check found %(n)s violated rule, so the plan cannot be published.",
            "The check found %(n)s violated rules, so the plan cannot be published.",
            broken,
        )
        said.append(text % {"n": format_number(broken)})
    if stuck:
        said.append(consents_needed(stuck))
    elif now < service.fixed_at:
        fixed = format_moment(service.fixed_at)
        said.append(_("Before the cut-off date (%(at)s) nobody has to agree.") % {"at": fixed})
    return " ".join(said)


def _messages_of(told: Mapping[int, Sequence[MeetingChange]]) -> Sequence[tuple[str, int]]:
    kinds = (ChangeKind.MOVED, ChangeKind.NEW, ChangeKind.DROPPED)
    counts = {kind: sum(any(one.kind is kind for one in rows) for rows in told.values()) for kind in kinds}
    return [(_(kind.label), count) for kind, count in counts.items() if count]


def meetings_table(meetings: Iterable[PublishedMeeting], people: Mapping[int, Called]) -> Table:
    """Meetings as they were published."""
    return Table(
        title=_("Meetings"),
        heads=[_("Time"), _("Meeting point"), _("Who")],
        rows=[
            TableRow(
                cells=[format_moment(one.starts_at), one.place_code, explanations.pair(one.people, people)]
            )
            for one in meetings
        ],
    )


def by_time_and_place(meeting: PublishedMeeting) -> tuple[datetime, int, str]:
    """T2 before T10."""
    return meeting.starts_at, len(meeting.place_code), meeting.place_code


def rollback_screen(
    event: Event,
    found: Sequence[MeetingChange],
    people: Mapping[int, Called],
    *,
    asked: Mapping[str, str],
) -> dict[str, Any]:
    """`found` leads from that version to now: the way back turns times around, and loses nobody."""
    count = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    return {
        "moved": count[ChangeKind.MOVED],
        "new": count[ChangeKind.NEW],
        "dropped": count[ChangeKind.DROPPED],
        **change_lists(event, found, people, endings=None, asked=asked),
    }


CURRENT = "matching:publishing"
ON_A_PAGE = 200


def publishing_context(
    event: Event, service: Service, *, asked: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """What has changed since the last version; moves count as stuck only after the fix date."""
    version = latest_version(service)
    told = current_meetings(service)
    found = changes_between(valid_meetings(version), told)
    people = everybody(service)
    stuck = moves_after_fixing(found) if now >= service.fixed_at else ()
    return publish_screen(
        event,
        service,
        found,
        version=version,
        versions=versions_of(service),
        people=people,
        meetings=len(told),
        run=actions.adopted_run_of(service, told) if found else None,
        broken=broken_now(service),
        consents=consents_of(
            event, service, version, stuck, people, parties_of(service, service.moves.values("request_id"))
        ),
        notices=notices_of(version),
        lists=change_lists(event, found, people, endings=endings_of(service), asked=asked),
        now=now,
    )


@never_cache
@require_safe
def publishing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of changes not published yet, for the event's own team."""
    event, by, service = event_with_service(request, slug)
    screen = publishing_context(event, service, asked=request.GET, now=timezone.now())
    kind = "matching.changed" if screen["version"] else "matching.published"
    context = console_context(
        event,
        by,
        current=CURRENT,
        screen=screen,
        service=service,
        preview=example_of(kind, event, now=timezone.now()),
        preview_of=kind,
    )
    return render(request, "matching/planning/publish.html", context)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes what was seen at this revision, then leads to the page and says how many are told."""
    _event, by, service = event_with_service(request, slug)
    revision = request.POST.get("revision", "")
    try:
        done = actions.publish(
            service_id=service.pk,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else -1,
            note=request.POST.get("note", "")[:200],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        message_refusal(request, no)
        return redirect(CURRENT, slug=slug)
    text = ngettext(
        "Version %(number)s is published. %(n)s person is being notified.",
        "Version %(number)s is published. %(n)s people are being notified.",
        done.told,
    )
    messages.success(request, text % {"number": done.version.number, "n": done.told})
    return redirect(CURRENT, slug=slug)


def _own_version(service: Service, number: int) -> TimetableVersion:
    found = version_of(service, number)
    if found is None:
        raise Http404
    return found


@never_cache
@require_safe
def version_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A version as it was published, with its receipt."""
    event, by, service = event_with_service(request, slug)
    row = _own_version(service, number)
    held = sorted(published_meetings_in(row.content), key=by_time_and_place)
    rows = Paginator(held, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    context = console_context(
        event,
        by,
        current=CURRENT,
        version=row,
        rows=rows,
        meetings=meetings_table(rows, everybody(service)),
        receipt=receipt_of(event, row) if row.receipt else None,
    )
    return render(request, "matching/planning/version.html", context)


@require_safe
def receipt_file(request: HttpRequest, slug: str, number: int, what: str) -> HttpResponse:
    """The files that `treffen verify` takes: ids only, no names."""
    _event, _by, service = event_with_service(request, slug)
    rows = TimetableVersion.objects.filter(service=service, number=number).exclude(plan_json="")
    found = rows.first()
    if found is None:
        raise Http404
    files = {
        "problem": found.problem_json,
        "plan": found.plan_json,
        "receipt": json.dumps(found.receipt, indent=1),
    }
    if what in files:
        response = HttpResponse(files[what], content_type="application/json")
        response["Content-Disposition"] = f'attachment; filename="{what}.json"'  # as the command names it
        return response
    if what != "zip":
        raise Http404
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as box:
        for key, text in files.items():
            box.writestr(f"{key}.json", text)
    response = HttpResponse(data.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = (
        f'attachment; filename="{dated_name(slug, f"timetable-{number}", "zip")}"'
    )
    return response


@never_cache
@require_http_methods(GET_OR_POST)
def roll_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What it would change is shown first; then the version becomes the draft."""
    event, by, service = event_with_service(request, slug)
    row = _own_version(service, number)
    if request.method != "POST":
        screen = rollback_screen(event, differences(service, row), everybody(service), asked=request.GET)
        context = console_context(event, by, current=CURRENT, screen=screen, version=row)
        return render(request, "matching/planning/rollback.html", context)
    return _rolled_back(request, slug, service, row, by)


def _rolled_back(
    request: HttpRequest, slug: str, service: Service, row: TimetableVersion, by: Subject
) -> HttpResponse:
    try:
        adoption.roll_back(service_id=service.pk, number=row.number, by=by, now=timezone.now())
    except Refusal as no:
        message_refusal(request, no)
    else:
        text = _("The draft now has the times of version %(number)s. Nobody has been told yet.")
        messages.success(request, text % {"number": row.number})
    return redirect(CURRENT, slug=slug)


@require_POST
def confirm_told_by_phone(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Somebody was told by telephone."""
    _event, by, service = event_with_service(request, slug)
    if not service.versions.filter(notices__pk=number).exists():
        raise Http404
    actions.note_told(notice_id=number, by=by, now=timezone.now())
    return redirect(CURRENT, slug=slug)
