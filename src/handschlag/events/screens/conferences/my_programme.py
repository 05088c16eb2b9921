"""My programme: what somebody chose on this device, with everything that clashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_span, local_date, weekday_name
from handschlag.design.components.parts import Crumb
from handschlag.directory.screens import texts
from handschlag.events.hooks.attendance import Attendance
from handschlag.events.queries.conferences.public_events import VisibleEvent
from handschlag.events.queries.conferences.published_programme import PublishedProgramme, PublishedSession
from handschlag.events.rules.saved_sessions import MOST, SavedSessions, overlaps
from handschlag.events.screens.conferences import session_lines
from handschlag.events.screens.conferences.event import crumbs, registration
from handschlag.events.screens.conferences.session import programme_crumb
from handschlag.events.screens.conferences.session_lines import SessionPart, session_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clash:
    first: str
    second: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MineScreen:
    title: str
    slug: str
    crumbs: Sequence[Crumb]
    parts: Sequence[SessionPart]
    clashes: Sequence[_Clash]
    clash_title: str
    cancelled: Sequence[str]
    limit: int
    is_empty: bool
    may_register: bool
    guest: Attendance | None


def chosen_lines(reading: PublishedProgramme, chosen: SavedSessions) -> tuple[PublishedSession, ...]:
    """In the order of their times."""
    return tuple(line for line in reading.lines if line.item.id in chosen.ids)


def mine_screen(
    shown: VisibleEvent,
    reading: PublishedProgramme,
    chosen: SavedSessions,
    *,
    guest: Attendance | None,
    now: datetime,
) -> _MineScreen:
    """The page of what was chosen; `guest` is None for visitors who take no part in the event."""
    event, lines = shown.event, chosen_lines(reading, chosen)
    clashes = _clashes_among(lines)
    number = len(lines)
    text = ngettext("%(n)s session in your programme", "%(n)s sessions in your programme", number)
    return _MineScreen(
        title=text % {"n": texts.number(number)} if number else _("Nothing is chosen yet"),
        slug=event.slug,
        crumbs=crumbs(event, programme_crumb(event), Crumb(_("My programme"))),
        parts=session_parts(event, lines, chosen=chosen.ids, names_day=len({line.day for line in lines}) > 1),
        clashes=clashes,
        clash_title=ngettext(
            "Two sessions run at the same time",
            "%(n)s times, two sessions run at the same time",
            len(clashes),
        )
        % {"n": texts.number(len(clashes))},
        cancelled=tuple(session_lines.session_title(line) for line in lines if line.item.is_cancelled),
        limit=MOST,
        is_empty=not lines,
        may_register=registration(event, today=local_date(now), now=now).is_open,
        guest=guest,
    )


def _clashes_among(lines: Sequence[PublishedSession]) -> tuple[_Clash, ...]:
    by_id = {line.item.id: line for line in lines}
    held = [line.item for line in lines if not line.item.is_cancelled]
    return tuple(
        _Clash(
            first=pick(first.title_de, first.title_en),
            second=pick(second.title_de, second.title_en),
            when=_when(by_id[second.id], first_end=by_id[first.id]),
        )
        for first, second in overlaps(held)
    )


def _when(second: PublishedSession, *, first_end: PublishedSession) -> str:
    """The time that both want."""
    end = min(second.item.ends_at, first_end.item.ends_at)
    hours = format_span(second.item.starts_at, end)
    return f"{weekday_name(second.day)}, {hours}"
