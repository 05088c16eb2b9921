"""Badges and lists: few at once, many by a worker."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.rules.policy import Action, Role, Subject
from handschlag.common.models import Job, JobState
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES
from handschlag.common.table_files.downloads import dated_name, download, table_download
from handschlag.events.models import Event
from handschlag.events.web.access import own_event_or_404
from handschlag.events.web.console import console_context
from handschlag.registration.actions import badges as printing
from handschlag.registration.actions import exporting
from handschlag.registration.actions.badge_designs import remember_paper
from handschlag.registration.forms.badges import BadgesForm
from handschlag.registration.queries.badge_designs import badge_design_of
from handschlag.registration.queries.badges import badge_text_of, people, without_badge
from handschlag.registration.rules.badges import Paper
from handschlag.registration.rules.refusals import CheckInRefusal
from handschlag.registration.screens.badges import (
    badges_screen,
    check_in_lines,
    printed_badges,
    printed_people,
)
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.registering import GET_OR_POST

AT_ONCE = 8
AT_THE_RECEPTION = 60  # the page of a job is for the team
DESK = "registration:desk"


def check_in_event(request: HttpRequest, slug: str) -> tuple[Event, Subject]:
    """The event and who asks, if they may check in there, a pass included; others are refused."""
    return own_event_or_404(request, slug, Action.CHECK_IN)


def is_team(by: Subject) -> bool:
    """Whether more than the reception is open to this person."""
    return Role.RECEPTION not in by.roles


@never_cache
@require_http_methods(GET_OR_POST)
def badges(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for badges; a few are given as a file at once, many lead to the page of the job."""
    event, by = check_in_event(request, slug)
    paper = badge_design_of(event.pk).paper
    data = request.POST if request.method == "POST" else None
    form = BadgesForm(data, initial={"paper": paper})
    if form.is_bound and form.is_valid():
        try:
            return _printed(event, form.cleaned_data, by)
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
    screen = {**badges_screen(event), "form": form, "is_team": is_team(by)}
    context = console_context(event, by, current=DESK, **screen)
    template = "registration/organising/badges.html"
    return render(request, template, context, status=UNFIT if form.is_bound else 200)


def _printed(event: Event, chosen: dict[str, Any], by: Subject) -> HttpResponse:
    """The file where it is small, the page of the job otherwise."""
    person, now = chosen["person"], timezone.now()
    words = badge_text_of(people(event.pk, [person] if person else ()), on=event.first_day)
    if not person and chosen["who"] == "new":
        words = {pk: words[pk] for pk in without_badge(event.pk, words)}
    paper = chosen["paper"] or _paper_for_one(event)
    how = {"paper": paper, "language": chosen["language"]}
    if not is_team(by) and len(words) > AT_THE_RECEPTION:
        raise Refusal(CheckInRefusal.MANY)
    if chosen["paper"] and words:
        remember_paper(event.pk, paper)
    if 0 < len(words) <= (AT_ONCE if is_team(by) else AT_THE_RECEPTION):
        made = printed_badges(event, words, now=now, **how)
        printing.note_printed(event_id=event.pk, words=words, by=by, now=now)
        return download(made, dated_name(event.slug, "badges", "pdf"))
    job = printing.ask_for_badges(event_id=event.pk, ids=list(words), by=by, now=now, **how)
    return redirect("common:job", job.pk)


def _paper_for_one(event: Event) -> Paper:
    """Whoever prints one badge is not asked: it comes on the paper of the last print, a sheet each."""
    paper = Paper(badge_design_of(event.pk).paper)
    return paper if paper.is_single else Paper.A6


@require_safe
def badges_file(request: HttpRequest, slug: str, job_id: int) -> HttpResponse:
    """What a worker has printed; gone after a day, and then quickly printed again."""
    event, _by = check_in_event(request, slug)
    rows = Job.objects.filter(pk=job_id, kind=printing.JOB, state=JobState.DONE, payload__event_id=event.pk)
    job = rows.first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        return download(file.read(), dated_name(slug, "badges", "pdf"))


@never_cache
@require_safe
def check_in_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The list for the desk, by surname; who took it is written down."""
    if ending not in {"pdf", *MEDIA_TYPES}:
        raise Http404
    action = Action.CHECK_IN if ending == "pdf" else Action.HANDLE_REGISTRATIONS
    event, by = own_event_or_404(request, slug, action)
    rows, now = people(event.pk), timezone.now()
    exporting.note_check_in_list(event=event, number=len(rows), by=by, now=now)
    if ending == "pdf":
        made = printed_people(event, rows, language=get_language() or "de", now=now)
        return download(made, dated_name(slug, "desk", "pdf"))
    return table_download(check_in_lines(event, rows), dated_name(slug, "desk", ending))
