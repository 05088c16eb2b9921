"""Was it worth it, and for whom not? The report of an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_short_moment, local_date
from handschlag.design.components.organiser import Heat, Mark, Table, TableRow
from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.kpis import AIMS, FEW, Kpi, Measure, Phase, TargetVerdict, verdict_of
from handschlag.statistics.rules.mixing import unmet
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.matrix import heat_of
from handschlag.statistics.screens.plots import Bar, Bullet, Histogram

FILES: Final = ("pdf", "xlsx", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRow:
    name: str
    value: str
    aim: str
    elsewhere: str
    bullet: Bullet
    verdict: Mark
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReasonRow:
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReportScreen:
    answer: str
    grounds: str
    tone: str
    stamp: str
    seen: str  # by what it is known that meetings were held
    interim: str
    few: str
    few_url: str
    kpis: Sequence[KpiRow]
    sources: str
    heat: Heat | None
    heat_rest: str
    unmet: str
    fairness: Table | None
    histogram: Histogram | None
    histogram_table: Table | None
    missed_title: str
    all_held: str  # in place of reasons
    reasons: Sequence[_ReasonRow]
    most: int
    files: Sequence[Link]
    review_url: str


def report_screen(
    event: Event, figures: Figures, *, names: dict[int, NetworkName], phase: Phase, now: datetime
) -> _ReportScreen:
    is_asked = local_date(now) >= figure_labels.asked_on(event.last_day)
    measures = [figures.measures[kpi] for kpi in Kpi]
    verdicts = {one.kpi: verdict_of(one, phase=phase, is_asked=is_asked) for one in measures}
    answer, grounds = _answer_of(figures, verdicts, phase)
    is_before = phase is Phase.BEFORE
    has_met = not is_before and figures.held > 0
    heat, rest = heat_of(figures.mixing, tuple(figures.networks), names) if has_met else (None, 0)
    few = len(figures.with_few)
    return _ReportScreen(
        answer=answer,
        grounds=grounds,
        tone="ok" if phase is Phase.AFTER and TargetVerdict.MISSED not in verdicts.values() else "plain",
        stamp=format_short_moment(now),
        seen="" if is_before else figure_labels.signs_said(figures.signs, unknown=figures.unknown),
        interim=_("Interim report") if phase is Phase.DURING else "",
        few=said_few(few) if has_met and few else "",
        few_url=reverse("statistics:few", args=[event.slug]) if has_met and few else "",
        kpis=tuple(
            _kpi_row(one, verdicts[one.kpi], figures=figures, event=event, is_shown=not is_before)
            for one in measures
        ),
        sources="; ".join(
            f"{figure_labels.NAMES[kpi]}: {text}" for kpi, text in figure_labels.ELSEWHERE.items()
        ),
        heat=heat,
        heat_rest=_said_rest(rest),
        unmet=_said_unmet(figures) if has_met else "",
        fairness=_fairness_of(figures) if has_met else None,
        histogram=_histogram_of(figures) if has_met else None,
        histogram_table=_table_of(figures) if has_met else None,
        missed_title=_("Not held: %(n)s") % {"n": format_number(len(figures.missed))} if has_met else "",
        reasons=_reasons_of(figures),
        all_held=_all_held_said(figures),
        most=max(figures.reasons.values(), default=0),
        files=() if is_before else _files_of(event),
        review_url=_review_url(event) if phase is Phase.AFTER and figures.people else "",
    )


def _review_url(event: Event) -> str:
    return reverse("statistics:review", args=[event.slug])


def _reasons_of(figures: Figures) -> tuple[_ReasonRow, ...]:
    return tuple(
        _ReasonRow(label=str(figure_labels.REASONS[reason]), count=number)
        for reason, number in figures.reasons.items()
    )


def _all_held_said(figures: Figures) -> str:
    """Where no planned meeting is said to have failed; what is unknown may have."""
    if figures.unknown:
        return _("Nobody says so of any planned meeting.")
    return _("Every planned meeting was held.")


def _files_of(event: Event) -> tuple[Link, ...]:
    return tuple(
        Link(label=ending.upper(), url=reverse("statistics:report_file", args=[event.slug, ending]))
        for ending in FILES
    )


def _answer_of(figures: Figures, verdicts: dict[Kpi, TargetVerdict], phase: Phase) -> tuple[str, str]:
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
    judged = [
        kpi for kpi, verdict in verdicts.items() if verdict in {TargetVerdict.REACHED, TargetVerdict.MISSED}
    ]
    missed = [
        str(figure_labels.NAMES[kpi]) for kpi, verdict in verdicts.items() if verdict is TargetVerdict.MISSED
    ]
    reached = _("%(n)s of %(of)s measurable targets reached.") % {
        "n": len(judged) - len(missed),
        "of": len(judged),
    }
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


def _said_rest(rest: int) -> str:
    text = ngettext(
        "%(n)s further network stands together in one row; the file names it.",
        "%(n)s further networks stand together in one row; the file names them.",
        rest,
    )
    return text % {"n": format_number(rest)} if rest else ""


def _said_unmet(figures: Figures) -> str:
    apart, pairs = unmet(figures.mixing.cells, figures.networks)
    text = ngettext(
        "%(apart)s of %(pairs)s pair of networks did not speak with each other.",
        "%(apart)s of %(pairs)s pairs of networks did not speak with each other.",
        pairs,
    )
    return text % {"apart": format_number(apart), "pairs": format_number(pairs)}


def _kpi_row(
    measure: Measure, verdict: TargetVerdict, *, figures: Figures, event: Event, is_shown: bool
) -> KpiRow:
    """Before the event only the target stands here; outcomes come with their date."""
    kpi, aim = measure.kpi, AIMS[measure.kpi]
    is_waiting = kpi is Kpi.OUTCOMES and verdict is TargetVerdict.OPEN
    is_told = is_shown and not is_waiting
    basis = figure_labels.basis_of(
        measure, seconds=figures.seconds, last_day=event.last_day, is_asked=not is_waiting
    )
    return KpiRow(
        name=str(figure_labels.NAMES[kpi]),
        value=figure_labels.value_of(kpi, measure.value if is_told else None),
        aim=figure_labels.aim_of(kpi),
        elsewhere=figure_labels.elsewhere_of(kpi),
        bullet=Bullet(
            value=measure.value if is_told else None, target=aim.value, top=aim.top, other=aim.elsewhere
        ),
        verdict=figure_labels.verdict_mark_of(verdict),
        basis=basis if is_told or is_waiting else "",
    )


def _fairness_of(figures: Figures) -> Table:
    counts = sorted(figures.per_person.values())
    tenth = _("Meetings of the tenth with the fewest, against the mean")
    return Table(
        title=_("Distribution of meetings"),
        heads=(_("Figure"), _("Value")),
        rows=(
            TableRow(cells=(_("Fewest and most meetings of a person"), f"{counts[0]} – {counts[-1]}")),
            TableRow(cells=(tenth, _percent_of(figures.worst_off))),
            TableRow(cells=(_("Gini coefficient, 0 is even"), figure_labels.fixed(figures.gini, 2))),
            TableRow(cells=(_("Total waiting time (time slots)"), format_number(figures.idle))),
            TableRow(cells=(_("Meetings with conflicting reports"), format_number(figures.disputed))),
            TableRow(cells=(_("Meetings agreed after the beginning"), format_number(figures.added))),
        ),
    )


def _percent_of(part: float) -> str:
    return figure_labels.whole_percent(100 * part)


def _histogram_of(figures: Figures) -> Histogram:
    mean = figures.measures[Kpi.MEETINGS].value
    counts = figures.histogram
    return Histogram(
        title=_("Meetings per person"),
        alt=_("Number of meetings per person: from %(low)s to %(high)s.")
        % {"low": min(figures.per_person.values()), "high": max(counts)},
        bars=tuple(
            Bar(label=str(number), count=people, is_low=number < FEW) for number, people in counts.items()
        ),
        axis=_("Meetings per person"),
        mean=mean,
        mean_label=_("Mean %(n)s") % {"n": figure_labels.fixed(mean or 0, 1)},
    )


def _table_of(figures: Figures) -> Table:
    return Table(
        title=_("Meetings per person"),
        heads=(_("Meetings"), _("People")),
        rows=tuple(
            TableRow(cells=(str(number), format_number(people)))
            for number, people in figures.histogram.items()
        ),
    )
