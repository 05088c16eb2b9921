"""A run that is going: will it get better, and by how much at most?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.charts import Progress, ValueChart
from handschlag.design.components.organiser import Fact, Mark, Table, TableRow
from handschlag.design.numbers import format_number
from handschlag.matching.models import Run
from handschlag.matching.queries.runs import GOING, RunStatus
from handschlag.matching.screens.planning import explanations

PHASES: Final[dict[str, str | Promise]] = {
    "construct": gettext_lazy("a first timetable is built"),
    "settle": gettext_lazy("times are improved"),
    "places": gettext_lazy("assigning tables"),
}
LATEST: Final = 8


def run_screen(standing: RunStatus, *, now: datetime) -> dict[str, Any]:
    """How far a run is and has come, while it goes and afterwards."""
    run = standing.run
    begun = run.started_at or run.asked_at
    elapsed = max(0.0, ((run.finished_at or now) - begun).total_seconds())
    return {
        "run": run,
        "standing": standing,
        "title": explanations.run_name(run),
        "goal": explanations.goal(run.goal),
        "more": _possible_gain(run),
        "is_going": run.state in GOING and not standing.is_lost,
        "facts": _facts(standing, elapsed),
        "chart": _chart(run.history, elapsed),
        "goals": _goals(run.history),
    }


def _possible_gain(run: Run) -> float | None:
    """By how many per cent the value could still rise; None where that is not known, or not the goal now."""
    if run.goal != "value" or run.value is None or run.bound is None:
        return None
    return round(100 * (run.bound - run.value) / max(1, run.value), 2)


def _facts(standing: RunStatus, elapsed: float) -> Sequence[Fact]:
    run = standing.run
    if run.phase == "construct" and run.value is not None:  # the first timetable stands
        phase: str | Promise = _("looking for more value")
    else:
        phase = PHASES.get(run.phase, "") or _("preparing")
    return (
        Fact(label=_("Elapsed"), value=_("%(n)s s") % {"n": format_number(round(elapsed, 1))}),
        Fact(label=_("Limit"), value=_("%(n)s s") % {"n": format_number(run.seconds)}),
        Fact(label=_("Now"), value=str(phase)),
        Fact(label=_("Random seed"), value=str(run.seed), is_optional=True),
    )


def _chart(history: Sequence[Sequence[Any]], until: float) -> ValueChart | None:
    """The value over time, once there are two points to draw."""
    points = [
        Progress(second=at, value=value, bound=bound)
        for at, goal, value, bound in history
        if goal == "value" and value is not None and bound is not None
    ]
    if len(points) < 2:
        return None
    return ValueChart(
        title=_("Value over time"),
        alt=_("The value approaches its proved limit."),
        points=points,
        value_label=format_number(points[-1].value),
        bound_label=format_number(points[-1].bound),
        until=until,
        twin=Table(
            title=_("Latest improvements, newest first"),
            heads=[_("Second"), _("Value"), _("Proved limit")],
            rows=[
                TableRow(
                    cells=[format_number(one.second), format_number(one.value), format_number(one.bound)]
                )
                for one in reversed(points[-LATEST:])
            ],
        ),
    )


def _goals(history: Sequence[Sequence[Any]]) -> Table | None:
    """The latest that is known of each goal, in the order in which they are worked on."""
    latest: dict[str, Sequence[Any]] = {}
    for line in history:
        latest[line[1]] = line
    if not latest:
        return None
    return Table(
        title=_("Goals"),
        heads=[_("Goal"), _("Value"), _("Proved limit"), _("Status")],
        rows=[TableRow(cells=_goal_cells(name, line)) for name, line in latest.items()],
    )


def _goal_cells(name: str, line: Sequence[Any]) -> list[str | Mark]:
    _at, _goal, value, bound = line
    if value is None or bound is None:
        state = Mark("running", _("running"))
    elif value == bound:
        state = Mark("done", _("proved"))
    else:
        state = Mark("running", _("gap %(n)s") % {"n": format_number(abs(bound - value))})
    shown = ["–" if number is None else format_number(number) for number in (value, bound)]
    return [explanations.goal(name), *shown, state]
