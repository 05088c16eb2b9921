"""The result of runs: which plan, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_slot
from handschlag.design.components.organiser import Mark, Table, Variants
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import Run
from handschlag.matching.queries.display_names import Called
from handschlag.matching.queries.manual_fixes import Fixed
from handschlag.matching.queries.runs import has_plan
from handschlag.matching.screens.planning import explanations
from handschlag.matching.screens.planning.bottlenecks import bottlenecks
from handschlag.matching.screens.planning.variants import LETTERS, variants_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _HandRow:
    kind: str
    icon: str
    what: str
    detail: str
    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _GoingRow:
    label: str
    state: Mark
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OptimiseScreen:
    sentence: str
    grounds: str
    tone: str
    proof: str
    is_empty: bool
    variants: Variants | None
    chosen: int | None
    adopt_label: str
    adopt_url: str
    start_url: str
    stale: str
    faults: Sequence[str]
    unscheduled: Table | None
    unscheduled_title: str
    ask_label: str
    ask_url: str
    by_hand: Sequence[_HandRow]
    going: Sequence[_GoingRow]
    discard_url: str
    form: forms.Form


def optimise_screen(
    event: Event,
    runs: Sequence[Run],
    *,
    chosen: Run | None,
    people: Mapping[int, Called],
    parties: Mapping[int, Sequence[int]],
    by_hand: Sequence[Fixed],
    next_version: int,
    askable: int,
    form: forms.Form,
) -> _OptimiseScreen:
    shown = [one for one in runs if has_plan(one)][:4]
    sentence, grounds, tone, proof = _said(chosen, people)
    is_new = chosen is not None and has_plan(chosen) and chosen.adopted_at is None
    is_open = is_new and chosen is not None and not chosen.options.get("breaks_promises")
    known = {"letter": LETTERS[shown.index(chosen)] if chosen in shown else "", "number": next_version}
    label = _("Prepare plan %(letter)s as version %(number)s") % known
    return _OptimiseScreen(
        sentence=sentence,
        grounds=grounds,
        tone=tone,
        proof=proof,
        is_empty=chosen is None,
        variants=variants_of(shown, chosen) if shown else None,
        chosen=chosen.pk if chosen else None,
        adopt_label=label if is_open and _is_adoptable(chosen) else "",
        adopt_url=reverse("matching:adopt", args=[event.slug]),
        start_url=reverse("matching:run_start", args=[event.slug]),
        stale=_stale_of(chosen, people, parties),
        faults=_faults_of(chosen),
        unscheduled=bottlenecks(chosen.summary, people, parties) if chosen and has_plan(chosen) else None,
        unscheduled_title=_unscheduled_title(chosen),
        ask_label=_ask_label(askable),
        ask_url=reverse("matching:run_ask", args=[event.slug, chosen.pk]) if chosen else "",
        by_hand=[_hand_row(event, one, people, parties) for one in by_hand],
        going=[_going_row(event, one) for one in runs if one.state in {"queued", "running"}],
        discard_url=reverse("matching:run_discard", args=[event.slug, chosen.pk]) if chosen else "",
        form=form,
    )


def _ask_label(number: int) -> str:
    """Empty where nobody is left to be asked."""
    if not number:
        return ""
    return ngettext("Ask %(n)s person", "Ask %(n)s people", number) % {"n": number}


def _is_adoptable(run: Run | None) -> bool:
    options = run.options if run else {}
    names = ("breaks_promises", "places_more", "places_fewer", "without_limits")
    return not any(options.get(name) for name in names)


def _said(run: Run | None, people: Mapping[int, Called]) -> tuple[str, str, str, str]:
    """The sentence, its grounds, its tone, and a proof."""
    if run is None:
        return (
            _("No plan has been calculated yet."),
            _(
                "The calculation looks for the timetable with the highest value that keeps every "
                "confirmed meeting."
            ),
            "plain",
            "",
        )
    summary = run.summary
    if run.state == "failed":
        return _("The last calculation found no plan."), _("Nothing was changed."), "wait", ""
    if summary.get("status") == "infeasible":
        return (
            _("The confirmed meetings can no longer all take place."),
            explanations.contradiction(summary["core"], people) if summary.get("core") else "",
            "wait",
            "",
        )
    if summary.get("status") == "unknown":
        return (
            _("No plan that keeps every confirmed meeting was found in this time."),
            _("The timetable is unchanged. Allow more time for the calculation."),
            "wait",
            "",
        )
    return _held_of(summary)


def _held_of(summary: Mapping[str, Any]) -> tuple[str, str, str, str]:
    value = next((one for one in summary["goals"] if one["goal"] == "value"), None)
    is_best = value is not None and value["value"] == value["bound"]
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
    grounds = []
    if value is not None:
        grounds.append(
            _("Value %(value)s of at most %(bound)s.")
            % {"value": format_number(value["value"]), "bound": format_number(value["bound"])}
        )
    grounds.append(_("%(kept)s of %(promised)s confirmed meetings are kept.") % numbers)
    grounds.append(_("Calculated in %(seconds)s seconds and checked independently.") % numbers)
    proof = _("proved best") if is_best else ""
    return f"{first} {second}", " ".join(grounds), "ok" if is_best else "plain", proof


def _unscheduled_title(run: Run | None) -> str:
    count = len(run.summary.get("unscheduled", ())) if run else 0
    return ngettext("Not scheduled: %(n)s", "Not scheduled: %(n)s", count) % {"n": format_number(count)}


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


def _hand_row(
    event: Event, one: Fixed, people: Mapping[int, Called], parties: Mapping[int, Sequence[int]]
) -> _HandRow:
    what = explanations.pair(parties.get(one.request, ()), people)
    spot = f"{format_slot(one.starts_at, with_day=event.has_days)}, {one.place_code}" if one.starts_at else ""
    kinds = {
        "lock": ("lock", _("%(spot)s, time fixed") % {"spot": spot}),
        "pin": ("pin", _("%(spot)s, meeting point fixed") % {"spot": spot}),
        "bar": ("close", one.reason),
    }
    icon, detail = kinds[one.kind]
    return _HandRow(
        kind=one.kind,
        icon=icon,
        what=what,
        detail=detail,
        url=reverse("matching:by_hand", args=[event.slug]),
        fields={"request": str(one.request), "what": f"un{one.kind}"},
    )


def _going_row(event: Event, run: Run) -> _GoingRow:
    is_running = run.state == "running"
    return _GoingRow(
        label=run.name or _("Calculation %(number)s") % {"number": run.pk},
        state=Mark("running" if is_running else "wait", _("running") if is_running else _("waiting")),
        url=reverse("matching:run", args=[event.slug, run.pk]),
    )
