"""The result of runs: which plan, what it leaves out and why, and adopting it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_slot
from handschlag.design.components.organiser import GoalRow, Reached, Table, TableRow, Variant, Variants
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching import adoption, explanations, runs
from handschlag.matching.access import UNFIT, event_with_service, message_refusal
from handschlag.matching.engine.options import (
    MOST_SECONDS,
    USUAL,
    Options,
    longer_seconds,
    options_in,
    usual_seconds,
)
from handschlag.matching.manual_changes import ManualFix, fixed_by_hand
from handschlag.matching.models import Run, Service
from handschlag.matching.names import Called, everybody, parties_of
from handschlag.matching.runs import GOING, changes_in, has_plan, run_of, run_screen, run_status_of, runs_of
from handschlag.matching.versions import latest_number

SCENARIOS: Final = (
    ("plain", gettext_lazy("The event as it is")),
    ("more", gettext_lazy("With one table more")),
    ("fewer", gettext_lazy("With one table fewer")),
    ("limits", gettext_lazy("Without personal limits")),
    ("breaks", gettext_lazy("If confirmed meetings could be cancelled (never published)")),
)
ORDERS: Final = {
    "usual": USUAL,
    "calm": ("value", "idle", "shortfall", "talks", "changes"),
    "talks": ("value", "talks", "shortfall", "idle", "changes"),
}


class RunForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    name = forms.CharField(label=gettext_lazy("Name of the plan"), max_length=40, required=False)
    scenario = forms.ChoiceField(label=gettext_lazy("Scenario"), choices=SCENARIOS, initial="plain")
    keeps_times = forms.BooleanField(
        label=gettext_lazy("Keep existing times as far as possible"), required=False
    )
    asks_consent = forms.BooleanField(
        label=gettext_lazy("Published times may also change if everyone concerned agrees first"),
        required=False,
    )
    order = forms.ChoiceField(
        label=gettext_lazy("Second priority"),
        choices=[
            ("usual", gettext_lazy("the minimum for everyone")),
            ("calm", gettext_lazy("no waiting time")),
            ("talks", gettext_lazy("sessions people would like to attend")),
        ],
        initial="usual",
    )
    seconds = forms.IntegerField(
        label=gettext_lazy("Time limit in seconds"), min_value=1, max_value=MOST_SECONDS, initial=30
    )
    seed = forms.IntegerField(label=gettext_lazy("Random seed"), min_value=0, max_value=2**31 - 1, initial=1)

    def __init__(self, *args: Any, is_fixed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_fixed:  # before the fix date they may move anyway
            del self.fields["asks_consent"]

    def options(self) -> Options:
        chosen: dict[str, Any] = self.cleaned_data
        scenario = chosen["scenario"]
        return Options(
            keeps_times=chosen["keeps_times"],
            places_more=int(scenario == "more"),
            places_fewer=int(scenario == "fewer"),
            without_limits=scenario == "limits",
            asks_consent=bool(chosen.get("asks_consent")),
            breaks_promises=scenario == "breaks",
            goals=ORDERS[chosen["order"]],
        )


def fields_of(options: Options, *, seconds: int, seed: int) -> dict[str, str]:
    """What the form of a run would hold to ask for these options again.

    >>> fields_of(Options(places_more=1), seconds=60, seed=1)["scenario"]
    'more'
    """
    scenarios = {
        "more": options.places_more,
        "fewer": options.places_fewer,
        "limits": options.without_limits,
        "breaks": options.breaks_promises,
    }
    fields = {
        "scenario": next((name for name, is_meant in scenarios.items() if is_meant), "plain"),
        "order": next((name for name, goals in ORDERS.items() if goals == options.goals), "usual"),
        "seconds": str(seconds),
        "seed": str(seed),
        "key": str(uuid4()),
    }
    ticked = {"keeps_times": options.keeps_times, "asks_consent": options.asks_consent}
    return fields | {name: "on" for name, is_ticked in ticked.items() if is_ticked}


MOST: Final = 40


def bottlenecks(
    summary: Mapping[str, Any], people: Mapping[int, Called], parties: Mapping[int, Sequence[int]]
) -> Table | None:
    """What keeps agreed meetings from being held, the largest group first; None where nothing does."""
    groups: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    short = _counted(summary["unscheduled"])
    for one in summary["unscheduled"]:
        groups[one["reason"], _narrowest(one, short)].append(one)
    if not groups:
        return None
    found = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST]
    return Table(
        title=_("None of them was confirmed. Grouped by bottleneck, largest first."),
        heads=[_("Bottleneck"), _("With"), _("Open"), _("Reason"), _("Simplest solution"), _("Gain")],
        rows=[_row(key, several, people, parties) for key, several in found],
    )


def _counted(unscheduled: Sequence[Mapping[str, Any]]) -> Mapping[int, int]:
    count: dict[int, int] = defaultdict(int)
    for one in unscheduled:
        for person in one["people"]:
            count[person] += 1
    return count


def _narrowest(one: Mapping[str, Any], count: Mapping[int, int]) -> int:
    """Of those who are in the way, whoever is in the way most often; 0 where nobody is."""
    return max(one["people"], key=lambda person: (count[person], -person), default=0)


def _row(
    key: tuple[str, int],
    several: Sequence[Mapping[str, Any]],
    people: Mapping[int, Called],
    parties: Mapping[int, Sequence[int]],
) -> TableRow:
    reason, person = key
    others = dict.fromkeys(pk for one in several for pk in parties.get(one["request"], ()) if pk != person)
    helped = [one["remedy"] for one in several if one["remedy"] is not None]
    cheapest = min(helped, key=lambda found: found["cost"], default=None)
    what = people[person].name if person in people else explanations.reason(reason)
    return TableRow(
        cells=[
            what,
            explanations.names(others, people),
            format_number(len(several)),
            explanations.reason(reason),
            explanations.remedy(cheapest, people) or _("no proved value"),
            "+ 1" if cheapest else "–",
        ]
    )


LETTERS: Final = "ABCD"


def variants_of(runs: Sequence[Run], chosen: Run | None) -> Variants:
    """Plans side by side, each goal compared with the first plan; every run must have a plan."""
    names = list(dict.fromkeys(one["goal"] for run in runs for one in run.summary["goals"]))
    return Variants(
        title=_("Compare plans"),
        name="run",
        corner=_("Goals, in this order"),
        variants=[_variant(run, LETTERS[at], is_chosen=run == chosen) for at, run in enumerate(runs)],
        goals=[
            GoalRow(label=_("Confirmed meetings kept"), cells=[_kept(run) for run in runs]),
            *(
                GoalRow(label=explanations.goal(name), cells=[_cell(run, runs[0], name) for run in runs])
                for name in names
            ),
        ],
        facts=[
            _informing(_("Meetings"), runs, "held", more_is_better=True),
            _informing(_("People with fewer than 3"), runs, "few", more_is_better=False),
            _informing(_("Tables needed"), runs, "places", more_is_better=None),
            _informing(_("Confirmed meetings with a new time"), runs, "moved", more_is_better=False),
        ],
    )


def _variant(run: Run, letter: str, *, is_chosen: bool) -> Variant:
    return Variant(
        value=str(run.pk),
        label=f"{letter} · {explanations.run_name(run)}",
        sub=_asked(run),
        warning=_("breaks confirmed meetings") if run.options.get("breaks_promises") else "",
        is_chosen=is_chosen,
    )


def _asked(run: Run) -> str:
    """What the scenario changes."""
    options = run.options
    said = []
    if more := options.get("places_more"):
        said.append(ngettext("%(n)s table more", "%(n)s tables more", more) % {"n": more})
    if fewer := options.get("places_fewer"):
        said.append(ngettext("%(n)s table fewer", "%(n)s tables fewer", fewer) % {"n": fewer})
    if options.get("without_limits"):
        said.append(_("without limits for each person"))
    if options.get("keeps_times"):
        said.append(_("times kept as far as possible"))
    if run.adopted_at:
        said.append(_("prepared for publishing"))
    return ", ".join(said)


def _kept(run: Run) -> Reached:
    summary = run.summary
    rest = _("of %(n)s") % {"n": format_number(summary["promised"])}
    lost = summary["promised"] - summary["kept"]
    if lost:
        broken = ngettext("%(n)s violation", "%(n)s violations", lost) % {"n": format_number(lost)}
        return Reached(figure=format_number(summary["kept"]), rest=rest, worse=broken)
    return Reached(figure=format_number(summary["kept"]), rest=rest, proof=_("all"))


def _cell(run: Run, first: Run, name: str) -> Reached:
    found = _value_of(run, name)
    if found is None:
        return Reached(figure="–")
    base = _value_of(first, name)
    is_best = found["value"] == found["bound"]
    sign = "≤" if name == "value" else "≥"
    better, worse = _difference(
        found["value"] - (base["value"] if base else found["value"]), more_is_better=name == "value"
    )
    return Reached(
        figure=format_number(found["value"]),
        proof=_("optimal") if is_best else "",
        bound="" if is_best else f"{sign} {format_number(found['bound'])}",
        better=better,
        worse=worse,
    )


def _value_of(run: Run, name: str) -> dict[str, Any] | None:
    return next((one for one in run.summary["goals"] if one["goal"] == name), None)


def _difference(by: int, *, more_is_better: bool) -> tuple[str, str]:
    """Words for better, and for worse; one of them at most."""
    if not by:
        return "", ""
    shown = f"+ {format_number(by)}" if by > 0 else f"− {format_number(-by)}"
    return (shown, "") if (by > 0) is more_is_better else ("", shown)


def _informing(label: str, runs: Sequence[Run], key: str, *, more_is_better: bool | None) -> GoalRow:
    base = runs[0].summary[key]
    cells = []
    for run in runs:
        by = run.summary[key] - base
        better, worse = _difference(by, more_is_better=bool(more_is_better))
        if more_is_better is None:
            cells.append(Reached(figure=format_number(run.summary[key]), other=better or worse))
        else:
            cells.append(Reached(figure=format_number(run.summary[key]), better=better, worse=worse))
    return GoalRow(label=label, cells=cells)


def optimise_screen(
    event: Event,
    runs: Sequence[Run],
    *,
    chosen: Run | None,
    people: Mapping[int, Called],
    parties: Mapping[int, Sequence[int]],
    by_hand: Sequence[ManualFix],
) -> dict[str, Any]:
    """Plans side by side, what the chosen one leaves out, and what is fixed by hand."""
    shown = [one for one in runs if has_plan(one)][:4]
    return {
        "held": _held_of(chosen.summary) if chosen and has_plan(chosen) else None,
        "contradiction": _contradiction(chosen, people),
        "longer": longer_seconds(chosen.seconds)
        if chosen and has_plan(chosen) and _open_goal(chosen.summary)
        else 0,
        "chosen": chosen,
        "variants": variants_of(shown, chosen) if shown else None,
        "letter": LETTERS[shown.index(chosen)] if chosen in shown else "",
        "is_adoptable": chosen is not None and _is_adoptable(chosen),
        "stale": _stale_of(chosen, people, parties),
        "faults": _faults_of(chosen),
        "unscheduled": bottlenecks(chosen.summary, people, parties) if chosen and has_plan(chosen) else None,
        "by_hand": [
            (one, explanations.pair(parties.get(one.request, ()), people), _spot(event, one))
            for one in by_hand
        ],
        "going": [(one, explanations.run_name(one)) for one in runs if one.state in GOING],
    }


def _is_adoptable(run: Run) -> bool:
    names = ("breaks_promises", "places_more", "places_fewer", "without_limits")
    return has_plan(run) and run.adopted_at is None and not any(run.options.get(name) for name in names)


def _spot(event: Event, one: ManualFix) -> str:
    return f"{format_slot(one.starts_at, with_day=event.has_days)}, {one.place_code}" if one.starts_at else ""


def _contradiction(run: Run | None, people: Mapping[int, Called]) -> str:
    """Why promises cannot be held together; empty where they can, or where nobody knows."""
    core = run.summary.get("core") if run else None
    return explanations.contradiction(core, people) if core else ""


def _held_of(summary: Mapping[str, Any]) -> dict[str, Any]:
    """What takes place, what more could, and on what that rests."""
    value = next((one for one in summary["goals"] if one["goal"] == "value"), None)
    is_best = value is not None and value["value"] == value["bound"]
    left = _open_goal(summary)
    numbers = {
        "held": format_number(summary["held"]),
        "agreed": format_number(summary["agreed"]),
        "share": explanations.percent(summary["held"], summary["agreed"]),
        "kept": format_number(summary["kept"]),
        "promised": format_number(summary["promised"]),
        "seconds": format_number(round(summary["seconds"], 1)),
    }
    first = _("%(held)s of %(agreed)s mutual requests take place (%(share)s).") % numbers
    if value is None or is_best:
        second = _("The value cannot be improved.")
    else:
        more = round(100 * (value["bound"] - value["value"]) / max(1, value["value"]), 2)
        second = _("It could be at most %(more)s %% better.") % {"more": format_number(more)}
    third = _said_open(left) if left and left is not value else ""
    grounds = []
    if value is not None:
        grounds.append(
            _("Value %(value)s of at most %(bound)s.")
            % {"value": format_number(value["value"]), "bound": format_number(value["bound"])}
        )
    grounds.append(_("%(kept)s of %(promised)s confirmed meetings are kept.") % numbers)
    grounds.append(_("Calculated in %(seconds)s seconds and checked independently.") % numbers)
    sentence = " ".join(part for part in (first, second, third) if part)
    return {"sentence": sentence, "grounds": " ".join(grounds), "is_best": is_best}


def _open_goal(summary: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The most important goal for which a better plan is not ruled out."""
    return next((one for one in summary["goals"] if one["value"] != one["bound"]), None)


