"""Letters about who looks after an event."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter, address, post, reader
from handschlag.events.models import Event


def tell_added(*, user: User, event: Event, by_id: int | None, only_reads: bool, now: datetime) -> None:
    """To somebody who looks after the event from now on, or looks on."""
    asker = reader(by_id)

    def write() -> Letter:
        title = pick(event.title_de, event.title_en)
        who = (asker.name if asker else "") or _("A colleague")
        return Letter(
            subject=_("You are on the team of “%(event)s”") % {"event": title},
            paragraphs=(
                _("%(who)s has added you to the team of “%(event)s”.") % {"who": who, "event": title},
                _rights(only_reads=only_reads),
            ),
            url=address("events:manage_event", event.slug),
            link=_("To the event"),
            end=_("If this is a mistake, please tell the person who added you.")
            if only_reads
            else _("If this is a mistake, you can leave the team on the same page."),
        )

    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(asker)] if asker else [],
    )


def _rights(*, only_reads: bool) -> str:
    if only_reads:
        return _("You can see everything about the event. You cannot change anything.")
    return _("You can edit everything about the event, and publish its programme.")


def tell_rights(*, user: User, event: Event, by_id: int | None, only_reads: bool, now: datetime) -> None:
    """To somebody of the team who may change the event from now on, or looks on."""
    asker = reader(by_id)

    def write() -> Letter:
        title = pick(event.title_de, event.title_en)
        who = (asker.name if asker else "") or _("A colleague")
        return Letter(
            subject=_("Your access to “%(event)s” has changed") % {"event": title},
            paragraphs=(
                _("%(who)s has changed what you can do in “%(event)s”.") % {"who": who, "event": title},
                _rights(only_reads=only_reads),
            ),
            url=address("events:manage_event", event.slug),
            link=_("To the event"),
        )

    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(asker)] if asker else [],
    )


def tell_removed(*, user: User, event: Event, now: datetime) -> None:
    """To somebody who looks after the event no longer."""

    def write() -> Letter:
        title = pick(event.title_de, event.title_en)
        return Letter(
            subject=_("You are no longer on the team of “%(event)s”") % {"event": title},
            paragraphs=(
                _("You no longer have access to the event “%(event)s”. Your account stays as it is.")
                % {"event": title},
            ),
            url=address("events:manage"),
            link=_("Your events"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))
