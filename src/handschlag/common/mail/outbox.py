"""Writes letters into the outbox: one row for each, in the transaction of what it is about."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from handschlag.common.clocks.database_time import at_once
from handschlag.common.mail.people import ConcernedPerson, note_people
from handschlag.common.models import Mail, MailState, Urgency
from handschlag.common.refusals import Refusal


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
