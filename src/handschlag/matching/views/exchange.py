"""Wishes in and out, for the organisers. The file itself is kept nowhere: the page carries what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
from handschlag.directory.actions.importing.reading import read_tables
from handschlag.directory.screens.importing.refusals import wording as file_wording
from handschlag.events.models import Event
from handschlag.events.screens.console import console_of
from handschlag.events.web.access import own_event_or_404
from handschlag.matching.actions import bringing
from handschlag.matching.forms.exchange import WishListForm
from handschlag.matching.models import Service
from handschlag.matching.queries.exchange import people_by_word, sent_wishes
from handschlag.matching.rules.wish_lists import MOST_ROWS, Brought, Fact, guess, likeliest, read
from handschlag.matching.screens.exchange import Looked, exchange_screen, looked_at, wish_lines
from handschlag.registration.screens.files import MEDIA, file_of

UNFIT, A_DAY = 422, 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    rows: Sequence[Sequence[str]]
    first_row: int
    sheet: str
    columns: Mapping[Fact, int]


def _exchanged(request: HttpRequest, slug: str) -> tuple[Event, Subject, Service]:
    event, by = own_event_or_404(request, slug, Action.RUN_MATCHING)
    service = Service.objects.filter(event=event).select_related("event").first()
    if service is None:
        raise Http404
    return event, by, service


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest, slug: str) -> HttpResponse:
    """A list is looked at; applied, it is read once more, and then all of it is sent or nothing."""
    event, by, service = _exchanged(request, slug)
    if request.method != "POST":
        return _shown(request, event, by, form=WishListForm())
    is_file = "packed" not in request.POST
    form = WishListForm(request.POST, request.FILES) if is_file else WishListForm()
    table = _table_in(form) if is_file else _unpacked(request, event)
    if table is None:
        return _shown(request, event, by, form=form, status=UNFIT)
    is_trial = request.POST.get("do") != "apply"
    found = _brought(service, table, is_trial=is_trial, by=by)
    if not is_trial and not found.faults:
        messages.success(request, _("All %(n)s requests on the list have been sent.") % {"n": found.sent})
        return redirect("matching:exchange", slug=slug)
    looked = looked_at(
        found,
        headings=table.rows[0],
        columns=table.columns,
        packed=packed(table, event),
        sheet=table.sheet,
    )
    return _shown(request, event, by, form=WishListForm(), looked=looked)


def _shown(
    request: HttpRequest,
    event: Event,
    by: Subject,
    *,
    form: WishListForm,
    looked: Looked | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "console": console_of(event, by=by, current="matching:exchange", today=timezone.localdate()),
        "screen": exchange_screen(event, form, looked),
    }
    return render(request, "matching/exchange.html", context, status=status)


def _brought(service: Service, table: _Table, *, is_trial: bool, by: Subject) -> Brought:
    """Faults of cells first; only a list without any is tried."""
    wishes, faults = read(
        table.rows, columns=table.columns, first_row=table.first_row, people=people_by_word(service)
    )
    if faults:
        return Brought(faults=tuple(faults))
    return bringing.bring(service_id=service.pk, wishes=wishes, is_trial=is_trial, by=by, now=timezone.now())


def _table_in(form: WishListForm) -> _Table | None:
    """What the file holds, or nothing and the reason at the form."""
    if not form.is_valid():
        return None
    try:
        grid, head = likeliest(read_tables(form.content))
    except Refusal as no:
        form.add_error("table", file_wording(no.reason, no.details))
        return None
    rows = grid.rows[head:]
    if len(rows) > MOST_ROWS + 1:
        form.add_error("table", _("The list has more than 500 rows. Split it into several files."))
        return None
    return _Table(rows=rows, first_row=grid.first_row + head, sheet=grid.sheet, columns=guess(rows[0]))


def packed(table: _Table, event: Event) -> str:
    content = {"rows": table.rows, "first_row": table.first_row, "sheet": table.sheet}
    return signing.dumps(content, salt=_salt_of(event), compress=True)


def _unpacked(request: HttpRequest, event: Event) -> _Table | None:
    """What the page carried, with the columns that were chosen on it."""
    try:
        content = signing.loads(request.POST["packed"], salt=_salt_of(event), max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please upload the file again."))
        return None
    chosen = {fact: request.POST.get(f"c-{fact.value}", "") for fact in Fact}
    width = len(content["rows"][0])
    columns = {
        fact: int(text)
        for fact, text in chosen.items()
        if text.isdecimal() and len(text) < 4 and int(text) < width
    }
    return _Table(**content, columns=columns)


def _salt_of(event: Event) -> str:
    return f"matching.wishes:{event.pk}"


@never_cache
@require_safe
def wishes_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Everything that was sent; nothing that people only noted for themselves."""
    event, by, service = _exchanged(request, slug)
    if ending not in MEDIA:
        raise Http404
    lines = list(wish_lines(sent_wishes(service)))
    bringing.note_export(service=service, number=len(lines) - 1, by=by, now=timezone.now())
    response = HttpResponse(file_of(ending, lines), content_type=MEDIA[ending])
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-wishes.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
