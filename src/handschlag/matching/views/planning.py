"""Optimisation: runs asked for, watched, compared, adopted."""

from __future__ import annotations

import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.matching.actions import capacity_requests, optimising, plan_adoption
from handschlag.matching.forms.planning import RunForm, fields_of
from handschlag.matching.models import Run, Service
from handschlag.matching.queries.display_names import everybody, parties_of
from handschlag.matching.queries.manual_fixes import fixed_by_hand
from handschlag.matching.queries.proved_changes import changes_in
from handschlag.matching.queries.runs import GOING, has_plan, run_of, run_status_of, runs_of
from handschlag.matching.queries.versions import latest_number
from handschlag.matching.rules.running import Options, options_in, usual_seconds
from handschlag.matching.screens.planning.optimise import optimise_screen
from handschlag.matching.screens.planning.running import run_screen
from handschlag.matching.views.planning_doors import UNFIT, message_refusal, planned

CURRENT = "matching:optimise"
PATIENCE, LOOK = 1.0, 0.05  # seconds: a run that is over sooner shows its result at once


def _page(
    request: HttpRequest, event: Event, by: Subject, service: Service, *, form: RunForm, status: int = 200
) -> HttpResponse:
    runs = runs_of(service)
    chosen = _chosen_of(runs, request.GET.get("run", ""))
    screen = optimise_screen(
        event,
        runs,
        chosen=chosen,
        people=everybody(service),
        parties=parties_of(service),
        by_hand=fixed_by_hand(service),
    )
    context = console_context(
        event,
        by,
        current=CURRENT,
        screen=screen,
        rest=fields_of(Options(keeps_times=True), seconds=30, seed=1),
        again=_again(chosen, screen["longer"]) if chosen and screen["longer"] else None,
        askable=len({one.person for one in changes_in(service, chosen)}) if chosen else 0,
        next_version=latest_number(service) + 1,
        form=form,
    )
    return render(request, "matching/planning/optimise.html", context, status=status)


def _again(run: Run, seconds: int) -> dict[str, str]:
    return fields_of(options_in(run.options), seconds=seconds, seed=run.seed)


def _chosen_of(runs: list[Run], wanted: str) -> Run | None:
    over = [one for one in runs if one.state not in GOING]
    asked = next((one for one in over if str(one.pk) == wanted), None)
    return asked or next((one for one in over if has_plan(one)), None) or next(iter(over), None)


@never_cache
@require_safe
def optimise(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of plans for the event's own team."""
    event, by, service = planned(request, slug)
    seconds = usual_seconds(service.participants.filter(left_at=None).count())
    return _page(
        request, event, by, service, form=RunForm(initial={"seconds": seconds}, is_fixed=_is_fixed(service))
    )


@require_POST
def run_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts a run, waits a moment for it, then leads to its page; refusals lead back to the plans."""
    event, by, service = planned(request, slug)
    form = RunForm(request.POST, is_fixed=_is_fixed(service))
    if not form.is_valid():
        return _page(request, event, by, service, form=form, status=UNFIT)
    chosen = form.cleaned_data
    try:
        run = optimising.start(
            service_id=service.pk,
            options=form.options(),
            name=chosen["name"],
            seconds=chosen["seconds"],
            seed=chosen["seed"],
            key=chosen["key"],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        message_refusal(request, no)
        return redirect(CURRENT, slug=slug)
    _wait_a_moment(run)
    return redirect("matching:run", slug=slug, number=run.pk)


@require_POST
def run_ask(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Whoever could open a door is asked by letter."""
    _event, by, service = planned(request, slug)
    found = run_of(service, number)
    if found is None:
        raise Http404
    sent = capacity_requests.ask_for_capacity(run_id=found.pk, by=by, now=timezone.now())
    said = ngettext("%(n)s email is being sent.", "%(n)s emails are being sent.", sent)
    messages.success(request, said % {"n": sent})
    return redirect(f"{reverse(CURRENT, args=[slug])}?run={found.pk}")


def _is_fixed(service: Service) -> bool:
    return timezone.now() >= service.fixed_at


def _wait_a_moment(run: Run) -> None:
    until = time.monotonic() + PATIENCE
    while run.state in GOING and time.monotonic() < until:
        time.sleep(LOOK)
        run.refresh_from_db(fields=["state"])


def _own_run(service: Service, number: int) -> Run:
    run = run_of(service, number)
    if run is None:
        raise Http404
    return run


@never_cache
@require_safe
def run(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far a run is; when it is over, its result."""
    event, by, service = planned(request, slug)
    row = _own_run(service, number)
    is_part = bool(request.headers.get("HX-Request"))
    if row.state not in GOING:
        url = f"{_reverse_of(slug)}?run={row.pk}"
        return HttpResponse(headers={"HX-Redirect": url}) if is_part else redirect(url)
    now = timezone.now()
    screen = run_screen(run_status_of(row, now=now), now=now)
    part = "matching/planning/run.html#state" if is_part else "matching/planning/run.html"
    return render(request, part, console_context(event, by, current=CURRENT, screen=screen))


def _reverse_of(slug: str) -> str:
    return reverse(CURRENT, args=[slug])


@require_POST
def run_stop(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Asks a run to end with its best plan so far, then leads to its page."""
    _event, by, service = planned(request, slug)
    row = _own_run(service, number)
    try:
        optimising.stop(run_id=row.pk, by=by, now=timezone.now())
    except Refusal as no:
        message_refusal(request, no)
    _wait_a_moment(row)
    return redirect("matching:run", slug=slug, number=number)


@require_POST
def run_discard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Puts a run away with its plan, then leads to the page of plans."""
    _event, by, service = planned(request, slug)
    optimising.discard(run_id=_own_run(service, number).pk, by=by, now=timezone.now())
    messages.success(request, _("The calculation has been discarded. The timetable is unchanged."))
    return redirect(CURRENT, slug=slug)


@require_POST
def adopt(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan becomes the draft of the next version."""
    _event, by, service = planned(request, slug)
    number = request.POST.get("run", "")
    row = _own_run(service, int(number) if number.isdecimal() and len(number) < 16 else 0)
    try:
        done = plan_adoption.adopt(run_id=row.pk, by=by, now=timezone.now())
    except Refusal as no:
        message_refusal(request, no)
        return redirect(f"{_reverse_of(slug)}?run={row.pk}")
    messages.success(request, _words_of(done))
    return redirect("matching:publishing", slug=slug)


def _words_of(done: plan_adoption.AdoptionResult) -> str:
    said = [
        ngettext("%(n)s meeting changes", "%(n)s meetings change", done.moved) % {"n": done.moved},
        ngettext("%(n)s is new", "%(n)s are new", done.new) % {"n": done.new},
    ]
    if done.added:
        late = ngettext(
            "%(n)s answer received in the meantime was included",
            "%(n)s answers received in the meantime were included",
            done.added,
        )
        said.append(late % {"n": done.added})
    if done.asks:
        asked = ngettext(
            "%(n)s published meeting would move; this needs consent",
            "%(n)s published meetings would move; this needs consent",
            done.asks,
        )
        said.append(asked % {"n": done.asks})
    text = _("The plan has been prepared. Compared with the last draft: %(what)s. Nobody has been told yet.")
    return text % {"what": ", ".join(said)}
