"""Wishes come in as a list and go out as one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from string import ascii_uppercase
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, dated_name, table_download
from handschlag.common.table_import.cells import (
    CellFault,
    ImportFault,
    ParsedRow,
    Unreadable,
    chosen_fields,
    guess_columns,
    likeliest,
    load_fields,
)
from handschlag.common.table_import.drafts import (
    Messages,
    TableForm,
    column_views,
    columns_in,
    fault_message,
    field_labels,
    refusal_message,
    table_field,
)
from handschlag.common.table_import.reading import read_tables, texts_by_field
from handschlag.common.times import format_day_and_time
from handschlag.common.web import refusal_message as common_refusal_message
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import requests
from handschlag.matching.access import no_matching_yet, require_team
from handschlag.matching.agreed_meetings import lock_service
from handschlag.matching.engine.admission import all_or_nothing, forget_own_controllers, in_one_go
from handschlag.matching.engine_input import living
from handschlag.matching.models import Party, RequestState, Service, WishKind
from handschlag.matching.models.wishes import LONGEST_PURPOSE
from handschlag.registration.models import Registration
from handschlag.registration.registrations import get_confirmed

MOST_WISHES: Final = 500
WISH_FIELDS: Final = load_fields(Path(__file__).with_name("wish_columns.csv"))
KINDS: Final[Mapping[str, str]] = {
    "must": "must",
    "must meet": "must",
    "unbedingt": "must",
    "muss": "must",
    "want": "want",
    "want to meet": "want",
    "gern": "want",
    "will": "want",
    "möchte": "want",
    "maybe": "maybe",
    "vielleicht": "maybe",
}


class WishField(StrEnum):
    """Every list needs all of them."""

    SENDER = "sender"
    RECEIVER = "receiver"
    KIND = "kind"
    PURPOSE = "purpose"


class WishFault(StrEnum):
    """What can be wrong with a row beside its cells."""

    NOBODY = "nobody"  # nobody who takes part has this address or number
    OUTSIDE = "outside"  # somebody has, who is registered and takes no part in matching
    NO_KIND = "no_kind"
    THEMSELVES = "themselves"
    TWICE = "twice"
    NO_COLUMN = "no_column"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedWish:
    """A row that can be read: participants by their ids."""

    row: int
    sender: int
    receiver: int
    kind: str
    purpose: str


def parse_wishes(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[int, str],
    first_row: int,
    people: Mapping[str, int],
    outside: Collection[str] = (),
) -> tuple[list[ImportedWish], list[ImportFault]]:
    """`rows` begins with the headings; `people` has participants by address and by number.

    `outside` has the same words for those who are registered and take no part in matching.
    """
    at = {field: index for index, field in columns.items()}
    if missing := [field for field in WishField if field not in at]:
        head = str(first_row)
        return [], [ImportFault(field=one, kind=WishFault.NO_COLUMN, cell=head) for one in missing]
    wishes: dict[tuple[int, int], ImportedWish] = {}
    faults: list[ImportFault] = []
    for number, texts in texts_by_field(rows, columns=columns, first_row=first_row):
        row = _parsed(ParsedRow(number=number, texts=texts, columns=at), people, outside)
        pair = (row.values.get(WishField.SENDER, 0), row.values.get(WishField.RECEIVER, 0))
        if not row.faults and pair in wishes:
            row.add_fault(WishField.RECEIVER, WishFault.TWICE, row=wishes[pair].row)
        if row.faults:
            faults += row.faults
        else:
            wishes[pair] = ImportedWish(row=number, **row.values)
    return list(wishes.values()), faults


def _parsed(row: ParsedRow, people: Mapping[str, int], outside: Collection[str]) -> ParsedRow:
    for field in WishField:
        if not row.text(field):
            row.add_fault(field, CellFault.MISSING)
    sender = row.read(WishField.SENDER, partial(_person, people, outside))
    receiver = row.read(WishField.RECEIVER, partial(_person, people, outside))
    row.read(WishField.KIND, partial(_found, KINDS, WishFault.NO_KIND))
    row.read(WishField.PURPOSE, _purpose)
    if sender is not None and sender == receiver:
        row.add_fault(WishField.RECEIVER, WishFault.THEMSELVES)
    return row


def _person(people: Mapping[str, int], outside: Collection[str], text: str) -> int:
    return _found(people, WishFault.OUTSIDE if text.lower() in outside else WishFault.NOBODY, text)


def _found[Value](known: Mapping[str, Value], fault: WishFault, text: str) -> Value:
    if text.lower() not in known:
        raise Unreadable(fault)
    return known[text.lower()]


def _purpose(text: str) -> str:
    if len(text) > LONGEST_PURPOSE:
        raise Unreadable(CellFault.TOO_LONG)
    return text


def without_rows(
    rows: Sequence[Sequence[str]], faults: Iterable[ImportFault], *, first_row: int
) -> list[list[str]]:
    """The rows with a fault are empty: they say nothing, and the others keep their numbers."""
    out = {int(fault.cell.lstrip(ascii_uppercase)) for fault in faults}
    return [
        [""] * len(row) if number in out and number > first_row else list(row)
        for number, row in enumerate(rows, start=first_row)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WishImport:
    """What was sent, or would be; with faults nothing was."""

    sent: int = 0
    held: int = 0  # the other one had asked before: both have said yes, and there is a meeting
    faults: tuple[ImportFault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentWish:
    """A request towards one person. What people only noted for themselves is not among these."""

    sender: Registration
    receiver: Registration
    kind: str
    purpose: str
    state: str
    sent_at: datetime


def people_by_word(service: Service) -> dict[str, int]:
    """Everybody who takes part now, by e-mail address and by the number of the registration."""
    rows = living(service)
    found: dict[str, int] = {}
    for pk, registration, email in rows.order_by("pk").values_list(
        "pk", "registration_id", "registration__email"
    ):
        found[str(registration)] = pk
        if email:
            found.setdefault(email.lower(), pk)
    return found


def words_for_outsiders(service: Service) -> frozenset[str]:
    """Addresses and numbers of everybody who is registered and takes no part."""
    rows = get_confirmed(service.event_id).exclude(pk__in=living(service).values("registration_id"))
    pairs = rows.values_list("pk", "email")
    return frozenset(word for pk, email in pairs for word in (str(pk), email.lower()) if word)


def sent_wishes(service: Service) -> Iterator[SentWish]:
    """Two queries, in the order in which they were sent."""
    rows = Party.objects.filter(request__service=service).select_related("participant__registration")
    by_request: dict[int, list[Party]] = {}
    for row in rows.select_related("request").order_by("request__sent_at", "request_id", "pk"):
        by_request.setdefault(row.request_id, []).append(row)
    for parties in by_request.values():
        sender = next((one for one in parties if one.is_sender), None)
        for other in parties if sender else ():
            if sender and other is not sender:
                yield SentWish(
                    sender=sender.participant.registration,
                    receiver=other.participant.registration,
                    kind=sender.kind,
                    purpose=sender.request.purpose,
                    state=sender.request.state,
                    sent_at=sender.request.sent_at,
                )


class _Undone(Exception):
    """Nothing of it stays."""


def import_wishes(
    *, service_id: int, wishes: Sequence[ImportedWish], is_trial: bool, by: Subject, now: datetime
) -> WishImport:
    """Every wish becomes a request. A trial does the same, and undoes it."""
    found = WishImport()
    try:
        with transaction.atomic():
            service = lock_service(service_id)
            require_team(by, service.event_id)
            with all_or_nothing(service), in_one_go():
                found = _send_each(wishes, by=by, now=now)
                if is_trial or found.faults:
                    raise _Undone
            _record(service, found, by=by, now=now)
    except _Undone:
        pass
    return found


def _send_each(wishes: Sequence[ImportedWish], *, by: Subject, now: datetime) -> WishImport:
    """Each row by itself, the musts first, so that every fault is known at once."""
    states: list[str] = []
    faults: dict[int, ImportFault] = {}
    for wish in sorted(wishes, key=lambda wish: (wish.kind != "must", wish.row)):
        try:
            with transaction.atomic():
                request = requests.send_request(
                    participant_id=wish.sender,
                    towards_id=wish.receiver,
                    kind=wish.kind,
                    purpose=wish.purpose,
                    has_link=False,
                    by=by,
                    now=now,
                )
            states.append(request.state)
        except Refusal as no:
            forget_own_controllers()
            faults[wish.row] = ImportFault(field="", kind=no.reason, cell=str(wish.row))
    held = sum(state == RequestState.ACCEPTED for state in states)
    return WishImport(sent=len(states), held=held, faults=tuple(faults[row] for row in sorted(faults)))


def _record(service: Service, found: WishImport, *, by: Subject, now: datetime) -> None:
    changes = {"requests": [None, found.sent], "meetings": [None, found.held]}
    audit.record(verb="matching.wishes_brought", target=service, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def record_wish_export(*, service: Service, number: int, by: Subject, now: datetime) -> None:
    """A list of requests leaves the platform: who took it is written down."""
    require_team(by, service.event_id)
    changes = {"requests": [None, number]}
    audit.record(verb="matching.wishes_exported", target=service, by_id=by.user_id, now=now, changes=changes)


class WishListForm(TableForm):
    table = table_field(
        gettext_lazy("Wish list"), gettext_lazy("XLSX or CSV, up to 500 rows, with column headings.")
    )


_MOST_SHOWN: Final = 200
_FAULTS: Final[Messages] = {
    CellFault.MISSING: gettext_lazy("This cell is empty."),
    CellFault.TOO_LONG: gettext_lazy("Enter no more than 200 characters."),
    WishFault.NOBODY: gettext_lazy("No participant has this address or number."),
    WishFault.OUTSIDE: gettext_lazy("This person is registered but not in matchmaking."),
    WishFault.NO_KIND: gettext_lazy("Enter must, want or maybe."),
    WishFault.THEMSELVES: gettext_lazy("Sender and recipient are the same person."),
    WishFault.TWICE: gettext_lazy("Row %(row)s has the same pair."),
    WishFault.NO_COLUMN: gettext_lazy("Not included"),
}
_KINDS: Final[Mapping[str, str | Promise]] = {
    WishKind.MUST: gettext_lazy("must"),
    WishKind.WANT: gettext_lazy("want"),
    WishKind.MAYBE: gettext_lazy("maybe"),
}


def trial_of(
    found: WishImport, *, rows: Sequence[Sequence[str]], columns: Mapping[int, str], packed: str
) -> dict[str, Any]:
    """What a file would bring: nothing while it has a fault; `packed` carries its rows on."""
    outside = [fault for fault in found.faults if fault.kind is WishFault.OUTSIDE]
    faults = [_fault_line(fault) for fault in found.faults if fault.kind is not WishFault.OUTSIDE]
    return {
        "answer": _answer_of(found),
        "outside": _outside_line(outside),
        "faulty": len({fault.cell.lstrip(ascii_uppercase) for fault in found.faults if _can_be_left(fault)}),
        "tone": "wait" if found.faults else "ok",
        "packed": packed,
        "columns": column_views(rows[0], rows[1:], columns),
        "labels": field_labels(WISH_FIELDS),
        "faults": faults[:_MOST_SHOWN],
        "hidden": max(0, len(faults) - _MOST_SHOWN),
        "expected": 0 if found.faults else found.sent,
    }


def _can_be_left(fault: ImportFault) -> bool:
    """Without a column no row can be read: leaving rows out does not help."""
    return fault.kind is not WishFault.NO_COLUMN


def _outside_line(faults: Sequence[ImportFault]) -> str:
    """All rows that wait for somebody to join, in one sentence; empty where there are none."""
    if not faults:
        return ""
    people = len({fault.value.lower() for fault in faults})
    rows = len({fault.cell.lstrip(ascii_uppercase) for fault in faults})
    text = ngettext(
        "%(people)s person on this list is registered but not in matchmaking; rows with them: %(rows)s.",
        "%(people)s people on this list are registered but not in matchmaking; rows with them: %(rows)s.",
        people,
    )
    return text % {"people": people, "rows": rows}


def _answer_of(found: WishImport) -> str:
    if found.faults:
        number = sum(fault.kind is not WishFault.OUTSIDE for fault in found.faults)
        if not number:
            return _("Nothing was sent: not everyone on the list takes part yet.")
        text = ngettext(
            "Nothing was sent: %(n)s error. Correct it in your file and upload it again.",
            "Nothing was sent: %(n)s errors. Correct them in your file and upload it again.",
            number,
        )
        return text % {"n": number}
    text = ngettext("%(n)s request would be sent.", "%(n)s requests would be sent.", found.sent)
    more = _("Meetings confirmed immediately: %(n)s.") % {"n": found.held} if found.held else ""
    return " ".join(filter(None, [text % {"n": found.sent}, more]))


def _fault_line(fault: ImportFault) -> tuple[ImportFault, str, str]:
    """What is at fault, the name of its column, and what is wrong with it."""
    known = fault.kind in _FAULTS
    words = fault_message(fault.kind, fault.details, _FAULTS) if known else common_refusal_message(fault.kind)
    return fault, field_labels(WISH_FIELDS).get(fault.field, _("the whole row")), words


def wish_lines(rows: Iterable[SentWish]) -> Iterator[Sequence[str]]:
    """A head that the import understands, and one line for each person who was asked."""
    yield (
        *(_("Sender"), _("Recipient"), _("Wish"), _("Purpose"), _("Status"), _("Sent on")),
        *(_("Number of the sender"), _("Name of the sender")),
        *(_("Number of the recipient"), _("Name of the recipient")),
    )
    for one in rows:
        yield (
            *(one.sender.email, one.receiver.email),
            str(_KINDS.get(one.kind, "")),
            *(one.purpose, str(_STATES[RequestState(one.state)]), format_day_and_time(one.sent_at)),
            *(str(one.sender.pk), one.sender.name),
            *(str(one.receiver.pk), one.receiver.name),
        )


_STATES: Final[Mapping[RequestState, str | Promise]] = {
    RequestState.OPEN: gettext_lazy("open"),
    RequestState.ACCEPTED: gettext_lazy("accepted"),
    RequestState.ROUND: gettext_lazy("waits for the next round"),
    RequestState.WATCHED: gettext_lazy("on the waiting list"),
    RequestState.DECLINED: gettext_lazy("declined"),
    RequestState.WITHDRAWN: gettext_lazy("withdrawn"),
    RequestState.LAPSED: gettext_lazy("expired"),
}


UNFIT, A_DAY = 422, 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    rows: Sequence[Sequence[str]]
    first_row: int
    columns: Mapping[int, str]


def _own(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service]:
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    service = Service.objects.filter(event=event).select_related("event").first()
    if service is None:
        raise no_matching_yet(request, event, by)
    return event, by, service


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wish_lists_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A list is looked at; applied, it is read once more, and then all of it is sent or nothing."""
    event, by, service = _own(request, slug)
    if request.method != "POST":
        return _page(request, event, by, form=WishListForm())
    is_file = "packed" not in request.POST
    form = WishListForm(request.POST, request.FILES) if is_file else WishListForm()
    table = _table_in(form) if is_file else _unpacked(request, event)
    if table is None:
        return _page(request, event, by, form=form, status=UNFIT)
    is_trial = request.POST.get("do") != "apply"
    found = _imported(service, table, is_trial=is_trial, by=by)
    if request.POST.get("do") == "leave_out" and found.faults:
        rows = without_rows(table.rows, found.faults, first_row=table.first_row)
        table = replace(table, rows=rows)
        found = _imported(service, table, is_trial=True, by=by)
    if not is_trial and not found.faults:
        messages.success(request, _("All %(n)s requests on the list have been sent.") % {"n": found.sent})
        return redirect("matching:exchange", slug=slug)
    packed = signing.dumps(
        {"rows": table.rows, "first_row": table.first_row}, salt=_salt(event), compress=True
    )
    looked = trial_of(found, rows=table.rows, columns=table.columns, packed=packed)
    return _page(request, event, by, form=WishListForm(), looked=looked)


