"""Writes letters into the outbox: one row for each, in the transaction of what it is about; secrets sealed.

Sealed places in letters: where a link's token or a code stands once the letter is sent, and not before.

The outbox is read by administrators and ends in backups, so no letter in it may open anything. A floor says
how a kind of seal is broken (`AppConfig.ready`):

    sealed.register("registration", token_for)

and writes `sealed.seal("registration", row.pk, to=address)` where the secret belongs. The seal is signed for
one recipient: copied into the text of another letter it stays what it is.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import escape

from handschlag.common.database import at_once
from handschlag.common.models import Mail, MailPerson, MailState, Urgency
from handschlag.common.prepared_queries import PreparedRows
from handschlag.common.refusals import Refusal

# From the row's id and the letter's address to the secret; None where there is no such thing any more.
type Opener = Callable[[int, str], str | None]

MASK: Final = "••••••••"
_SEAL: Final = re.compile(r"SEALED-([a-z]+)-([0-9]{1,18})-([0-9a-f]{32})")
_openers: dict[str, Opener] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The words of a letter as its reader gets them."""

    subject: str
    text: str
    html: str
    unsubscribe: str = ""


class Broken(Exception):
    """What a letter should open does not exist any more: there is nothing to send."""


def register_seal(kind: str, opener: Opener) -> None:
    """How seals of this kind are broken; the last one of a name counts."""
    _openers[kind] = opener


def seal(kind: str, object_id: int, *, to: str) -> str:
    """What stands in the stored letter: letters, digits and hyphens, fit for an address and for HTML."""
    return f"SEALED-{kind}-{object_id}-{_signature(kind, object_id, to)}"


def resealed(text: str, *, before: str, to: str) -> str:
    """The text for another address: what was sealed for the one before is sealed for this one."""

    def seal_again(found: re.Match[str]) -> str:
        kind, object_id = found[1], int(found[2])
        is_ours = hmac.compare_digest(found[3], _signature(kind, object_id, before))
        return seal(kind, object_id, to=to) if is_ours else found[0]

    return _SEAL.sub(seal_again, text)


def with_secrets(mail: Mail) -> Content:
    """The letter with its secrets put in; `Broken` where one of them is gone."""

    def secret(found: re.Match[str]) -> str:
        kind, object_id = found[1], int(found[2])
        if not hmac.compare_digest(found[3], _signature(kind, object_id, mail.to)):
            return found[0]
        value = _openers[kind](object_id, mail.to) if kind in _openers else None
        if value is None:
            raise Broken
        return value

    return _content_of(mail, secret)


def without_secrets(mail: Mail) -> Content:
    """The letter for everybody but its reader."""
    return _content_of(mail, lambda _found: MASK)


def _content_of(mail: Mail, put_in: Callable[[re.Match[str]], str]) -> Content:
    parts = (mail.subject, mail.text, mail.html, mail.unsubscribe)
    subject, text, html, unsubscribe = (_SEAL.sub(put_in, part) for part in parts)
    return Content(subject=subject, text=text, html=html, unsubscribe=unsubscribe)


def _signature(kind: str, object_id: int, to: str) -> str:
    signed = f"mail.seal:{kind}:{object_id}:{to}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), signed, hashlib.sha256).hexdigest()[:32]


