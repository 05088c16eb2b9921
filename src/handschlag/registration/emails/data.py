"""Everything that is kept about a person, offered to that person alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.directory.emails.letters import Letter
from handschlag.registration.emails.common_text import event_title, own_page, send
from handschlag.registration.models import Registration


def tell_data(registration: Registration, *, now: datetime) -> None:
    """The data themselves are not in the email: they are on the page, and end with it."""

    def write() -> Letter:
        known = {"name": registration.name, "event": event_title(registration.event)}
        return Letter(
            subject=_("Your data: %(event)s") % known,
            paragraphs=(
                _("Hello %(name)s,") % known,
                _(
                    "You asked the organisers of “%(event)s” for your data. On your own page, "
                    "under “Your data”, you can download everything as a file."
                )
                % known,
                _(
                    "The file also holds your wishes and private notes. The organisers cannot read them; "
                    "therefore only you can download it."
                ),
            ),
            url=own_page(registration),
            link=_("To your own page"),
            end=_("This link is for you only. Anyone who has it can change your registration."),
        )

    send(registration, write, kind="registration.data", now=now)
