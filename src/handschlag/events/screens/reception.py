"""The page behind the link of a pass for the reception."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.accounts.rules.policy import Action
from handschlag.common.language import pick
from handschlag.common.times import format_days
from handschlag.events.models import ReceptionPass
from handschlag.events.queries.sidebar import sidebar_url_for


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReceptionScreen:
    title: str
    days: str
    name: str
    begin_url: str
    is_begun: bool


def reception_screen(found: ReceptionPass, *, is_begun: bool) -> _ReceptionScreen:
    """What the pass is for, and where the work is."""
    event = found.event
    return _ReceptionScreen(
        title=pick(event.title_de, event.title_en),
        days=format_days(event.first_day, event.last_day),
        name=found.name,
        begin_url=sidebar_url_for(event.slug, Action.CHECK_IN),
        is_begun=is_begun,
    )
