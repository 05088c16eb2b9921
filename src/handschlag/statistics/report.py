"""The report of an event: was it worth it, and for whom not? As a page and as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.common.table_files import dated_name, download
from handschlag.common.times import format_days, format_short_moment, local_date
from handschlag.design.components.organiser import Table, table_of
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.matching.names import Called, everybody
from handschlag.matching.phases import dates_of
from handschlag.statistics import access, kpis
from handschlag.statistics.access import event_for_team
from handschlag.statistics.comparison import Earlier, comparing_table, earlier_of
from handschlag.statistics.documents import ENDINGS, Cell, Document, Sheet, file_of, pdf_of
from handschlag.statistics.event_data import planned_rows, standing_of
from handschlag.statistics.figures import Figures, reported
from handschlag.statistics.funnel import Days, days_of, funnel_context
from handschlag.statistics.kept_figures import kept_context
from handschlag.statistics.kpis import AIMS, FEW, Kpi, Phase, TargetVerdict, asked_on, verdict_of
from handschlag.statistics.matrix import NetworkName, heat_of, labels_of, network_names
from handschlag.statistics.public_figures import decoded, kept_of
from handschlag.statistics.suppression import NOBODY, order_of, pair_of, unmet


def get_planned_by_person(service: Service) -> Mapping[int, Sequence[int]]:
    """Requests of the timetable with which the event began."""
    rows = planned_rows(service, dates_of(service).begins_at)
    found: dict[int, list[int]] = defaultdict(list)
    for met in standing_of(service) if rows is None else rows:
        for one in met.people:
            found[one].append(met.request)
    return found


def report_document(
    event: Event, figures: Figures, *, names: Mapping[int, NetworkName], phase: Phase, now: datetime
) -> Document:
    """The report with small numbers included: for the organisers alone."""
    return Document(
        title=_("Report: %(event)s") % {"event": event.title},
        facts={
            _("Event"): event.title,
            _("Date"): format_days(event.first_day, event.last_day),
            _("As of"): format_short_moment(now),
            _("Held"): kpis.signs_said(figures.signs, unknown=figures.unknown) or kpis.NONE,
            _("Definition"): _(
                "Meetings between networks are counted by membership: people in two networks count in both."
            ),
            _("For internal use"): _("Small numbers are not suppressed here. Do not pass this file on."),
        },
        sheets=(
            _kpi_sheet(event, figures, phase=phase, now=now),
            _matrix_sheet(figures, names),
            per_person_sheet(figures),
            Sheet(
                key="not_held",
                title=_("Not held"),
                heads=(_("Reason"), _("Meetings")),
                rows=[(_(reason.label), number) for reason, number in figures.reasons.items()],
            ),
            _fairness_sheet(figures),
        ),
    )


def per_person_sheet(figures: Figures) -> Sheet:
    """How many people had how many meetings."""
    return Sheet(
        key="per_person",
        title=_("Meetings per person"),
        heads=(_("Meetings"), _("People")),
        rows=tuple(figures.histogram.items()),
    )


def _kpi_sheet(event: Event, figures: Figures, *, phase: Phase, now: datetime) -> Sheet:
    is_asked = local_date(now) >= asked_on(event.last_day)

    def rest(kpi: Kpi) -> tuple[Cell, ...]:
        measure = figures.measures[kpi]
        verdict = verdict_of(measure, phase=phase, is_asked=is_asked)
        basis = kpis.basis_of(
            measure, seconds=figures.seconds, last_day=event.last_day, is_asked=phase is not Phase.BEFORE
        )
        return (measure.part, measure.whole, measure.unknown, _(verdict.label), basis)

    def row(kpi: Kpi) -> tuple[Cell, ...]:
        value = figures.measures[kpi].value
        exact = None if value is None else round(value, 2)
        return (_(kpi.label), exact, kpis.aim_of(kpi), AIMS[kpi].elsewhere, *rest(kpi))

    def with_units(kpi: Kpi) -> tuple[Cell, ...]:
        value = kpis.value_of(kpi, figures.measures[kpi].value)
        elsewhere = kpis.elsewhere_of(kpi)
        return (_(kpi.label), value, kpis.aim_of(kpi), elsewhere, *rest(kpi))

    return Sheet(
        key="figures",
        title=_("Figures"),
        heads=(
            *(_("Figure"), _("Value"), _("Target"), _("Comparison")),
            *(_("Part"), _("Of"), _("Unknown"), _("Result"), _("Basis")),
        ),
        rows=[row(kpi) for kpi in Kpi],
        on_paper=[with_units(kpi) for kpi in Kpi],
    )


def _matrix_sheet(figures: Figures, names: Mapping[int, NetworkName]) -> Sheet:
    """Every network, none put together."""
    labels, cells = labels_of(names), figures.mixing.cells
    order = order_of(figures.mixing.cells, figures.networks)
    order = tuple(one for one in order if one in labels or one == NOBODY)
    return Sheet(
        key="meetings_between_networks",
        title=_("Meetings between networks"),
        heads=(_("Network"), *(labels[one].name for one in order), _("together"), _("People")),
        rows=tuple(
            (
                labels[one].name,
                *(cells.get(pair_of(one, other), 0) for other in order),
                figures.mixing.row(one),
                figures.networks.get(one, 0),
            )
            for one in order
        ),
    )


def _fairness_sheet(figures: Figures) -> Sheet:
    return Sheet(
        key="fairness",
        title=_("Fairness"),
        heads=(_("Figure"), _("Value")),
        rows=(
            (_("Gini coefficient"), round(figures.gini, 4)),
            (_("Tenth with the fewest, against the mean"), round(figures.worst_off, 4)),
            (_("Waiting time (time slots)"), figures.idle),
            (_("Conflicting reports"), figures.disputed),
            (_("Agreed after the beginning"), figures.added),
        ),
    )


RESULTS: Final[Mapping[str, Promise | str]] = {
    "nothing": gettext_lazy("no result"),
    "in_touch": gettext_lazy("in touch"),
    "planning": gettext_lazy("joint activity planned"),
    "application": gettext_lazy("an application for funding"),
    "contract": gettext_lazy("a contract"),
}


def report_context(
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
        "seen": "" if is_before else kpis.signs_said(figures.signs, unknown=figures.unknown),
        "few": said_few(len(figures.with_few)) if has_met and figures.with_few else "",
        "kpis": [
            _kpi_row(kpi, verdicts[kpi], figures=figures, event=event, is_shown=not is_before) for kpi in Kpi
        ],
        "sources": "; ".join(f"{_(kpi.label)}: {_(aim.source)}" for kpi, aim in AIMS.items() if aim.source),
        "met": _met(figures, names) if has_met else None,
        "funnel": funnel_context(days, today=local_date(now)),
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
        ", " + _("%(share)s between different networks") % {"share": kpis.whole_percent(across)}
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
) -> kpis.KpiRow:
    """Before the event only the target stands here; outcomes come with their date."""
    measure = figures.measures[kpi]
    is_waiting = kpi is Kpi.OUTCOMES and verdict is TargetVerdict.OPEN
    is_told = is_shown and not is_waiting
    basis = kpis.basis_of(measure, seconds=figures.seconds, last_day=event.last_day, is_asked=not is_waiting)
    return kpis.KpiRow(
        kpi=kpi,
        value=measure.value if is_told else None,
        verdict=kpis.verdict_mark_of(verdict),
        basis=basis if is_told or is_waiting else "",
    )


def _fairness_of(figures: Figures) -> Table:
    counts = sorted(figures.per_person.values())
    tenth = kpis.whole_percent(100 * figures.worst_off)
    return table_of(
        _("Distribution of meetings"),
        (_("Figure"), _("Value")),
        (
            (_("Fewest and most meetings of a person"), f"{counts[0]} – {counts[-1]}"),
            (_("Meetings of the tenth with the fewest, against the mean"), tenth),
            (_("Gini coefficient, 0 is even"), kpis.fixed(figures.gini, 2)),
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


def few_context(
    figures: Figures, *, people: Mapping[int, Called], planned: Mapping[int, Sequence[int]]
) -> dict[str, Any]:
    """`planned` are the planned requests of each person."""
    rows = [
        {
            "person": people[one],
            "planned": len(planned.get(one, ())),
            "held": figures.per_person[one],
            "reason": _reason_of(figures, planned.get(one, ())),
        }
        for one in figures.with_few
        if one in people
    ]
    return {
        "answer": said_few(len(rows)) if rows else _("Everyone had three meetings or more."),
        "rows": rows,
    }


def _reason_of(figures: Figures, planned: Sequence[int]) -> str:
    missed = dict.fromkeys(figures.missed[request] for request in planned if request in figures.missed)
    said = ", ".join(_(reason.label) for reason in missed)
    return said or (_("few meetings were agreed") if len(planned) < 3 else _("unknown"))


@never_cache
@require_safe
def report_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' report; once people are erased it shows the figures kept from before."""
    event, by, service = event_for_team(request, slug)
    now, earlier = timezone.now(), earlier_of(event)
    found = None if service is None else reported(service, now=now)
    kept = kept_of(event) if found is None or not found.figures.people else None
    if kept is not None:
        names = network_names(decoded(kept.content["public"]).networks)
        screen = kept_context(event, kept, earlier, names=names, now=now)
        context = console_context(event, by, current="statistics:report", screen=screen)
        return render(request, "statistics/kept.html", context)
    if service is None or found is None:
        context = console_context(event, by, current="statistics:report")
        return render(request, "statistics/no_report.html", context)
    days = days_of(service, found.figures)
    screen = report_context(
        event, found.figures, earlier, names=found.names, days=days, phase=found.phase, now=now
    )
    context = console_context(event, by, current="statistics:report", screen=screen)
    return render(request, "statistics/report.html", context)


@never_cache
@require_safe
def few_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Names stand here, so it is written down who looks."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        return redirect("statistics:report", slug=slug)
    now = timezone.now()
    access.look_at_few(service=service, by=by, now=now)
    screen = few_context(
        reported(service, now=now).figures, people=everybody(service), planned=get_planned_by_person(service)
    )
    return render(
        request, "statistics/few.html", console_context(event, by, current="statistics:report", screen=screen)
    )


@require_safe
def report_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The report as a file, which is written down; without a service it leads to the report."""
    event, by, service = event_for_team(request, slug)
    if ending not in ENDINGS:
        raise Http404
    if service is None:
        return redirect("statistics:report", slug=slug)
    now = timezone.now()
    access.note_export(service=service, ending=ending, by=by, now=now)
    found = reported(service, now=now)
    document = report_document(event, found.figures, names=found.names, phase=found.phase, now=now)
    language = get_language() or "de"
    data = pdf_of(document, language=language, now=now) if ending == "pdf" else file_of(document, ending)
    return download(data, dated_name(event.slug, "report", ending))
