"""Visitors report, editors read."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.limits import LimitFault
from handschlag.accounts.rules.policy import Action, require
from handschlag.accounts.web.sessions import place
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.pages.actions import reports
from handschlag.pages.forms.reports import ReportForm, sealed_time
from handschlag.pages.models import Report, ReportKind
from handschlag.pages.queries import reports as queries
from handschlag.pages.rules.reports import ReportFault
from handschlag.pages.screens.operator import operator

AT_ONCE = 25


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """The form for a report to the editors; what it is about may come with the address."""
    now = timezone.now()
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid() and _is_sent(request, form):
            return redirect("pages:contact_sent")
        form.renew(now)
        return _contact_page(request, form, status=422)
    kind = request.GET.get("kind", "")
    first = {
        "kind": kind if kind in ReportKind.values else ReportKind.MISSING_NETWORK,
        "about": request.GET.get("about", "")[:300],
        "shown": sealed_time(now),
    }
    return _contact_page(request, ReportForm(initial=first))


def _contact_page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "operator": operator()}
    return render(request, "pages/contact.html", context, status=status)


def _is_sent(request: HttpRequest, form: ReportForm) -> bool:
    now, given = timezone.now(), form.cleaned_data
    draft = reports.Draft(
        kind=ReportKind(given["kind"]),
        text=given["text"],
        about=given["about"],
        source=given["source"],
        name=given["name"],
        email=given["email"],
        language=(get_language() or "de")[:2],
        trap=given["homepage"],
        taken=form.age(now),
    )
    try:
        reports.send_report(draft=draft, place=place(request), by=subject_of(request.user), now=now)
    except Refusal as no:
        field = "homepage" if no.reason is ReportFault.TRAPPED else None
        form.add_error(field, _message_of(no))
        return False
    return True


def _message_of(no: Refusal) -> str:
    if no.reason is LimitFault.TOO_OFTEN:
        return gettext("Too many reports from your internet connection. Try again in an hour.")
    return refusal_message(no.reason)


@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    """The page that says that the report arrived."""
    return render(request, "pages/contact_sent.html")


@never_cache
@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The open reports, or those that are done, for those who handle reports."""
    require(subject_of(request.user), Action.HANDLE_REPORT)
    is_done = "done" in request.GET
    rows = Paginator(queries.reports(is_done=is_done), AT_ONCE).get_page(request.GET.get("page", "1"))
    return render(request, "pages/reports.html", {"rows": rows, "is_done": is_done})


@require_POST
def report_done(request: HttpRequest, number: int) -> HttpResponse:
    """Marks a report as done, then leads to the list; says so where somebody else was faster."""
    report = get_object_or_404(Report, pk=number)
    if reports.mark_done(report=report, by=subject_of(request.user), now=timezone.now()):
        messages.success(request, gettext("The report is done."))
    else:
        messages.info(request, gettext("Someone else was faster: the report was done already."))
    return redirect("pages:reports")


@require_POST
def report_open(request: HttpRequest, number: int) -> HttpResponse:
    """Marks a report as open again, then leads to the list."""
    report = get_object_or_404(Report, pk=number)
    if reports.mark_open(report=report, by=subject_of(request.user), now=timezone.now()):
        messages.success(request, gettext("The report is open again."))
    return redirect("pages:reports")
