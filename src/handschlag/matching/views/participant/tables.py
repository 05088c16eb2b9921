"""Topic tables by personal link: hosting one, joining and leaving."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.queries import subject_of
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.matching.actions import topic_tables
from handschlag.matching.forms.tables import TableForm
from handschlag.matching.models import Participant, TopicTable
from handschlag.matching.queries.tables import people_at
from handschlag.matching.screens.participant.tables import tables_screen
from handschlag.matching.views.participant.invitation import GET_OR_POST, UNFIT
from handschlag.matching.web.decorators import for_participants


@require_http_methods(GET_OR_POST)
@for_participants
def tables(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """All tables, and the form of whoever hosts one."""
    form, fault = TableForm(request.POST if request.method == "POST" else None), ""
    if form.is_bound and form.is_valid():
        try:
            topic_tables.offer_table(
                participant_id=participant.pk,
                **form.cleaned_data,
                has_link=True,
                by=subject_of(request.user),
                now=timezone.now(),
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(request, _("Your table is open. Others can join now."))
            return redirect("matching:tables", token=token)
    screen = tables_screen(participant, token=token, now=timezone.now())
    context = {"screen": screen, "shell": screen["shell"], "token": token, "form": form, "fault": fault}
    return render(request, "matching/people/tables.html", context, status=UNFIT if form.is_bound else 200)


@require_POST
@for_participants
def join(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """One press; what became of it stands at the table."""

    def act() -> str:
        table = topic_tables.join_table(
            table_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        return _("You have a seat.") if participant.pk in people_at(table) else _("Your wish is noted.")

    return _back(request, token, act)


@require_POST
@for_participants
def leave(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """The seat is free again; of one's own table, all are told."""

    def act() -> str:
        table: TopicTable = topic_tables.leave_table(
            table_id=number,
            participant_id=participant.pk,
            has_link=True,
            by=subject_of(request.user),
            now=timezone.now(),
        )
        if table.host_id == participant.pk:
            return _("Your table is withdrawn. Whoever had a seat will be told.")
        return _("Your seat is free again.")

    return _back(request, token, act)


def _back(request: HttpRequest, token: str, act: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    return redirect("matching:tables", token=token)
