"""Events side by side, on a page and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_days, format_short_moment
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.statistics.queries.comparison import ComparedEvent
from handschlag.statistics.rules.comparison import MOST, ComparedCell, ComparedFigure
from handschlag.statistics.screens import figure_labels
from handschlag.statistics.screens.comparing import titled
from handschlag.statistics.screens.documents import ENDINGS, Cell, Document, Sheet

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


def comparison_screen(
    compared: Sequence[ComparedEvent], others: Sequence[Event], *, now: datetime
) -> dict[str, Any]:
    """The first of `compared` is the event of the page; `others` can be chosen."""
    chosen = {one.event.pk for one in compared}
    return {
        "most": MOST - 1,
        "others": [
            {"event": one, "is_chosen": one.pk in chosen, "days": format_days(one.first_day, one.last_day)}
            for one in others
        ],
        "heads": [titled(one.event.title, one.event.first_day.year) for one in compared],
        "rows": [
            {
                "label": _(figure.label),
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
        title=_("Comparison of events"),
        facts={
            _("Event"): compared[0].event.title,
            _("As of"): format_short_moment(now),
            _("For internal use"): _("Small numbers are not suppressed here. Do not pass this file on."),
        },
        sheets=(
            Sheet(
                key="comparison",
                title=_("Comparison of events"),
                heads=(_("Figure"), *heads),
                rows=[
                    (_named(figure), *(_exact(figure, one.cells[figure]) for one in compared))
                    for figure in ComparedFigure
                ],
                on_paper=[
                    (_(figure.label), *(_on_paper(figure, one.cells[figure]) for one in compared))
                    for figure in ComparedFigure
                ],
            ),
            Sheet(
                key="basis",
                title=_("Basis"),
                heads=(_("Figure"), _("Definition"), *heads),
                rows=[
                    (
                        _(figure.label),
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
    return f"{_(figure.label)} (%)" if figure in SHARES else _(figure.label)


def _told(figure: ComparedFigure, cell: ComparedCell) -> dict[str, str]:
    """The value with its basis; where nothing measured it, why."""
    if cell.gap is not None:
        return {"value": _("not measured"), "basis": _(cell.gap.label), "gap": "yes"}
    exact = _exact(figure, cell)
    if figure in SHARES and exact is not None:
        value = figure_labels.percent(float(exact))
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