NOTHING_LEFT: dict[str, Any] = dict.fromkeys(("to", "subject", "text", "html", "calendar", "unsubscribe"), "")
_PEOPLE: Final = PreparedRows(MailPerson)
_ON_THE_WAY = (MailState.WAITING, MailState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernedPerson:
    """A row that stands for somebody: `kind` is a word of its floor, as in `registration`."""

    kind: str
    id: int


def note_people(mail: Mail, *, recipient: ConcernedPerson | None, named: Sequence[ConcernedPerson]) -> None:
    """Written down beside the letter: to whom it goes, and whom it names."""
    concerned = dict.fromkeys(named, False)
    if recipient is not None:
        concerned[recipient] = True
    _PEOPLE.insert(
        *(
            MailPerson(mail=mail, kind=one.kind, object_id=one.id, is_recipient=is_recipient)
            for one, is_recipient in concerned.items()
        )
    )


def note_recipient(letters: QuerySet[Mail], person: ConcernedPerson) -> None:
    """Letters that are known by their address alone are this person's, whatever address comes next."""
    ids = letters.values_list("pk", flat=True)
    MailPerson.objects.bulk_create(
        (MailPerson(mail_id=pk, kind=person.kind, object_id=person.id, is_recipient=True) for pk in ids),
        ignore_conflicts=True,
    )


def forget_person(person: ConcernedPerson, *, now: datetime) -> int:
    """No letter says anything about this person any more; how many lost their words.

    Letters to the person that still wait are not sent. Letters that name the person to others have to reach
    them (a meeting is cancelled): they lose their words once they are sent.
    """
    rows = MailPerson.objects.filter(kind=person.kind, object_id=person.id)
    mine = Mail.objects.filter(pk__in=rows.filter(is_recipient=True).values("mail"))
    number = forget_letters(mine, now=now)
    others = Mail.objects.filter(pk__in=rows.filter(is_recipient=False).values("mail"), erased_at=None)
    others.filter(state__in=_ON_THE_WAY).update(is_erased_when_sent=True)
    number += others.exclude(state__in=_ON_THE_WAY).update(**NOTHING_LEFT, erased_at=now)
    rows.delete()
    return number


def forget_letters(mine: QuerySet[Mail], *, now: datetime) -> int:
    """Letters to somebody who is forgotten: what waits is not sent, what was sent has no words left."""
    # One that is in hand now may wait again in a moment: the mark holds for both.
    mine.filter(state__in=_ON_THE_WAY).update(is_erased_when_sent=True)
    number = mine.filter(state=MailState.WAITING).delete()[1].get("common.Mail", 0)
    rows = mine.filter(erased_at=None).exclude(state__in=_ON_THE_WAY)
    return number + rows.update(**NOTHING_LEFT, erased_at=now)


class MailReason(StrEnum):
    BAD_ADDRESS = "bad_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, as the reader's mail program shows it; the address it comes from is the platform's."""

    name: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Which email it is, and of which event and sending: ids of rows on floors above."""

    kind: str = ""
    event_id: int | None = None
    sending_id: int | None = None


_PLATFORM = Sender(name="")
_NO_EVENT = Origin()
_drafts: ContextVar[list[Mail] | None] = ContextVar("drafts", default=None)


@contextlib.contextmanager
def rehearsed() -> Iterator[list[Mail]]:
    """What is written inside comes out as drafts: as it would be sent, but neither stored nor sent."""
    drafts: list[Mail] = []
    mark = _drafts.set(drafts)
    try:
        yield drafts
    finally:
        _drafts.reset(mark)


def keep_draft(
    draft: Mail,
    *,
    words: Mapping[str, str],
    recipient: ConcernedPerson,
    named: Sequence[ConcernedPerson],
) -> Mail:
    """What was rehearsed waits to be sent after all, with words in place of the marks that stood in it."""
    for mark, word in words.items():
        draft.subject = draft.subject.replace(mark, " ".join(word.split()))[:200]
        draft.text = draft.text.replace(mark, word)
        draft.html = draft.html.replace(mark, escape(word))
    return _kept(draft, recipient=recipient, named=named)


def is_rehearsing() -> bool:
    """Whether what is written now comes out as drafts."""
    return _drafts.get() is not None


def send(
    *,
    to: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    now: datetime,
    expires_at: datetime | None = None,
    calendar: str = "",
    urgency: Urgency = Urgency.USUAL,
    recipient: ConcernedPerson | None = None,
    named: Sequence[ConcernedPerson] = (),
    sender: Sender = _PLATFORM,
    unsubscribe: str = "",
    origin: Origin = _NO_EVENT,
) -> Mail:
    """A letter waits to be sent; its words are those of now, from `<template>.subject.txt`, `.txt`, `.html`.

    After `expires_at` it is no longer worth sending (a code that has expired). `calendar` is an iCalendar
    file that goes along. `recipient` and `named` say whom it concerns, so that it can be erased with them.
    `unsubscribe` is the address at which one press ends letters of this kind.
    """
    known = {"base_url": settings.BASE_URL, "language": language, **context}
    with translation.override(language):
        subject = render_to_string(f"{template}.subject.txt", known)
        text = render_to_string(f"{template}.txt", known)
        html = ""
        with contextlib.suppress(TemplateDoesNotExist):
            html = str(render_to_string(f"{template}.html", known))
    return queue_mail(
        to=to,
        subject=subject,
        text=text,
        html=html,
        language=language,
        template=template,
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


def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    language: str,
    now: datetime,
    html: str = "",
    template: str = "",
    expires_at: datetime | None = None,
    calendar: str = "",
    urgency: Urgency = Urgency.USUAL,
    recipient: ConcernedPerson | None = None,
    named: Sequence[ConcernedPerson] = (),
    sender: Sender = _PLATFORM,
    unsubscribe: str = "",
    origin: Origin = _NO_EVENT,
) -> Mail:
    """A finished letter waits to be sent. A subject is one line, and an address is one address."""
    _require_address(to)
    letter = Mail(
        to=to,
        language=language[:2],
        template=template,
        subject=" ".join(subject.split())[:200],
        text=text.strip() + "\n",
        html=html.strip(),
        calendar=calendar,
        sender_name=" ".join(sender.name.split())[:120],
        reply_to=sender.reply_to,
        unsubscribe=unsubscribe,
        **asdict(origin),
        message_id=new_message_id(),
        state=MailState.WAITING if settings.SENDS_MAIL else MailState.KEPT,
        due_at=at_once(now),
        expires_at=expires_at,
        created_at=now,
        urgency=urgency,
    )
    return _kept(letter, recipient=recipient, named=named)


def _kept(letter: Mail, *, recipient: ConcernedPerson | None, named: Sequence[ConcernedPerson]) -> Mail:
    """In the outbox; in a rehearsal among the drafts."""
    if (drafts := _drafts.get()) is not None:
        drafts.append(letter)
    else:
        letter.save()
        note_people(letter, recipient=recipient, named=named)
    return letter


def new_message_id() -> str:
    """By which the email is known when it comes back; nobody can guess it."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{uuid.uuid4().hex}@{host}>"


def _require_address(to: str) -> None:
    try:
        validate_email(to)
    except ValidationError as wrong:
        raise Refusal(MailReason.BAD_ADDRESS) from wrong


class OutboxBackend(BaseEmailBackend):
    """A mailer of Django's that writes rows; the worker sends them."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            for address in message.recipients():
                queue_mail(
                    to=address,
                    subject=message.subject,
                    text=message.body,
                    html=_html_of(message),
                    language=translation.get_language() or "de",
                    now=timezone.now(),
                    recipient=None,  # known by the address alone
                )
        return len(email_messages)


def _html_of(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")


_SEALED = ("subject", "text", "html", "unsubscribe")
_SAME = (
    "language",
    "template",
    "calendar",
    "sender_name",
    "reply_to",
    "kind",
    "event_id",
    "sending_id",
    "urgency",
    "expires_at",
)


def repeat(letter: Mail, *, to: str, state: MailState, now: datetime) -> Mail:
    """Another letter with these words waits; the first one says that it was repeated."""
    again = Mail.objects.create(
        to=to,
        message_id=new_message_id(),
        state=state,
        due_at=at_once(now),
        created_at=now,
        **{name: getattr(letter, name) for name in _SAME},
        **{name: resealed(getattr(letter, name), before=letter.to, to=to) for name in _SEALED},
    )
    people = MailPerson.objects.filter(mail=letter)
    MailPerson.objects.bulk_create(
        MailPerson(mail=again, kind=one.kind, object_id=one.object_id, is_recipient=one.is_recipient)
        for one in people
    )
    Mail.objects.filter(pk=letter.pk).update(repeated_at=now)
    return again
