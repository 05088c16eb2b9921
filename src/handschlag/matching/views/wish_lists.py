"""Wishes in and out, for the organisers. The file itself is kept nowhere: the page carries what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Action, Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, table_download
from handschlag.common.table_import.forms import columns_in
from handschlag.common.table_import.reading import read_tables
from handschlag.common.table_import.refusal_messages import refusal_message
from handschlag.common.table_import.rules.fields import chosen_fields, guess_columns, likeliest
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context
from handschlag.matching.actions.wish_lists import import_wishes, record_wish_export
from handschlag.matching.forms.wish_lists import WishListForm
from handschlag.matching.models import Service
from handschlag.matching.queries.wish_lists import people_by_word, sent_wishes, words_for_outsiders
from handschlag.matching.rules.wish_lists import (
    MOST_WISHES,
    WISH_FIELDS,
    WishField,
    WishImport,
    parse_wishes,
    without_rows,
)
from handschlag.matching.screens.wish_lists import trial_of, wish_lines
from handschlag.matching.web.not_yet import no_matching_yet

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
def wish_lists(request: HttpRequest, slug: str) -> HttpResponse:
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
