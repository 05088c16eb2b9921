"""The five tabs of a participant's pages: which they are depends on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tab(StrEnum):
    """Where somebody is."""

    PEOPLE = "recommended"
    SEARCH = "browse"
    INBOX = "inbox"
    WISHES = "wishes"
    DAY = "day"
    NOW = "now"
    REVIEW = "review"
    CONTACTS = "contacts"


BEFORE: Final = (Tab.PEOPLE, Tab.SEARCH, Tab.INBOX, Tab.WISHES, Tab.DAY)
ON_THE_DAY: Final = (Tab.NOW, Tab.DAY, Tab.INBOX, Tab.SEARCH, Tab.CONTACTS)
AFTERWARDS: Final = (Tab.REVIEW, Tab.CONTACTS, Tab.DAY, Tab.INBOX, Tab.WISHES)
PAGES: Final = {Tab.NOW: "day:today", Tab.REVIEW: "day:afterwards", Tab.CONTACTS: "day:contacts"}


def tabs_on(today: date, *, first_day: date, last_day: date) -> Sequence[Tab]:
    """On the days of the event the first one is what comes next; then what came of it."""
    if today < first_day:
        return BEFORE
    return ON_THE_DAY if today <= last_day else AFTERWARDS


def page_of(tab: Tab) -> str:
    """The name of its address."""
    return PAGES.get(tab, f"matching:{tab.value}")


LABELS: dict[Tab, tuple[str | Promise, str]] = {
    Tab.PEOPLE: (_("For you"), "people"),
    Tab.SEARCH: (_("Search"), "search"),
    Tab.INBOX: (_("Requests"), "mail"),
    Tab.WISHES: (_("My wishes"), "list"),
    Tab.DAY: (_("My day"), "calendar"),
    Tab.NOW: (_("Now"), "clock"),
    Tab.REVIEW: (_("Review"), "check"),
    Tab.CONTACTS: (_("Contacts"), "person"),
}