def _page(
    request: HttpRequest,
    event: Event,
    by: Subject,
    *,
    form: WishListForm,
    looked: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = console_context(event, by, current="matching:exchange", form=form, looked=looked)
    return render(request, "matching/wish_lists.html", context, status=status)


def _imported(service: Service, table: _Table, *, is_trial: bool, by: Subject) -> WishImport:
    """Faults of cells first; only a list without any is tried."""
    wishes, faults = parse_wishes(
        table.rows,
        columns=table.columns,
        first_row=table.first_row,
        people=people_by_word(service),
        outside=words_for_outsiders(service),
    )
    if faults:
        return WishImport(faults=tuple(faults))
    return import_wishes(service_id=service.pk, wishes=wishes, is_trial=is_trial, by=by, now=timezone.now())


def _table_in(form: WishListForm) -> _Table | None:
    """What the file holds, or nothing and the reason at the form."""
    if not form.is_valid():
        return None
    try:
        sheets = read_tables(form.content)
    except Refusal as no:
        form.add_error("table", refusal_message(no.reason, no.details))
        return None
    sheet = sheets[likeliest(sheets, WISH_FIELDS, set(WishField))]
    if len(sheet.rows) > MOST_WISHES + 1:
        form.add_error("table", _("The list has more than 500 rows. Split it into several files."))
        return None
    columns = guess_columns(sheet.rows[0], WISH_FIELDS)
    return _Table(rows=sheet.rows, first_row=sheet.first_row, columns=columns)


def _unpacked(request: HttpRequest, event: Event) -> _Table | None:
    """What the page carried, with the columns that were chosen on it."""
    try:
        content = signing.loads(request.POST["packed"], salt=_salt(event), max_age=A_DAY)
        width = len(content["rows"][0])
        columns = chosen_fields(columns_in(request.POST), width=width, allowed=set(WishField))
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please upload the file again."))
        return None
    except Refusal as no:
        messages.error(request, refusal_message(no.reason, no.details))
        return None
    return _Table(**content, columns=columns)


def _salt(event: Event) -> str:
    return f"matching.wishes:{event.pk}"


@never_cache
@require_safe
def wishes_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Everything that was sent; nothing that people only noted for themselves."""
    event, by, service = _own(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    lines = list(wish_lines(sent_wishes(service)))
    record_wish_export(service=service, number=len(lines) - 1, by=by, now=timezone.now())
    return table_download(lines, dated_name(event.slug, "wishes", ending))
