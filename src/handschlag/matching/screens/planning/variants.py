"""Up to four plans side by side: goals in their order, then what only informs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.organiser import GoalRow, Reached, Variant, Variants
from handschlag.design.numbers import format_number
from handschlag.matching.models import Run
from handschlag.matching.screens.planning import explanations

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