def _said_open(goal: Mapping[str, Any]) -> str:
    return _("%(goal)s: %(value)s, fewer may be possible (at least %(bound)s).") % {
        "goal": explanations.goal(goal["goal"]),
        "value": format_number(goal["value"]),
        "bound": format_number(goal["bound"]),
    }


def _stale_of(run: Run | None, people: Mapping[int, Called], parties: Mapping[int, Sequence[int]]) -> str:
    found = run.summary.get("stale") if run else None
    if not found:
        return ""
    lost = "; ".join(explanations.pair(parties.get(one, ()), people) for one in found["lost"][:5])
    text = _(
        "This plan is out of date because the event has changed since it was calculated. Calculate again."
    )
    return f"{text} {lost}".strip()


def _faults_of(run: Run | None) -> Sequence[str]:
    if run is None or not run.fault:
        return ()
    known = {
        "lost": _("The server failed several times."),
        "unplannable": _("Two time slots overlap. Move one of the blocks first."),
    }
    return [known.get(line, line) for line in run.fault.splitlines()]


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
def optimise_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of plans for the event's own team."""
    event, by, service = event_with_service(request, slug)
    seconds = usual_seconds(service.participants.filter(left_at=None).count())
    return _page(
        request, event, by, service, form=RunForm(initial={"seconds": seconds}, is_fixed=_is_fixed(service))
    )


