"""What stands around a participant's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handschlag.common.times import local_date
from handschlag.design.components.participant import Shell
from handschlag.design.components.participant import Tab as DrawnTab
from handschlag.matching.models import Participant
from handschlag.matching.queries.inbox import waiting_for
from handschlag.matching.screens.tabs import LABELS, Tab, page_of, tabs_on
from handschlag.registration.screens.shell import frame_of

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
