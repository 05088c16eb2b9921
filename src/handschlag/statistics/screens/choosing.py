"""Which of the published statistics are looked at: a year, some groups; real events, or invented ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.parts import Link
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.years import By, Everything
from handschlag.statistics.rules.years import PublishedYear


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterCriteria:
    """What the page shows: `by` groups; `year` and one group of each kind narrow it, 0 is all."""

    by: By = By.NETWORK
    year: int = 0
    groups: Mapping[By, int]
    invented: str = ""  # "yes" asks for invented events

    def query(self, **changed: str) -> str:
        given = {"by": self.by.value, "year": str(self.year or "")}
        given |= {kind.value: str(number or "") for kind, number in self.groups.items()}
        given["invented"] = self.invented
        return urlencode({key: value for key, value in (given | changed).items() if value})

    def address(self, **changed: str) -> str:
        return f"{reverse('statistics:overview')}?{self.query(**changed)}"


def chosen(all_: Everything, choice: FilterCriteria) -> tuple[PublishedYear, ...]:
    """Those of real events, or of invented ones: never both together."""
    is_invented = shows_inventions(all_, choice)
    return tuple(one for one in all_.held if choice.year in {0, one.year} and one.is_invented == is_invented)


def shows_inventions(all_: Everything, choice: FilterCriteria) -> bool:
    """Only if somebody asks for them, or where nothing else was published."""
    kinds = {one.is_invented for one in all_.held}
    return True in kinds and (choice.invented == "yes" or False not in kinds)


def inventions_of(all_: Everything, choice: FilterCriteria) -> str:
    """What is said of them beside the figures."""
    events = [one for one in all_.held if one.is_invented]
    if not events:
        return ""
    if shows_inventions(all_, choice):
        return _("These events, their meetings and everything calculated from them are invented.")
    text = ngettext(
        "%(n)s invented event is not counted here.",
        "%(n)s invented events are not counted here.",
        len(events),
    )
    return text % {"n": format_number(len(events))}


def switch_of(all_: Everything, choice: FilterCriteria) -> tuple[Link, ...]:
    """Real events or invented ones; no choice where there is one kind only."""
    if len({one.is_invented for one in all_.held}) < 2:
        return ()
    is_invented = shows_inventions(all_, choice)
    return (
        Link(label=_("Real entries only"), url=choice.address(invented=""), is_current=not is_invented),
        Link(label=_("Invented entries only"), url=choice.address(invented="yes"), is_current=is_invented),
    )
