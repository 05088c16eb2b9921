"""The five tabs of a participant's pages."""

from __future__ import annotations

from enum import StrEnum

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
