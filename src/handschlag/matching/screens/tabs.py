"""The five tabs of a participant's pages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tab(StrEnum):
    """Where somebody is."""

    PEOPLE = "recommended"
    SEARCH = "browse"
    INBOX = "inbox"
    WISHES = "wishes"
    DAY = "day"


LABELS: dict[Tab, tuple[str | Promise, str]] = {
    Tab.PEOPLE: (_("For you"), "people"),
    Tab.SEARCH: (_("Search"), "search"),
    Tab.INBOX: (_("Requests"), "mail"),
    Tab.WISHES: (_("My wishes"), "list"),
    Tab.DAY: (_("My day"), "calendar"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One tab; `fact` is a short live figure beside the label."""

    label: str
    url: str
    icon: str
    is_current: bool
    fact: str = ""


def _tabs(token: str, *, current: Tab | None, facts: dict[Tab, str] | None = None) -> tuple[_Shown, ...]:
    """Those that lead somewhere, in their order."""
    found = []
    for tab, (label, icon) in LABELS.items():
        try:
            url = reverse(f"matching:{tab.value}", kwargs={"token": token})
        except NoReverseMatch:
            continue
        fact = (facts or {}).get(tab, "")
        found.append(_Shown(label=str(label), url=url, icon=icon, is_current=tab is current, fact=fact))
    return tuple(found)
