"""How somebody looks at the activities of a campaign: as a list, a week or a day, and on which page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handschlag.directory.rules.criteria import first
from handschlag.events.rules.campaigns.criteria import day_in

LARGEST_PAGE = 10_000


class View(StrEnum):
    LIST = "list"
    WEEK = "week"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """`day` lies in the period of the campaign; `pairs` are what of the address belongs to the view."""

    view: View = View.LIST
    day: date
    page: int = 1

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        if self.view is View.LIST:
            return ()
        return (("view", self.view.value), ("day", self.day.isoformat()))


def look_in(query: Mapping[str, Sequence[str]], *, first_day: date, last_day: date, today: date) -> Look:
    """What an address asks for; without a day it is today, or the nearest day of the campaign."""
    view, page = first(query, "view"), first(query, "page")
    wanted = day_in(first(query, "day")) or today
    return Look(
        view=View(view) if view in set(View) else View.LIST,
        day=min(max(wanted, first_day), last_day),
        page=min(int(page), LARGEST_PAGE) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
    )
