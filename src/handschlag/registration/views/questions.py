"""The event's own questions, as organisers see and change them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.registration.actions import questions as actions
from handschlag.registration.forms.questions import QuestionForm, initial_question
from handschlag.registration.models import Question
from handschlag.registration.queries.questions import counted_questions, question_of
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST


@never_cache
@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """All questions of the event, with how many have answered."""
    event, by = own(request, slug)
    context = console_context(event, by, current=CURRENT, rows=counted_questions(event.pk))
    return render(request, "registration/organising/questions.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def new_question(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for one more question."""
    event, by = own(request, slug)
    return _form_page(request, event, None, by=by)


@never_cache
@require_http_methods(GET_OR_POST)
def edit_question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form for another wording."""
    event, by = own(request, slug)
    question = question_of(event, pk)
    if question is None:
        raise Http404
    return _form_page(request, event, question, by=by)


def _form_page(request: HttpRequest, event: Event, question: Question | None, *, by: Subject) -> HttpResponse:
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=initial_question(question)
    )
    fault = ""
    if form.is_bound and form.is_valid():
        try:
            actions.save_question(
                event_id=event.pk,
                question_id=question.pk if question else None,
                values=form.values(),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            messages.success(request, _("Saved."))
            return redirect(_next(request, event))
    back = reverse("registration:questions", args=[event.slug])
    crumbs = (Crumb(_("Questions"), back), Crumb(question.label if question else _("New question")))
    context = console_context(
        event, by, current=CURRENT, form=form, question=question, fault=fault, crumbs=crumbs
    )
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/question.html", context, status=status)


def _next(request: HttpRequest, event: Event) -> str:
    """Another new question, or the list."""
    name = "new_question" if "more" in request.POST else "questions"
    return reverse(f"registration:{name}", args=[event.slug])


@require_POST
def change_questions(request: HttpRequest, slug: str) -> HttpResponse:
    """One question goes up, or goes away with its answers."""
    event, by = own(request, slug)
    act = actions.remove_question if request.POST.get("do") == "remove" else actions.move_question_up
    try:
        act(event_id=event.pk, question_id=number_in(request.POST, "question"), by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Saved."))
    return redirect("registration:questions", slug=slug)
