"""Rules with their prices; interpreters; pairs that are kept apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.common.refusals import Refusal
from handschlag.events.web.console import console_context
from handschlag.matching.actions import forbidding, pricing
from handschlag.matching.actions import rules as actions
from handschlag.matching.forms.preparing import InterpreterForm
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.preparing import addresses_of, count_forbidden
from handschlag.matching.rules.rulebook import RuleKind, book_of
from handschlag.matching.screens.preparing.refusal_messages import refusal_message
from handschlag.matching.screens.preparing.rules import as_saved, draft_in, rules_screen
from handschlag.matching.views.preparing.frame import own
from handschlag.matching.web.not_yet import no_matching_yet

FOLDER = "matching/preparing"


@never_cache
@require_safe
def rules(request: HttpRequest, slug: str) -> Any:
    """One rule may be open, with a change that is only tried."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    book = book_of(service.rules.all())
    draft = draft_in(request.GET, pairs=request.GET.getlist("pair"), book=book)
    has_requests = draft.kind is not None or book.number(RuleKind.LEAST) is not None
    facts = load_engine_input(service, has_requests=has_requests)
    screen = rules_screen(
        event,
        service,
        facts,
        book=book,
        prices=pricing.prices_for(service, now=timezone.now()),
        draft=draft,
    )
    context = console_context(event, by, current="matching:set_up", screen=screen, form=InterpreterForm())
    return render(request, f"{FOLDER}/rules.html", context)


@require_POST
def save_rule(request: HttpRequest, slug: str) -> Any:
    """Saves one rule, then leads to the rules; what cannot be read changes nothing."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    book = book_of(service.rules.all())
    draft = draft_in(request.POST, pairs=request.POST.getlist("pair"), book=book)
    term, seen = as_saved(draft, book), request.POST.get("seen", "")
    if term is None or not seen.isdecimal():
        return redirect("matching:rules", slug=slug)
    try:
        actions.set_rule(service_id=service.pk, term=term, seen=int(seen[:9]), by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        messages.success(request, _("Rule saved."))
    return redirect("matching:rules", slug=slug)


@require_POST
def interpreters(request: HttpRequest, slug: str) -> Any:
    """One more, or one less."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    form, gone = InterpreterForm(request.POST), request.POST.get("remove", "")
    try:
        if gone.isdecimal():
            actions.remove_interpreter(service_id=service.pk, pk=int(gone[:15]), by=by, now=timezone.now())
        elif form.is_valid():
            actions.add_interpreter(service_id=service.pk, by=by, now=timezone.now(), **form.cleaned_data)
        else:
            messages.error(request, _("Enter a name and at least two languages, for example de, en."))
    except Refusal as no:
        messages.error(request, refusal_message(no))
    return redirect("matching:rules", slug=slug)


@never_cache
@require_safe
def forbidden(request: HttpRequest, slug: str) -> Any:
    """How many pairs; no names before somebody asks for them."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    number = count_forbidden(service)
    context = console_context(event, by, current="matching:set_up", number=number, is_shown=False)
    return render(request, f"{FOLDER}/forbidden.html", context)


@never_cache
@require_POST
def show_forbidden(request: HttpRequest, slug: str) -> Any:
    """The names, which is written down; and changes of them."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    now = timezone.now()
    try:
        if (gone := request.POST.get("remove", "")).isdecimal():
            forbidding.allow(service_id=service.pk, pk=int(gone[:15]), by=by, now=now)
            messages.success(request, _("This pair is no longer blocked."))
        elif request.POST.get("one"):
            one, other = (request.POST.get(name, "").strip() for name in ("one", "other"))
            forbidding.forbid_by_address(
                service_id=service.pk,
                one=one,
                other=other,
                reason=request.POST.get("reason", "")[:200],
                by=by,
                now=now,
            )
            messages.success(request, _("This pair is now blocked."))
    except Refusal as no:
        messages.error(request, refusal_message(no))
    pairs = forbidding.show(service_id=service.pk, by=by, now=now)
    context = console_context(
        event,
        by,
        current="matching:set_up",
        number=len(pairs),
        is_shown=True,
        pairs=pairs,
        people=addresses_of(service),
    )
    return render(request, f"{FOLDER}/forbidden.html", context)
