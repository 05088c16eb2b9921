"""Partners of an actor, all year: for the actor's own people, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, may_awake, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import page_number
from handschlag.directory.models import Actor
from handschlag.directory.queries.managing import has_entered
from handschlag.directory.queries.public import is_public
from handschlag.matching.actions import partner_interests, partner_search
from handschlag.matching.forms.partner_search import InterestForm
from handschlag.matching.models import InterestState
from handschlag.matching.screens.partner_search import interest_screen, overview_screen, partners_screen

UNFIT = 422


def _own(request: HttpRequest, slug: str) -> tuple[Actor, Subject]:
    """The actor, for its own people only; one that is not public may still end its search."""
    by = subject_of(request.user)
    if by.user_id is None:
        require(by, Action.FIND_PARTNERS)
    actor = Actor.objects.filter(slug=slug, merged_into=None).first()
    if actor is None:
        raise Http404
    owns = has_entered(by, actor.pk)
    if not may_awake(by, Action.FIND_PARTNERS, owns=owns):
        raise Http404
    require(by, Action.FIND_PARTNERS, owns=owns)
    return actor, by


def _own_public(request: HttpRequest, slug: str) -> tuple[Actor, Subject]:
    actor, by = _own(request, slug)
    if not is_public(actor):
        raise Http404
    return actor, by


@require_safe
def partner_overview(request: HttpRequest) -> HttpResponse:
    """All actors for which this person speaks."""
    by = subject_of(request.user)
    require(by, Action.FIND_PARTNERS, owns=True)
    screen = overview_screen(by, page=page_number(request), now=timezone.now())
    return render(request, "matching/partners/overview.html", {"screen": screen})


@require_safe
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """The list with its reasons, who asked whom, and contacts."""
    actor, by = _own_public(request, slug)
    screen = partners_screen(actor, by=by, now=timezone.now())
    return render(request, "matching/partners/partners.html", {"screen": screen})


@require_POST
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """The actor takes part from now on, or no longer."""
    actor, by = _own(request, slug)
    is_begun = request.POST.get("do") == "begin"
    act: Callable[..., Any] = partner_search.begin_search if is_begun else partner_search.end_search
    words = (
        _("Your organisation looks for partners now. The list is ready within a minute.")
        if is_begun
        else _("Your organisation no longer looks for partners. The list is deleted.")
    )
    return _done(request, actor, lambda: act(actor_id=actor.pk, by=by, now=timezone.now()), words)


@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: HttpRequest, slug: str, other: int) -> HttpResponse:
    """One line of purpose to an organisation on the list."""
    actor, by = _own_public(request, slug)
    now = timezone.now()
    screen = interest_screen(actor, other, by=by, now=now)
    if screen is None:
        raise Http404
    initial = {"purpose": screen["purpose"]}
    form, fault = InterestForm(request.POST if request.method == "POST" else None, initial=initial), ""
    if form.is_bound and form.is_valid():
        try:
            made = partner_interests.express_interest(
                actor_id=actor.pk, other_id=other, purpose=form.cleaned_data["purpose"], by=by, now=now
            )
        except Refusal as no:
            fault = refusal_message(no.reason)
        else:
            is_agreed = made.state == InterestState.AGREED
            messages.success(
                request,
                _("Both have said yes. You find the contact below.")
                if is_agreed
                else _("Your interest is sent. The other organisation has 30 days to answer."),
            )
            return redirect("matching:partners", slug)
    context = {"screen": screen, "form": form, "fault": fault}
    return render(request, "matching/partners/interest.html", context, status=UNFIT if form.is_bound else 200)


@require_POST
def unwanted(request: HttpRequest, slug: str, other: int) -> HttpResponse:
    """Rather not; or after all."""
    actor, by = _own_public(request, slug)
    is_cleared = request.POST.get("do") == "clear"
    act = partner_search.clear_unwanted if is_cleared else partner_search.set_unwanted
    words = (
        _("The organisation may stand on your list again.")
        if is_cleared
        else _("Taken off your list. Nobody else learns of it. You can undo it at the end of this page.")
    )
    return _done(
        request, actor, lambda: act(actor_id=actor.pk, other_id=other, by=by, now=timezone.now()), words
    )


@require_POST
def answer(request: HttpRequest, slug: str, other: int) -> HttpResponse:
    """Yes, no or later to somebody's interest; or one's own is withdrawn."""
    actor, by = _own_public(request, slug)
    answers: dict[str, tuple[Callable[..., Any], str]] = {
        "yes": (partner_interests.say_yes, _("Both have said yes. You find the contact below.")),
        "no": (partner_interests.say_no, _("You said no. Nobody is told. You can still change your mind.")),
        "later": (partner_interests.say_later, _("Put off. You can answer until the time is over.")),
        "withdraw": (partner_interests.withdraw_interest, _("Your interest is withdrawn.")),
    }
    if request.POST.get("do") not in answers:
        raise Http404
    act, words = answers[request.POST["do"]]
    return _done(
        request, actor, lambda: act(actor_id=actor.pk, other_id=other, by=by, now=timezone.now()), words
    )


def _done(request: HttpRequest, actor: Actor, act: Callable[[], Any], words: str) -> HttpResponse:
    """What became of it stands at the head of the page."""
    try:
        act()
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, words)
    if is_public(actor):
        return redirect("matching:partners", actor.slug)
    return redirect("matching:partner_overview")
