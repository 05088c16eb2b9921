"""What stands around a participant's pages of the day: matching's shell, and the way to the other pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab

TABS: Final = {"day:today": Tab.NOW, "day:afterwards": Tab.REVIEW, "day:contacts": Tab.CONTACTS}


def page_context(participant: Participant, token: str, current: str = "", *, now: datetime) -> dict[str, Any]:
    """What each page of the day is given; `current` is the name of its address, if it has a tab."""
    return {
        "participant": participant,
        "token": token,
        "shell": shell_of(participant, token, current=TABS.get(current), now=now),
        "pages": _pages_of(token),
    }


def _pages_of(token: str) -> tuple[Link, ...]:
    """Where one goes from the next meeting; the bar has room for five."""
    pages = (
        ("matching:day", _("Whole day")),
        ("day:afterwards", _("Review")),
        ("day:contacts", _("Contacts")),
        ("matching:wishes", _("Wishes")),
        ("matching:recommended", _("Your recommendations")),
        ("registration:details", _("Your registration")),
    )
    return tuple(Link(label=label, url=reverse(name, args=[token])) for name, label in pages)
