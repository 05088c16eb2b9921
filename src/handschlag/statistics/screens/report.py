"""Was it worth it, and for whom not? The report of an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import local_date
from handschlag.design.components.organiser import Table, table_of
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.statistics.queries.comparing import Earlier
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.funnel import Days
from handschlag.statistics.rules.kpis import AIMS, FEW, Kpi, Phase, TargetVerdict, asked_on, verdict_of
from handschlag.statistics.rules.mixing import unmet
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.comparing import comparing_table
from handschlag.statistics.screens.documents import ENDINGS
from handschlag.statistics.screens.funnel import funnel_screen
from handschlag.statistics.screens.matrix import heat_of
from handschlag.statistics.screens.report_file import per_person_sheet

RESULTS: Final[Mapping[str, Promise | str]] = {
    "nothing": gettext_lazy("no result"),
    "in_touch": gettext_lazy("in touch"),
    "planning": gettext_lazy("joint activity planned"),
    "application": gettext_lazy("an application for funding"),
    "contract": gettext_lazy("a contract"),
}


def report_screen(
    event: Event,
    figures: Figures,
    earlier: Sequence[Earlier],
    *,
    names: dict[int, NetworkName],
    days: Days,
    phase: Phase,
    now: datetime,
) -> dict[str, Any]:
    """The answer, figures against their targets and, once people have met, who met whom."""
    is_asked = local_date(now) >= asked_on(event.last_day)
    verdicts = {kpi: verdict_of(figures.measures[kpi], phase=phase, is_asked=is_asked) for kpi in Kpi}
    answer, grounds = _answer_of(figures, verdicts, phase)
    is_before = phase is Phase.BEFORE
    has_met = not is_before and figures.held > 0
    return {
        "figures": figures,
        "phase": phase,
        "now": now,
        "answer": answer,
        "grounds": grounds,
        "tone": "ok" if phase is Phase.AFTER and TargetVerdict.MISSED not in verdicts.values() else "plain",
        "seen": "" if is_before else figure_labels.signs_said(figures.signs, unknown=figures.unknown),
        "few": said_few(len(figures.with_few)) if has_met and figures.with_few else "",
        "kpis": [
            _kpi_row(kpi, verdicts[kpi], figures=figures, event=event, is_shown=not is_before) for kpi in Kpi
        ],
        "sources": "; ".join(f"{_(kpi.label)}: {_(aim.source)}" for kpi, aim in AIMS.items() if aim.source),
        "met": _met(figures, names) if has_met else None,
        "funnel": funnel_screen(days, today=local_date(now)),
        "files": () if is_before else ENDINGS,
        "outcomes": _outcomes_of(figures.results),
        "comparing": comparing_table(figures.measures, earlier, is_asked=is_asked),
        "can_be_reviewed": phase is Phase.AFTER and figures.people > 0,
    }


def _met(figures: Figures, names: Mapping[int, NetworkName]) -> dict[str, Any]:
    heat, rest = heat_of(figures.mixing, tuple(figures.networks), names)
    apart, pairs = unmet(figures.mixing.cells, figures.networks)
    return {
        "heat": heat,
        "rest": rest,
        "apart": apart,
        "pairs": pairs,
        "per_person": per_person_sheet(figures).table(),
        "most": max(figures.reasons.values(), default=0),
        "fairness": _fairness_of(figures),
    }


def _answer_of(figures: Figures, verdicts: Mapping[Kpi, TargetVerdict], phase: Phase) -> tuple[str, str]:
    if phase is Phase.BEFORE:
        return _("The report begins with the event."), _("Until then the targets are shown here.")
    held = _held_said(figures)
    across = figures.measures[Kpi.ACROSS].value
    between = (
        ", " + _("%(share)s between different networks") % {"share": figure_labels.whole_percent(across)}
        if across is not None
        else ""
    )
    if phase is Phase.DURING:
        return f"{held}{between}.", _("Interim report: results are only assessed after the event.")
    if not figures.held and figures.unknown:
        return held, _("Nobody has checked in, given feedback on a meeting or replied afterwards.")
    missed = [_(kpi.label) for kpi, verdict in verdicts.items() if verdict is TargetVerdict.MISSED]
    number = list(verdicts.values()).count(TargetVerdict.REACHED)
    reached = _("%(n)s of %(of)s measurable targets reached.") % {"n": number, "of": number + len(missed)}
    grounds = _("Not reached: %(names)s.") % {"names": ", ".join(missed)} if missed else ""
    return f"{held}{between}. {reached}", grounds


def _held_said(figures: Figures) -> str:
    """Those that somebody has seen, and apart from them those of which nobody knows."""
    held = ngettext("%(n)s meeting", "%(n)s meetings", figures.held) % {"n": format_number(figures.held)}
    if not figures.unknown:
        return held
    if not figures.held:
        text = ngettext(
            "Whether the %(n)s meeting took place, nobody says",
            "Whether the %(n)s meetings took place, nobody says",
            figures.unknown,
        )
        return text % {"n": format_number(figures.unknown)}
    return _("%(held)s held, %(n)s unknown") % {"held": held, "n": format_number(figures.unknown)}


def said_few(few: int) -> str:
    """How many people had few meetings, in one sentence."""
    text = ngettext(
        "%(n)s person had fewer than %(few)s meetings.", "%(n)s people had fewer than %(few)s meetings.", few
    )
    return text % {"n": format_number(few), "few": FEW}


def _kpi_row(
    kpi: Kpi, verdict: TargetVerdict, *, figures: Figures, event: Event, is_shown: bool
) -> figure_labels.KpiRow:
    """Before the event only the target stands here; outcomes come with their date."""
    measure = figures.measures[kpi]
    is_waiting = kpi is Kpi.OUTCOMES and verdict is TargetVerdict.OPEN
    is_told = is_shown and not is_waiting
    basis = figure_labels.basis_of(
        measure, seconds=figures.seconds, last_day=event.last_day, is_asked=not is_waiting
    )
    return figure_labels.KpiRow(
        kpi=kpi,
        value=measure.value if is_told else None,
        verdict=figure_labels.verdict_mark_of(verdict),
        basis=basis if is_told or is_waiting else "",
    )


def _fairness_of(figures: Figures) -> Table:
    counts = sorted(figures.per_person.values())
    tenth = figure_labels.whole_percent(100 * figures.worst_off)
    return table_of(
        _("Distribution of meetings"),
        (_("Figure"), _("Value")),
        (
            (_("Fewest and most meetings of a person"), f"{counts[0]} – {counts[-1]}"),
            (_("Meetings of the tenth with the fewest, against the mean"), tenth),
            (_("Gini coefficient, 0 is even"), figure_labels.fixed(figures.gini, 2)),
            (_("Total waiting time (time slots)"), format_number(figures.idle)),
            (_("Meetings with conflicting reports"), format_number(figures.disputed)),
            (_("Meetings agreed after the beginning"), format_number(figures.added)),
        ),
    )


def _outcomes_of(results: Mapping[str, int]) -> Table | None:
    """Each meeting once, with the most that one of its sides reports; None where nobody was heard."""
    if not results:
        return None
    rows = [(str(word), format_number(results[code])) for code, word in RESULTS.items() if code in results]
    return table_of(_("Results of the meetings"), (_("Reported so far"), _("Meetings")), rows)