@require_POST
def run_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts a run, waits a moment for it, then leads to its page; refusals lead back to the plans."""
    event, by, service = event_with_service(request, slug)
    form = RunForm(request.POST, is_fixed=_is_fixed(service))
    if not form.is_valid():
        return _page(request, event, by, service, form=form, status=UNFIT)
    chosen = form.cleaned_data
    try:
        run = runs.start(
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
    _event, by, service = event_with_service(request, slug)
    found = run_of(service, number)
    if found is None:
        raise Http404
    sent = runs.ask_for_capacity(run_id=found.pk, by=by, now=timezone.now())
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
def run_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """How far a run is; when it is over, its result."""
    event, by, service = event_with_service(request, slug)
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
    _event, by, service = event_with_service(request, slug)
    row = _own_run(service, number)
    try:
        runs.stop(run_id=row.pk, by=by, now=timezone.now())
    except Refusal as no:
        message_refusal(request, no)
    _wait_a_moment(row)
    return redirect("matching:run", slug=slug, number=number)


@require_POST
def run_discard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Puts a run away with its plan, then leads to the page of plans."""
    _event, by, service = event_with_service(request, slug)
    runs.discard(run_id=_own_run(service, number).pk, by=by, now=timezone.now())
    messages.success(request, _("The calculation has been discarded. The timetable is unchanged."))
    return redirect(CURRENT, slug=slug)


@require_POST
def adopt_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan becomes the draft of the next version."""
    _event, by, service = event_with_service(request, slug)
    number = request.POST.get("run", "")
    row = _own_run(service, int(number) if number.isdecimal() and len(number) < 16 else 0)
    try:
        done = adoption.adopt(run_id=row.pk, by=by, now=timezone.now())
    except Refusal as no:
        message_refusal(request, no)
        return redirect(f"{_reverse_of(slug)}?run={row.pk}")
    messages.success(request, _words_of(done))
    return redirect("matching:publishing", slug=slug)


def _words_of(done: adoption.AdoptionResult) -> str:
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
