"""What differs from what was published, kind by kind: long lists have pages, and are searched by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
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

    Without `endings` no occasions are told. Places alone are folded until somebody asks for something there.
    """
    text = " ".join(asked.get("q", "")[:_LONGEST].split())
    shown = _of_people_called(text, found, people) if text else found
    pages = {
        kind: Paginator(several, ON_A_PAGE).get_page(asked.get(kind.value, "1"))
        for kind in ChangeKind
        if (several := [one for one in shown if one.kind is kind])
    }
    return {
        "groups": [
            {
                "id": f"changes-{kind.value}",
                "title": f"{_(kind.label)}, {format_number(page.paginator.count)}",
                "rows": [_row(event, one, people, endings) for one in page],
                "pages": _pages(kind, pages, text=text),
                "is_folding": kind is ChangeKind.ELSEWHERE,
                "is_open": bool(text) or kind.value in asked,
            }
            for kind, page in pages.items()
        ],
        "text": text,
        "is_searched": bool(text) or len(found) > ON_A_PAGE,
    }


def _of_people_called(
    text: str, changes: Iterable[MeetingChange], people: Mapping[int, Called]
) -> list[MeetingChange]:
    words = text.replace(",", " ").casefold().split()

    def is_called(one: Called) -> bool:
        said = f"{one.name} {one.organisation}".casefold()
        return all(word in said for word in words)

    called = {pk for pk, one in people.items() if is_called(one)}
    return [one for one in changes if not called.isdisjoint(one.people)]


def _pages(kind: ChangeKind, pages: Mapping[ChangeKind, Page[MeetingChange]], *, text: str) -> Pages:
    """The ways to other pages of this kind; the other kinds stay where they are."""
    others = {one.value: page.number for one, page in pages.items() if one is not kind and page.number > 1}
    here = pages[kind]
    return Pages(
        number=here.number,
        count=here.paginator.num_pages,
        query=urlencode({"q": text, **others} if text else others),
        parameter=kind.value,
        place=f"changes-{kind.value}",
    )


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
