"""What every email of the directory is made of: a subject, paragraphs, one link."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from handschlag.accounts.models import User
from handschlag.common import mail
from handschlag.common.times import USUAL_ZONE, at_place

TEMPLATE: Final = "directory/mail/letter"
PLATFORM: Final = mail.Sender(name="")
NO_EVENT: Final = mail.Origin()
SUBJECT_LENGTH: Final = 60  # more than that no telephone shows


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLink:
    """Something else that the reader can do: a plain link beside the one button."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Words of one letter; what other people wrote stands in `quote` and is marked as theirs.

    `signature` are the lines of who writes; without one the platform signs. `middle` stands between the quote
    and the link, `closing` behind them. `values` are the facts in it, for those who write their own words.
    """

    subject: str
    paragraphs: tuple[str, ...]
    url: str
    link: str
    quote: str = ""
    end: str = ""
    ways: tuple[PlainLink, ...] = ()
    signature: str = ""
    middle: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)


def _shortened(text: str, length: int) -> str:
    """Cut between two words, with an ellipsis, where it is longer.

    >>> _shortened("Invitation: Networks connect", 20)
    'Invitation:…'
    """
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head.rsplit(" ", 1)[0] or head).rstrip(" ,·–-") + "…"


def address(name: str, *args: Any) -> str:
    """The whole address of a page, in the language that is spoken now."""
    return settings.BASE_URL + reverse(name, args=args)


def post(
    *,
    to: str,
    language: str,
    now: datetime,
    write: Callable[[], Letter],
    expires_at: datetime | None = None,
    calendar: str = "",
    urgency: mail.Urgency = mail.Urgency.USUAL,
    recipient: mail.ConcernedPerson | None = None,
    named: Sequence[mail.ConcernedPerson] = (),
    zone: str = USUAL_ZONE,
    template: str = TEMPLATE,
    sender: mail.Sender = PLATFORM,
    unsubscribe: str = "",
    origin: mail.Origin = NO_EVENT,
) -> None:
    """`write` is called in the reader's language, by the clocks of `zone`; the rest is `mail.send`'s."""
    with translation.override(language), at_place(zone):
        letter = write()
    letter = replace(letter, subject=_shortened(letter.subject, SUBJECT_LENGTH))
    mail.send(
        to=to,
        template=template,
        context={"letter": letter},
        language=language,
        now=now,
        expires_at=expires_at,
        calendar=calendar,
        urgency=urgency,
        recipient=recipient,
        named=named,
        sender=sender,
        unsubscribe=unsubscribe,
        origin=origin,
    )


def reader(user_id: int | None) -> User | None:
    """Somebody who has an account still."""
    return User.objects.filter(pk=user_id, is_active=True).first() if user_id is not None else None
