"""What stands around a participant's pages."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day, format_days, local_date
from handschlag.design.components.participant import Shell
from handschlag.design.components.participant import Tab as DrawnTab
from handschlag.events.models import Event
from handschlag.matching.models import Participant
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.screens.tabs import LABELS, Tab, page_of, tabs_on

SHORT: Final[dict[Tab, str | Promise]] = {Tab.WISHES: _("Wishes")}


def shell_of(
    participant: Participant, token: str, *, current: Tab | None, now: datetime, waiting: int | None = None
) -> Shell:
    """The tabs of today; `waiting` requests wait for an answer, counted here where the page has not."""
    event = participant.service.event
    count = waiting_for(participant) if waiting is None else waiting
    today = local_date(now)
    facts = {Tab.INBOX: count} if count and today <= event.last_day else {}
    shown = tabs_on(today, first_day=event.first_day, last_day=event.last_day)
    tabs = (_drawn_tab(tab, token, is_current=tab is current, fact=facts.get(tab, 0)) for tab in shown)
    return frame_of(event, token, name=participant.registration.name, tabs=tuple(tabs))


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


def frame_of(event: Event, token: str, *, name: str, tabs: tuple[DrawnTab, ...] = ()) -> Shell:
    """The shell of an event; before somebody takes part it has no tabs."""
    where = f", {event.place}" if event.place else ""
    days = format_days(event.first_day, event.last_day) if event.has_days else format_day(event.first_day)
    return Shell(
        event=pick(event.title_de, event.title_en),
        when=f"{days}{where}",
        url=reverse("registration:own", args=[token]),
        tabs=tabs,
        name=name,
        own_url=reverse("registration:details", args=[token]),
        phone=event.contact_phone,
    )
