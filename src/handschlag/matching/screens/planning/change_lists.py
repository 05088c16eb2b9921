"""What differs from what was published, kind by kind: long lists have pages, and are searched by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from handschlag.common.times import format_slot, local_date
from handschlag.design.components.parts import Pages
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.queries.display_names import Called
from handschlag.matching.rules.changes import ChangeKind, MeetingChange
from handschlag.matching.rules.versions import PublishedMeeting
from handschlag.matching.screens.planning import explanations
from handschlag.matching.screens.planning.occasions import occasion

ON_A_PAGE: Final = 40  # of each kind
_LONGEST: Final = 100  # letters of what is searched for


def change_lists(
    event: Event,
    found: Sequence[MeetingChange],
    people: Mapping[int, Called],
    *,
    endings: Mapping[int, tuple[str, str]] | None,
    asked: Mapping[str, str],
) -> dict[str, Any]:
    """The page of each kind that is `asked` for by its name, of meetings of people with `q` in their names.

    Without `endings` no occasions are told.
    """
    text = " ".join(asked.get("q", "")[:_LONGEST].split())
    shown = _of_people_called(text, found, people) if text else found
    return {
        "groups": [
            _group_of(
                event, kind, several, people, endings=endings, text=text, asked=asked.get(kind.value, "1")
            )
            for kind in ChangeKind
            if (several := [one for one in shown if one.kind is kind])
        ],
        "text": text,
        "is_searched": bool(text) or len(found) > ON_A_PAGE,
    }


def _of_people_called(
    text: str, found: Iterable[MeetingChange], people: Mapping[int, Called]
) -> list[MeetingChange]:
    word = text.casefold()
    called = {pk for pk, one in people.items() if word in f"{one.name} {one.organisation}".casefold()}
    return [one for one in found if not called.isdisjoint(one.people)]


def _group_of(
    event: Event,
    kind: ChangeKind,
    several: Sequence[MeetingChange],
    people: Mapping[int, Called],
    *,
    endings: Mapping[int, tuple[str, str]] | None,
    text: str,
    asked: str,
) -> dict[str, Any]:
    page = Paginator(several, ON_A_PAGE).get_page(asked)
    return {
        "id": f"changes-{kind.value}",
        "title": f"{_(kind.label)}, {format_number(len(several))}",
        "rows": [_row(event, one, people, endings) for one in page],
        "pages": Pages(
            number=page.number,
            count=page.paginator.num_pages,
            query=urlencode({"q": text}) if text else "",
            parameter=kind.value,
            place=f"changes-{kind.value}",
        ),
        "is_closed": kind is ChangeKind.ELSEWHERE and page.number == 1 and not text,
    }


def _row(
    event: Event,
    one: MeetingChange,
    people: Mapping[int, Called],
    endings: Mapping[int, tuple[str, str]] | None,
) -> dict[str, str]:
    by = ""
    if one.old and one.new and one.kind is ChangeKind.MOVED:
        by = _by(one.old.starts_at, one.new.starts_at)
    return {
        "who": explanations.pair(one.people, people),
        "old": _spot(event, one.old),
        "new": _spot(event, one.new),
        "by": by,
        "why": "" if endings is None else occasion(one, endings),
    }


def _spot(event: Event, told: PublishedMeeting | None) -> str:
    if told is None:
        return ""
    return f"{format_slot(told.starts_at, with_day=event.has_days)} · {told.place_code}"


def _by(old: datetime, new: datetime) -> str:
    if local_date(old) != local_date(new):
        return _("on another day")
    minutes = round((new - old).total_seconds() / 60)
    text = _("%(n)s min later") if minutes > 0 else _("%(n)s min earlier")
    return text % {"n": format_number(abs(minutes))}
