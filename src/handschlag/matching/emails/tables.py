"""A topic table that was to be held is not: its people are told, and whether it may come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.directory.emails.letters import Letter
from handschlag.matching.emails.meetings import concerned
from handschlag.matching.hooks.told_people import hand_on
from handschlag.matching.models import Request
from handschlag.registration.emails.common_text import event_title, greeting
from handschlag.registration.emails.posting import own_address, post_to
from handschlag.registration.models import Registration


def tell_table_off(request: Request, *, is_over: bool, but: int | None, now: datetime) -> None:
    """To everyone who had a seat. Unless it `is_over`, it takes place again as soon as three are there."""
    people = concerned(request, but=but)
    hand_on(service_id=request.service_id, registrations=[one.pk for one, *_ in people], at=now)
    for registration, _names, others in people:
        post_table_off(registration, topic=request.purpose, is_over=is_over, named=others, now=now)


def post_table_off(
    registration: Registration,
    *,
    topic: str,
    is_over: bool,
    named: Sequence[Registration],
    now: datetime,
) -> None:
    """To one of them; `named` are the others whose names its purpose may hold."""

    def write() -> Letter:
        known = {"topic": topic, "event": event_title(registration.event)}
        if is_over:
            why = _("The topic table “%(topic)s” at “%(event)s” has been withdrawn.")
            then = _("You are free again at this time. See your page for other tables and people.")
        else:
            why = _("Fewer than three people are left at the topic table “%(topic)s” at “%(event)s”.")
            then = _(
                "You are free again at this time. Your wish stays: as soon as three are there, the "
                "table takes place after all."
            )
        return Letter(
            subject=_("Your topic table will not take place"),
            paragraphs=(greeting(registration), why % known, then),
            values={"topic": topic},
            url=own_address("matching:tables", registration),
            link=_("Topic tables"),
        )

    post_to(registration, write, kind="matching.table_off", now=now, named=named)
