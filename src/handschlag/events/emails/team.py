"""Letters about who looks after an event."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.accounts.models import User
from handschlag.accounts.queries.addressees import addressee
from handschlag.common.language import pick
from handschlag.directory.emails.letters import Letter, address, post, reader
from handschlag.events.models import Event


def tell_added(*, user: User, event: Event, by_id: int | None, only_reads: bool, now: datetime) -> None:
    """To somebody who looks after the event from now on, or looks on."""
    subject = gettext_lazy("You are on the team of “%(event)s”")
    sentence = gettext_lazy("%(who)s has added you to the team of “%(event)s”.")
    end = gettext_lazy("If this is a mistake, you can leave the team on the same page.")
    if only_reads:
        end = gettext_lazy("If this is a mistake, please tell the person who added you.")
    _tell(user, event, (subject, sentence, end), by_id=by_id, only_reads=only_reads, now=now)


def tell_rights(*, user: User, event: Event, by_id: int | None, only_reads: bool, now: datetime) -> None:
    """To somebody of the team who may change the event from now on, or looks on."""
    subject = gettext_lazy("Your access to “%(event)s” has changed")
    sentence = gettext_lazy("%(who)s has changed what you can do in “%(event)s”.")
    _tell(user, event, (subject, sentence, ""), by_id=by_id, only_reads=only_reads, now=now)


def _tell(
    user: User,
    event: Event,
    texts: tuple[Promise | str, ...],
    *,
    by_id: int | None,
    only_reads: bool,
    now: datetime,
) -> None:
    """Subject, first sentence and end; who did it is named, so that erasing them finds the letter."""
    asker = reader(by_id)

    def write() -> Letter:
        who = (asker.name if asker else "") or _("A colleague")
        known = {"who": who, "event": pick(event.title_de, event.title_en)}
        subject, sentence, end = (str(text) % known for text in texts)
        rights = _("You can edit everything about the event, and publish its programme.")
        if only_reads:
            rights = _("You can see everything about the event. You cannot change anything.")
        return Letter(
            subject=subject,
            paragraphs=(sentence, rights),
            url=address("events:manage_event", event.slug),
            link=_("To the event"),
            end=end,
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
