"""What stands around a participant's pages of the day, and what they say when something is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant
from handschlag.matching.participant_pages import Tab, shell_of

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


UNFIT: Final = 422


def attempt(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Whether it was done; else why not, in words."""
    try:
        act()
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        return False
    return True
