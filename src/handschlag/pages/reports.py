"""Visitors report what is wrong on a page, editors handle it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts import limits
from handschlag.accounts.limits import LimitFault
from handschlag.accounts.models import User, addressee, subject_of
from handschlag.accounts.policy import Action, Role, Subject, require
from handschlag.accounts.sessions import place
from handschlag.common import audit, mail
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.pages import models
from handschlag.pages.models import LONGEST_TEXT, SLOWEST, Report, ReportFault, ReportKind
from handschlag.pages.static_pages import operator


def reports(*, is_done: bool) -> QuerySet[Report]:
    """Open or finished reports with who finished them, the newest first."""
    return Report.objects.filter(done_at__isnull=not is_done).select_related("done_by")


def readers() -> QuerySet[User]:
    """The editors, who get a letter about each report."""
    return User.objects.filter(is_active=True, grants__role=Role.EDITOR).order_by("pk").distinct()


def mail_report(reader: User, report: Report, *, now: datetime) -> None:
    """A letter about the report to one who handles reports, in their own language."""
    with override(reader.language):
        path = reverse("pages:reports")
    mail.send(
        to=reader.email,
        template="pages/mail/report",
        context={"report": report, "path": path},
        language=reader.language,
        now=now,
        recipient=addressee(reader),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to report, and the signs by which machines give themselves away."""

    kind: ReportKind
    text: str
    about: str = ""
    source: str = ""
    name: str = ""
    email: str = ""
    language: str
    trap: str = ""
    taken: timedelta


def send_report(*, draft: Draft, place: str, by: Subject, now: datetime) -> Report:
    """The report is kept, and every editor has a letter about it."""
    fault = models.fault_of(text=draft.text, trap=draft.trap, taken=draft.taken)
    if fault:
        raise Refusal(fault)
    limits.count(models.FROM_A_PLACE, place, now=now)
    limits.count(models.FROM_EVERYWHERE, "all", now=now)
    with transaction.atomic():
        report = Report.objects.create(
            kind=draft.kind,
            text=draft.text,
            about=draft.about,
            source=draft.source,
            name=draft.name,
            email=draft.email,
            language=draft.language,
            sent_at=now,
        )
        audit.record(verb="report.sent", target=report, by_id=by.user_id, now=now)
        for reader in readers():
            mail_report(reader, report, now=now)
    return report


@transaction.atomic
def mark_done(*, report: Report, by: Subject, now: datetime) -> bool:
    """The report is dealt with; False where somebody else was faster."""
    require(by, Action.HANDLE_REPORT)
    is_mine = Report.objects.filter(pk=report.pk, done_at__isnull=True).update(
        done_at=now, done_by_id=by.user_id
    )
    if is_mine:
        audit.record(verb="report.done", target=report, by_id=by.user_id, now=now)
    return bool(is_mine)


@transaction.atomic
def mark_open(*, report: Report, by: Subject, now: datetime) -> bool:
    """The report is open again; False where it was already."""
    require(by, Action.HANDLE_REPORT)
    is_mine = Report.objects.filter(pk=report.pk, done_at__isnull=False).update(done_at=None, done_by=None)
    if is_mine:
        audit.record(verb="report.reopened", target=report, by_id=by.user_id, now=now)
    return bool(is_mine)


@transaction.atomic
def delete_old_senders(*, now: datetime) -> tuple[int, int]:
    """Who sent old reports is forgotten, and very old ones are gone: how many of each."""
    with_contact = Report.objects.exclude(name="", email="")
    forgotten = with_contact.filter(done_at__lt=now - models.KEEP_CONTACT_AFTER_DONE) | with_contact.filter(
        sent_at__lt=now - models.KEEP_CONTACT_AT_MOST
    )
    contacts = forgotten.update(name="", email="")
    gone, _rows = Report.objects.filter(done_at__lt=now - models.KEEP_REPORT_AFTER_DONE).delete()
    return contacts, gone


SALT = "pages.report"
LONG_AGO = SLOWEST * 2  # how old a form is taken to be whose seal is broken
KINDS = (
    (ReportKind.MISSING_NETWORK, _("A network is missing")),
    (ReportKind.ERROR, _("Report an error here")),
    (ReportKind.OTHER, _("Something else")),
)


def sealed_time(now: datetime) -> str:
    """When the form was shown, in a way that nobody can make up."""
    return signing.dumps(now.timestamp(), salt=SALT)


class ReportForm(forms.Form):
    """`homepage` is a trap: people do not see it, and leave it empty."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Your report"),
        help_text=_("For a missing network: its name, its place, and what it works on."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    about = forms.CharField(
        label=_("Page concerned"), required=False, max_length=300, help_text=_("Its address or name")
    )
    source = forms.URLField(
        label=_("Source"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("Link to a public page that confirms it. Without a source we cannot add anything."),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
        help_text=_("Only if you want an answer"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    homepage = forms.CharField(label=_("Leave this field empty"), required=False, max_length=200)
    shown = forms.CharField(widget=forms.HiddenInput)

    def age(self, now: datetime) -> timedelta:
        """How long ago the form was shown."""
        try:
            at = signing.loads(self.cleaned_data["shown"], salt=SALT)
        except signing.BadSignature:
            return LONG_AGO
        return timedelta(seconds=now.timestamp() - float(at))

    def renew(self, now: datetime) -> None:
        """Another try begins: what was typed stays, the seal is new."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "shown": sealed_time(now)}


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
    draft = Draft(
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
        send_report(draft=draft, place=place(request), by=subject_of(request.user), now=now)
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
    rows = Paginator(reports(is_done=is_done), AT_ONCE).get_page(request.GET.get("page", "1"))
    return render(request, "pages/reports.html", {"rows": rows, "is_done": is_done})


@require_POST
def report_done(request: HttpRequest, number: int) -> HttpResponse:
    """Marks a report as done, then leads to the list; says so where somebody else was faster."""
    report = get_object_or_404(Report, pk=number)
    if mark_done(report=report, by=subject_of(request.user), now=timezone.now()):
        messages.success(request, gettext("The report is done."))
    else:
        messages.info(request, gettext("Someone else was faster: the report was done already."))
    return redirect("pages:reports")


@require_POST
def report_open(request: HttpRequest, number: int) -> HttpResponse:
    """Marks a report as open again, then leads to the list."""
    report = get_object_or_404(Report, pk=number)
    if mark_open(report=report, by=subject_of(request.user), now=timezone.now()):
        messages.success(request, gettext("The report is open again."))
    return redirect("pages:reports")
