"""What stands around a participant's pages."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import format_day
from handschlag.design.components.participant import Shell
from handschlag.design.components.participant import Tab as DrawnTab
from handschlag.events.models import Event
from handschlag.matching.models import Participant
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.screens.tabs import LABELS, Tab

SHORT: Final[dict[Tab, str | Promise]] = {Tab.WISHES: _("Wishes")}


def shell_of(
    participant: Participant, token: str, *, current: Tab | None, waiting: int | None = None
) -> Shell:
    """All tabs; `waiting` requests wait for an answer, where the page has not counted them itself."""
    count = waiting_for(participant) if waiting is None else waiting
    facts = {Tab.INBOX: count} if count else {}
    tabs = (_drawn_tab(tab, token, is_current=tab is current, fact=facts.get(tab, 0)) for tab in Tab)
    return frame_of(participant.service.event, token, name=participant.registration.name, tabs=tuple(tabs))


def _drawn_tab(tab: Tab, token: str, *, is_current: bool, fact: int) -> DrawnTab:
    label, icon = LABELS[tab]
    words = ngettext("%(count)s is waiting", "%(count)s are waiting", fact) % {"count": fact}
    return DrawnTab(
        label=str(label),
        url=reverse(f"matching:{tab.value}", args=[token]),
        icon=icon,
        is_current=is_current,
        fact=str(fact) if fact else "",
        fact_words=words if fact else "",
        short=str(SHORT.get(tab, label)),
    )


def frame_of(event: Event, token: str, *, name: str, tabs: tuple[DrawnTab, ...] = ()) -> Shell:
    """The shell of an event; before somebody takes part it has no tabs."""
    where = f", {event.place}" if event.place else ""
    return Shell(
        event=pick(event.title_de, event.title_en),
        when=f"{format_day(event.first_day)}{where}",
        url=reverse("matching:invitation", args=[token]),
        tabs=tabs,
        name=name,
        own_url=reverse("registration:own", args=[token]),
        phone=event.contact_phone,
    )
