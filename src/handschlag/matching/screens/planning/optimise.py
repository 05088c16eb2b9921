"""The result of runs: which plan, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_slot
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import Run
from handschlag.matching.queries.display_names import Called
from handschlag.matching.queries.manual_fixes import ManualFix
from handschlag.matching.queries.runs import GOING, has_plan
from handschlag.matching.rules.running import longer_seconds
from handschlag.matching.screens.planning import explanations
from handschlag.matching.screens.planning.bottlenecks import bottlenecks
from handschlag.matching.screens.planning.variants import LETTERS, variants_of


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
