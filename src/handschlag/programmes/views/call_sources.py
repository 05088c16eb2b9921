"""Funding calls from tables and from feeds of others, for editors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import table_download
from handschlag.common.table_import.refusal_messages import refusal_message as import_message
from handschlag.programmes.actions import call_feeds, call_table
from handschlag.programmes.forms.call_sources import CallFeedForm, CallTableForm
from handschlag.programmes.queries.call_desk import feeds_of_calls
from handschlag.programmes.rules.call_table import FIELDS
from handschlag.programmes.screens.call_sources import feed_rows, report_screen

UNFIT = 422


def _editor(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_PROGRAMME)
    return by


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """A table is checked, or taken over as drafts if nothing in it is wrong."""
    by, screen, is_sent = _editor(request), None, request.method == "POST"
    form = CallTableForm(request.POST, request.FILES) if is_sent else CallTableForm()
    if is_sent and form.is_valid():
        try:
            report = call_table.take_over(
                content=form.content,
                is_trial="apply" not in request.POST,
                by=by,
                now=timezone.now(),
                today=timezone.localdate(),
            )
        except Refusal as no:
            form.add_error("table", import_message(no.reason, no.details))
        else:
            if report.is_applied:
                words = ngettext("%(n)s draft was added.", "%(n)s drafts were added.", report.count)
                messages.success(request, words % {"n": report.count})
                return redirect("programmes:call_desk")
            screen = report_screen(report)
    context: dict[str, Any] = {"form": form, "report": screen}
    status = UNFIT if form.errors or (screen and screen["faults"]) else 200
    return render(request, "programmes/calls/table.html", context, status=status)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A table with the headings alone."""
    _editor(request)
    return table_download([[field.german for field in FIELDS]], "handschlag-calls.xlsx")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponse:
    """The feeds that are read every day, and the form for another one."""
    by, is_sent = _editor(request), request.method == "POST"
    form = CallFeedForm(request.POST) if is_sent else CallFeedForm()
    if is_sent and form.is_valid():
        given = form.cleaned_data
        programme = given["programme"]
        try:
            call_feeds.add_feed(
                title=given["title"],
                url=given["url"],
                programme_id=programme.pk if programme else None,
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error("url", refusal_message(no.reason))
        else:
            messages.success(request, _("The feed is read every day. Its entries become drafts."))
            return redirect("programmes:call_feeds")
    context = {"form": form, "rows": list(feed_rows(feeds_of_calls()))}
    return render(request, "programmes/calls/feeds.html", context, status=UNFIT if is_sent else 200)


@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """A feed is read no longer, or again."""
    is_active = request.POST.get("active") == "yes"
    call_feeds.switch_feed(feed_id=pk, is_active=is_active, by=_editor(request), now=timezone.now())
    return redirect("programmes:call_feeds")
