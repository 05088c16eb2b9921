"""An event beside earlier ones and others of its team, as a page and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.language import pick
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.common.table_files import dated_name, download
from handschlag.common.times import format_days, format_short_moment, local_date
from handschlag.day.models import Mark
from handschlag.design.components.organiser import Table, table_of
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event, EventOrganiser
from handschlag.matching.models import Request, Service
from handschlag.registration.models import Registration, RegistrationState, here_since
from handschlag.statistics import access, kpis
from handschlag.statistics.access import event_for_team
from handschlag.statistics.documents import ENDINGS, Cell, Document, Sheet, file_of, pdf_of
from handschlag.statistics.event_data import phase_of
from handschlag.statistics.figures import reported
from handschlag.statistics.kpis import Kpi, Measure, Phase
from handschlag.statistics.models import KeptFigures
from handschlag.statistics.public_figures import kept_of

MOST_EVENTS: Final = 5  # events side by side


class ComparedFigure(Labelled):
    REGISTERED = "registered", _("Registered")
    JOINED = "joined", _("In matchmaking")
    WISHES = "wishes", _("Requests")
    PLANNED = "planned", _("Planned meetings")
    HELD = "held", _("Held, as observed")
    ANSWERED = "answered", _("Answered within 72 hours")
    CONTACTS = "contacts", _("Contacts afterwards")
    NO_SHOWS = "no_shows", _("Did not come")


class Gap(Labelled):
    """Why nothing measured a figure."""

    NOT_OVER = "not_over", _("The event is not over.")
    NO_MATCHING = "no_matching", _("No matchmaking was set up.")
    NO_CHECK_IN = "no_check_in", _("Nobody was checked in.")
    NO_FEEDBACK = "no_feedback", _("Nobody gave feedback on a meeting.")
    NO_SIGN = "no_sign", _("No sign that a planned meeting took place.")
    NOT_KEPT = "not_kept", _("Personal data is deleted, and this figure was not kept.")
    NOTHING = "nothing", _("There is nothing to count.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCell:
    """`number` of `whole`, or a number alone; nobody says what became of the `unknown` ones of the whole."""

    number: int = 0
    whole: int | None = None
    unknown: int = 0
    gap: Gap | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTotals:
    """What is counted of an event beside the figures of its report; None where nobody noted such a thing."""

    registered: int
    wishes: int = 0
    wishing: int = 0  # people
    heard: int = 0  # meetings of which somebody gave feedback
    contacts: int = 0
    came: int | None = None  # of those registered


type Cells = Mapping[ComparedFigure, ComparedCell]


def compared_of(
    measures: Mapping[Kpi, Measure] | None, totals: EventTotals | None, *, is_over: bool
) -> dict[ComparedFigure, ComparedCell]:
    """Every figure of an event; `measures` are None without matchmaking, `totals` where they were not kept.

    >>> found = compared_of(None, EventTotals(registered=9, came=7), is_over=True)
    >>> found[ComparedFigure.NO_SHOWS].number, found[ComparedFigure.HELD].gap.value
    (2, 'no_matching')
    """
    found = {
        ComparedFigure.REGISTERED: _registered(measures, totals),
        ComparedFigure.WISHES: _wishes(totals),
        ComparedFigure.CONTACTS: _contacts(totals, is_over=is_over),
        ComparedFigure.JOINED: _share(measures, Kpi.JOINED),
        ComparedFigure.PLANNED: _share(measures, Kpi.PLANNED),
        ComparedFigure.ANSWERED: _share(measures, Kpi.ANSWERED),
        ComparedFigure.HELD: _share(measures, Kpi.HELD, is_due=is_over, empty=Gap.NO_SIGN),
        ComparedFigure.NO_SHOWS: _no_shows(totals, is_over=is_over),
    }
    if measures is None:
        needs = set(ComparedFigure) - {ComparedFigure.REGISTERED, ComparedFigure.NO_SHOWS}
        found |= dict.fromkeys(needs, ComparedCell(gap=Gap.NO_MATCHING))
    return {figure: found[figure] for figure in ComparedFigure}


def _registered(measures: Mapping[Kpi, Measure] | None, totals: EventTotals | None) -> ComparedCell:
    if measures is not None and Kpi.JOINED in measures:
        return ComparedCell(number=measures[Kpi.JOINED].whole)
    return ComparedCell(gap=Gap.NOT_KEPT) if totals is None else ComparedCell(number=totals.registered)


def _share(
    measures: Mapping[Kpi, Measure] | None, kpi: Kpi, *, is_due: bool = True, empty: Gap = Gap.NOTHING
) -> ComparedCell:
    if not is_due:
        return ComparedCell(gap=Gap.NOT_OVER)
    measure = (measures or {}).get(kpi)
    if measure is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    gap = None
    if measure.value is None:
        gap = empty if measure.whole else Gap.NOTHING
    return ComparedCell(number=measure.part, whole=measure.whole, unknown=measure.unknown, gap=gap)


def _wishes(totals: EventTotals | None) -> ComparedCell:
    if totals is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    return ComparedCell(number=totals.wishes, whole=totals.wishing)


def _contacts(totals: EventTotals | None, *, is_over: bool) -> ComparedCell:
    if not is_over:
        return ComparedCell(gap=Gap.NOT_OVER)
    if totals is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    gap = None if totals.heard else Gap.NO_FEEDBACK
    return ComparedCell(number=totals.contacts, whole=totals.heard, gap=gap)


def _no_shows(totals: EventTotals | None, *, is_over: bool) -> ComparedCell:
    if not is_over:
        return ComparedCell(gap=Gap.NOT_OVER)
    if totals is None:
        return ComparedCell(gap=Gap.NOT_KEPT)
    if totals.came is None:
        return ComparedCell(gap=Gap.NO_CHECK_IN)
    return ComparedCell(number=totals.registered - totals.came, whole=totals.registered)


MOST_EARLIER = 4
SEEN = (Kpi.HELD, Kpi.MEETINGS, Kpi.ACROSS, Kpi.OUTCOMES)  # what rests on meetings that were held


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    title: str
    year: int
    measures: Mapping[Kpi, Measure]


def earlier_of(event: Event) -> tuple[Earlier, ...]:
    """The last four with kept figures, the latest first; one query."""
    editors = EventOrganiser.objects.filter(only_reads=False)
    team = editors.filter(event=event).values("user")
    events = editors.filter(user__in=team).values("event")
    rows = KeptFigures.objects.filter(event__in=events, event__last_day__lt=event.first_day)
    return tuple(
        Earlier(
            title=pick(row.event.title_de, row.event.title_en),
            year=row.event.first_day.year,
            measures=measures_in(row.content),
        )
        for row in rows.select_related("event").order_by("-event__first_day", "-pk")[:MOST_EARLIER]
    )


def measures_in(content: Mapping[str, Any]) -> dict[Kpi, Measure]:
    """What `actions.keeping` stored; without the shares that were counted before they needed a sign."""
    names = ("value", "part", "whole", "more", "unknown", "ceiling")
    found = {
        Kpi(kpi): Measure(kpi=Kpi(kpi), **dict(zip(names, stored, strict=False)))
        for kpi, stored in content["measures"].items()
    }
    return found if "unknown" in content else {kpi: one for kpi, one in found.items() if kpi not in SEEN}


LISTED = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedEvent:
    event: Event
    cells: Cells


def own_events(by: Subject, *, without: Event) -> Sequence[Event]:
    """The other events that this person looks after, the latest first; no try-outs."""
    rows = Event.objects.exclude(pk=without.pk).filter(is_tryout=False)
    if not may(by, Action.RUN_MATCHING, owns=False):
        rows = rows.filter(organisers__user_id=by.user_id or 0, organisers__only_reads=False)
    return list(rows.order_by("-first_day", "-pk")[:LISTED])


def compared_event(event: Event, *, now: datetime) -> ComparedEvent:
    """What is known of this event now, or was kept before its people were erased."""
    service = Service.objects.select_related("event").filter(event=event).first()
    figures = None if service is None else reported(service, now=now).figures
    kept = kept_of(event) if figures is None or not figures.people else None
    if kept is not None:
        cells = compared_of(measures_in(kept.content), _totals_in(kept.content), is_over=True)
    elif service is None or figures is None:
        totals, is_over = totals_of(event, None), local_date(now) > event.last_day
        known = None if is_over and not totals.registered else totals
        cells = compared_of(None, known, is_over=is_over)
    else:
        is_over = phase_of(service, now) is Phase.AFTER
        cells = compared_of(figures.measures, totals_of(event, service), is_over=is_over)
    return ComparedEvent(event=event, cells=cells)


def totals_of(event: Event, service: Service | None) -> EventTotals:
    """Counted now, in a constant number of queries; what somebody only noted for themselves is no request."""
    confirmed = Registration.objects.filter(
        event=event, state=RegistrationState.CONFIRMED, erased_at=None
    ).values_list("pk", flat=True)
    here = here_since(event.pk)
    sent = Request.objects.filter(service=service)
    wished = sent.aggregate(number=Count("pk"), people=Count("sender", distinct=True))
    said = Mark.objects.filter(Q(took_place__isnull=False) | Q(releases_contact=True))
    heard = said.filter(request__service=service).values("request").distinct().count()
    return EventTotals(
        registered=len(confirmed),
        wishes=wished["number"],
        wishing=wished["people"],
        heard=heard,
        contacts=_contacts_of(service),
        came=sum(pk in here for pk in confirmed) if here else None,
    )


def _contacts_of(service: Service | None) -> int:
    """Meetings of which at least two sides released their contact."""
    released = Mark.objects.filter(request__service=service, releases_contact=True).order_by()
    return released.values("request").annotate(sides=Count("pk")).filter(sides__gte=2).count()


def _totals_in(content: dict[str, Any]) -> EventTotals | None:
    """None where the figures were kept before these were counted."""
    return EventTotals(**content["totals"]) if "totals" in content else None


def comparing_table(
    own: Mapping[Kpi, Measure], earlier: Sequence[Earlier], *, is_asked: bool
) -> Table | None:
    """None where there is nothing to compare with; own outcomes only once people were asked."""
    if not earlier:
        return None

    def told(measures: Mapping[Kpi, Measure], kpi: Kpi) -> str:
        return kpis.value_of(kpi, measures[kpi].value if kpi in measures else None)

    rows = [
        (
            gettext(kpi.label),
            kpis.NONE if kpi is Kpi.OUTCOMES and not is_asked else told(own, kpi),
            *(told(one.measures, kpi) for one in earlier),
        )
        for kpi in Kpi
    ]
    heads = (gettext("Figure"), gettext("this event"), *(titled(one.title, one.year) for one in earlier))
    return table_of(gettext("Compared with earlier events"), heads, rows)


def titled(title: str, year: int) -> str:
    """The title with its year, unless it names it."""
    return title if str(year) in title else f"{title} ({year})"


SHARES: Final = frozenset(
    {ComparedFigure.JOINED, ComparedFigure.HELD, ComparedFigure.ANSWERED, ComparedFigure.NO_SHOWS}
)
DEFINITIONS: Final[Mapping[ComparedFigure, Promise | str]] = {
    ComparedFigure.REGISTERED: gettext_lazy("Confirmed registrations, even if cancelled after the start."),
    ComparedFigure.JOINED: gettext_lazy("Registered people who took part in matchmaking."),
    ComparedFigure.WISHES: gettext_lazy("Wishes to meet someone; each counts once."),
    ComparedFigure.PLANNED: gettext_lazy("Meetings of the timetable with which the event began."),
    ComparedFigure.HELD: gettext_lazy("Planned meetings that someone has seen; unknown ones never count."),
    ComparedFigure.ANSWERED: gettext_lazy("Requests that people answered themselves, or had to."),
    ComparedFigure.CONTACTS: gettext_lazy("Meetings after which both sides released their contact."),
    ComparedFigure.NO_SHOWS: gettext_lazy("Registered people whom reception did not check in."),
}
BASES: Final[Mapping[ComparedFigure, Promise | str]] = {
    ComparedFigure.JOINED: gettext_lazy("%(number)s of %(whole)s registered"),
    ComparedFigure.PLANNED: gettext_lazy("of %(whole)s agreed"),
    ComparedFigure.HELD: gettext_lazy("%(number)s of %(whole)s planned"),
    ComparedFigure.ANSWERED: gettext_lazy("%(number)s of %(whole)s requests"),
    ComparedFigure.CONTACTS: gettext_lazy("of %(whole)s meetings with feedback"),
    ComparedFigure.NO_SHOWS: gettext_lazy("%(number)s of %(whole)s registered"),
}


def comparison_context(
    compared: Sequence[ComparedEvent], others: Sequence[Event], *, now: datetime
) -> dict[str, Any]:
    """The first of `compared` is the event of the page; `others` can be chosen."""
    chosen = {one.event.pk for one in compared}
    return {
        "most": MOST_EVENTS - 1,
        "others": [
            {"event": one, "is_chosen": one.pk in chosen, "days": format_days(one.first_day, one.last_day)}
            for one in others
        ],
        "heads": [titled(one.event.title, one.event.first_day.year) for one in compared],
        "rows": [
            {
                "label": gettext(figure.label),
                "definition": DEFINITIONS[figure],
                "cells": [_told(figure, one.cells[figure]) for one in compared],
            }
            for figure in ComparedFigure
        ],
        "files": ENDINGS,
        "query": urlencode([("with", one.event.slug) for one in compared[1:]] or [("with", "")]),
        "now": now,
    }


def comparison_document(compared: Sequence[ComparedEvent], *, now: datetime) -> Document:
    """The same figures as a file: numbers in one table, what they rest on in the next."""
    heads = [titled(one.event.title, one.event.first_day.year) for one in compared]
    return Document(
        title=gettext("Comparison of events"),
        facts={
            gettext("Event"): compared[0].event.title,
            gettext("As of"): format_short_moment(now),
            gettext("For internal use"): gettext(
                "Small numbers are not suppressed here. Do not pass this file on."
            ),
        },
        sheets=(
            Sheet(
                key="comparison",
                title=gettext("Comparison of events"),
                heads=(gettext("Figure"), *heads),
                rows=[
                    (_named(figure), *(_exact(figure, one.cells[figure]) for one in compared))
                    for figure in ComparedFigure
                ],
                on_paper=[
                    (gettext(figure.label), *(_on_paper(figure, one.cells[figure]) for one in compared))
                    for figure in ComparedFigure
                ],
            ),
            Sheet(
                key="basis",
                title=gettext("Basis"),
                heads=(gettext("Figure"), gettext("Definition"), *heads),
                rows=[
                    (
                        gettext(figure.label),
                        str(DEFINITIONS[figure]),
                        *(_told(figure, one.cells[figure])["basis"] for one in compared),
                    )
                    for figure in ComparedFigure
                ],
            ),
        ),
    )


def _named(figure: ComparedFigure) -> str:
    """With its unit, where numbers carry none."""
    return f"{gettext(figure.label)} (%)" if figure in SHARES else gettext(figure.label)


def _told(figure: ComparedFigure, cell: ComparedCell) -> dict[str, str]:
    """The value with its basis; where nothing measured it, why."""
    if cell.gap is not None:
        return {"value": gettext("not measured"), "basis": gettext(cell.gap.label), "gap": "yes"}
    exact = _exact(figure, cell)
    if figure in SHARES and exact is not None:
        value = kpis.percent(float(exact))
    else:
        value = format_number(cell.number)
    return {"value": value, "basis": _basis_of(figure, cell), "gap": ""}


def _exact(figure: ComparedFigure, cell: ComparedCell) -> float | int | None:
    if cell.gap is not None or (figure in SHARES and not cell.whole):
        return None
    return round(100 * cell.number / (cell.whole or 1), 2) if figure in SHARES else cell.number


def _on_paper(figure: ComparedFigure, cell: ComparedCell) -> Cell:
    return _told(figure, cell)["value"]


def _basis_of(figure: ComparedFigure, cell: ComparedCell) -> str:
    if figure is ComparedFigure.WISHES:
        text = ngettext("of %(n)s person", "of %(n)s people", cell.whole or 0)
        return text % {"n": format_number(cell.whole or 0)}
    if figure not in BASES:
        return ""
    said = str(BASES[figure]) % {
        "number": format_number(cell.number),
        "whole": format_number(cell.whole or 0),
    }
    if not cell.unknown:
        return said
    unknown = ngettext("%(n)s unknown", "%(n)s unknown", cell.unknown) % {"n": format_number(cell.unknown)}
    return f"{said}; {unknown}"


@never_cache
@require_safe
def comparison_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Two to five events side by side; nothing chosen is the latest ones before this event."""
    event, by, _service = event_for_team(request, slug)
    now, others = timezone.now(), own_events(by, without=event)
    screen = comparison_context(_compared(request, event, others, now=now), others, now=now)
    context = console_context(event, by, current="statistics:comparison", screen=screen)
    return render(request, "statistics/comparison.html", context)


@require_safe
def comparison_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The same as a file, which is written down."""
    event, by, _service = event_for_team(request, slug)
    if ending not in ENDINGS:
        raise Http404
    now = timezone.now()
    compared = _compared(request, event, own_events(by, without=event), now=now)
    access.note_comparison(events=[one.event for one in compared], ending=ending, by=by, now=now)
    document, language = comparison_document(compared, now=now), get_language() or "de"
    data = pdf_of(document, language=language, now=now) if ending == "pdf" else file_of(document, ending)
    return download(data, dated_name(event.slug, "comparison", ending))


def _compared(
    request: HttpRequest, event: Event, others: Sequence[Event], *, now: datetime
) -> list[ComparedEvent]:
    if "with" in request.GET:
        slugs = set(request.GET.getlist("with"))
        chosen = [one for one in others if one.slug in slugs]
    else:
        chosen = [one for one in others if one.first_day < event.first_day]
    return [compared_event(one, now=now) for one in (event, *chosen[: MOST_EVENTS - 1])]
