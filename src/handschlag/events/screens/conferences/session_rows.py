"""Sessions as rows of a list and as boxes of the time grid: there are hundreds on a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.safestring import SafeString

from handschlag.common.language import pick
from handschlag.common.times import format_span, format_time, machine_time
from handschlag.design.components.patterns import Pattern, Values
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_programme import PublishedSession
from handschlag.events.screens.conferences.entries import session_path
from handschlag.events.screens.conferences.language_labels import KINDS, PAUSES
from handschlag.events.screens.conferences.session_lines import until, who_and_where

ROW: Final = Pattern("events/conferences/parts/line.html")
BOX: Final = Pattern("events/conferences/parts/box.html")


def session_rows(lines: Iterable[PublishedSession], event: Event, chosen_ids: Collection[int]) -> SafeString:
    """The rows of a list; who comes may choose those that are held."""
    times: dict[tuple[datetime, datetime], tuple[str, str, str]] = {}
    return ROW.drawn(_row(line, event, chosen_ids, times) for line in lines)


def _row(
    line: PublishedSession,
    event: Event,
    chosen_ids: Collection[int],
    times: dict[tuple[datetime, datetime], tuple[str, str, str]],
) -> Values:
    item, track = line.item, line.track
    span = item.starts_at, item.ends_at
    if span not in times:
        times[span] = machine_time(span[0]), format_time(span[0]), until(*span)
    begin, clock, end = times[span]
    return {
        "number": str(item.id),
        "url": session_path(event, item.id),
        "title": pick(item.title_de, item.title_en),
        "begin": begin,
        "clock": clock,
        "until": end,
        "kind": str(KINDS[item.kind]),
        "about": who_and_where(line),
        "track": pick(track.name_de, track.name_en) if track else "",
        "is_pause": item.kind in PAUSES,
        "is_cancelled": item.is_cancelled,
        "is_time_invented": item.is_time_invented,
        "is_chosen": item.id in chosen_ids,
    }


def session_boxes(
    cells: Iterable[tuple[Any, PublishedSession]], event: Event, chosen_ids: Collection[int]
) -> SafeString:
    """The boxes of the time grid of a day."""
    return BOX.drawn(_boxes(cells, event, chosen_ids))


def _boxes(
    cells: Iterable[tuple[Any, PublishedSession]], event: Event, chosen_ids: Collection[int]
) -> Iterator[Values]:
    spans: dict[tuple[datetime, datetime], str] = {}
    for cell, line in cells:
        item = line.item
        span = item.starts_at, item.ends_at
        if span not in spans:
            spans[span] = format_span(*span)
        yield {
            "row": str(cell.row + 1),
            "long": str(cell.long),
            "column": str(cell.column + 1),
            "wide": str(cell.wide),
            "url": session_path(event, item.id),
            "title": pick(item.title_de, item.title_en),
            "span": spans[span],
            "people": ", ".join(person.name for person in line.people),
            "is_pause": item.kind in PAUSES,
            "is_cancelled": item.is_cancelled,
            "is_chosen": item.id in chosen_ids,
        }
