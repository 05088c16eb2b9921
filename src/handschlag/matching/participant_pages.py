"""What stands around a participant's pages, and who comes to them: by the personal link, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from handschlag.accounts.models import subject_of
from handschlag.common.times import local_date, move_to
from handschlag.design.components.participant import Shell
from handschlag.design.components.participant import Tab as DrawnTab
from handschlag.design.components.parts import Step
from handschlag.matching import joining
from handschlag.matching.models import Participant
from handschlag.matching.names import participant_of
from handschlag.matching.own_meetings import waiting_for
from handschlag.registration.access import (
    closed_link_page,
    closed_to_strangers,
    frame_of,
    registration_on_paper,
    registration_with,
    unknown_link_page,
)
from handschlag.registration.models import Registration


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


SHORT: Final[dict[Tab, str | Promise]] = {Tab.WISHES: _("Wishes")}


def shell_of(
    participant: Participant, token: str, *, current: Tab | None, now: datetime, waiting: int | None = None
) -> Shell:
    """The shell with the tabs of today."""
    tabs = tabs_of(participant, token, current=current, now=now, waiting=waiting)
    return frame_of(participant.service.event, token, name=participant.registration.name, tabs=tabs)


def tabs_of(
    participant: Participant, token: str, *, current: Tab | None, now: datetime, waiting: int | None = None
) -> Sequence[DrawnTab]:
    """The tabs of today; `waiting` requests wait for an answer, counted here where the page has not."""
    event = participant.service.event
    count = waiting_for(participant) if waiting is None else waiting
    today = local_date(now)
    facts = {Tab.INBOX: count} if count and today <= event.last_day else {}
    shown = tabs_on(today, first_day=event.first_day, last_day=event.last_day)
    return tuple(_drawn_tab(tab, token, is_current=tab is current, fact=facts.get(tab, 0)) for tab in shown)


def _drawn_tab(tab: Tab, token: str, *, is_current: bool, fact: int) -> DrawnTab:
    label, icon = LABELS[tab]
    words = ngettext("%(count)s is waiting", "%(count)s are waiting", fact) % {"count": fact}
    return DrawnTab(
        label=str(label),
        url=reverse(page_of(tab), args=[token]),
        icon=icon,
        is_current=is_current,
        fact=str(fact) if fact else "",
        fact_words=words if fact else "",
        short=str(SHORT.get(tab, label)),
    )


_LABELS: Final[dict[str, str | Promise]] = {
    "profile": _("Profile"),
    "recommended": _("People"),
    "send": _("Send"),
}


def steps_of(me: Participant, token: str, *, current: str) -> Sequence[Step]:
    """None once wishes were sent: from then on each page is for changes only."""
    if me.wished_at is not None:
        return ()
    names = list(_LABELS)
    here = names.index(current)
    return tuple(
        Step(
            label=str(_LABELS[name]),
            state="current" if name == current else "done" if place < here else "open",
            url=reverse(f"matching:{name}", args=[token]) if place < here or me.described_at else "",
        )
        for place, name in enumerate(names)
    )


type View = Callable[..., HttpResponseBase]


def by_link(view: View, *, takes_paper: bool = False) -> Callable[..., HttpResponseBase]:
    """The view gets the registration and its token; whatever else is there opens nothing, always alike."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **more: object) -> HttpResponseBase:
        registration = registration_with(token)
        if registration is None and not takes_paper:
            return closed_link_page(request, token, now=timezone.now())
        registration = registration or registration_on_paper(token)
        if registration is None:
            return unknown_link_page(request, now=timezone.now())
        move_to(registration.event.time_zone)
        return closed_to_strangers(view(request, registration, token, **more))

    return opened


def for_participants(view: View, *, takes_paper: bool = False) -> Callable[..., HttpResponseBase]:
    """The view gets the participant and the token; who does not take part yet is led to the invitation.

    Who agreed when registering joins by opening the page. A printed sheet, which others
    may find, joins nobody.
    """

    @wraps(view)
    def opened(
        request: HttpRequest, registration: Registration, token: str, **more: object
    ) -> HttpResponseBase:
        participant = participant_of(registration)
        if participant is None and not takes_paper:
            by, now = subject_of(request.user), timezone.now()
            participant = joining.join_agreed(registration=registration, by=by, now=now)
        if participant is None or participant.left_at is not None:
            messages.info(request, gettext("These pages open once you have joined matchmaking."))
            return redirect("matching:invitation", token=token)
        participant.registration = registration
        participant.service.event = registration.event
        return view(request, participant, token, **more)

    return by_link(opened, takes_paper=takes_paper)


def for_the_day(view: View) -> Callable[..., HttpResponseBase]:
    """The same for the pages of the day itself: the code on a printed sheet opens them, too."""
    return for_participants(view, takes_paper=True)
