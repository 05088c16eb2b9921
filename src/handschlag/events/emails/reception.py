"""The letter to somebody who helps at the reception."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handschlag.accounts.queries.links import sealed_token
from handschlag.common.language import pick
from handschlag.common.mail import ConcernedPerson
from handschlag.common.times import format_days
from handschlag.directory.emails.letters import Letter, address, post
from handschlag.events.models import ReceptionPass


def send_link(given: ReceptionPass, *, now: datetime) -> None:
    """To the helper, in the language of whoever gave the pass."""
    event = given.event

    def write() -> Letter:
        known = {
            "event": pick(event.title_de, event.title_en),
            "name": given.name,
            "days": format_days(event.first_day, event.last_day),
        }
        return Letter(
            subject=_("Your access to the reception: %(event)s") % known,
            paragraphs=(
                _("Hello %(name)s,") % known,
                _("You are on the reception team of “%(event)s”, %(days)s.") % known,
                _(
                    "Open the link on the device you will use. You can check people in, print "
                    "badges and register people on the day. Your access ends with the event."
                ),
            ),
            url=address("events:reception", sealed_token(given.link)),
            link=_("To the reception"),
            end=_(
                "This link is for you only. If someone else has received it, ask the organisers for a "
                "new one."
            ),
        )

    post(
        to=given.email,
        language=get_language() or "de",
        now=now,
        write=write,
        recipient=ConcernedPerson(kind="reception", id=given.pk),
    )
