"""Carries letters from the outbox to the mail server, each once, again after a failure that may pass."""

from __future__ import annotations

import contextlib
import logging
import smtplib
import socket
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from enum import Enum, auto
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from handschlag.common.clocks.database_time import at_once
from handschlag.common.mail import sealed
from handschlag.common.mail.people import NOTHING_LEFT
from handschlag.common.mail.server import MailServer, is_broken_off, refuses_the_sender
from handschlag.common.models import AuditEntry, Mail, MailState, Urgency
from handschlag.common.operations.holding import held_since
from handschlag.common.operations.mail_look import of_unwelcome_sender
from handschlag.common.rules.patience import wait_after

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=45)
PATIENCE = timedelta(seconds=30)  # with a mail server, for all of a letter: less than the lease
FOR_GOOD = range(500, 600)  # what a mail server says no to for ever
AT_A_TIME = 50
_SENDS_NOW = ("mail.send_now", "mail.send_again")  # what somebody has said so is noted as
GONE = "gone"  # what it should open does not exist any more
SOON = timedelta(seconds=15)  # after a line that broke off for the first time
CODES_APART = timedelta(seconds=30)  # while the mail server refuses the platform as their sender


class _MailEnd(Enum):
    """What became of one letter in a carrier's hand."""

    SENT = auto()
    SETTLED = auto()  # the mail server was not asked
    REFUSED = auto()
    UNWELCOME = auto()  # not the letter was refused, but whoever sends it
    BROKEN = auto()


def _due(*, now: datetime, at_most: Urgency) -> QuerySet[Mail] | None:
    """What is to go out, the urgent ones first; None where there is nothing."""
    due = Mail.objects.filter(
        Q(state=MailState.WAITING, due_at__lte=now) | Q(state=MailState.SENDING, lease_until__lt=now),
        urgency__lte=at_most,
    ).order_by("urgency", "due_at", "pk")
    if not due.exists():
        return None
    if held_since() is not None:
        due = due.filter(urgency=Urgency.CODE)
        return due if due.exists() else None
    return due


def claim(*, now: datetime, at_most: Urgency = Urgency.USUAL) -> Mail | None:
    """The next letter that is due, the urgent ones first; also one whose carrier died with it in hand."""
    due = _due(now=now, at_most=at_most)
    if due is None:
        return None
    with transaction.atomic():
        mail = due.select_for_update(skip_locked=True).first()
        if mail is None:
            return None
        Mail.objects.filter(pk=mail.pk).update(
            state=MailState.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1
        )
        mail.refresh_from_db()
        return mail


def deliver_due(
    *,
    clock: Callable[[], datetime],
    is_told_to_end: Callable[[], bool] = lambda: False,
    at_most: Urgency = Urgency.USUAL,
    server: MailServer | None = None,
) -> int:
    """Sends what is due and no less urgent than `at_most`, over one connection; how many were sent.

    No letter is taken before the server has answered: while it is away, none uses up a try.
    """
    server, sent, connection = server or MailServer(), 0, None
    for _turn in range(AT_A_TIME):
        if is_told_to_end() or _due(now=clock(), at_most=at_most) is None:
            break
        connection = connection or server.open(now=clock(), is_urgent=partial(_is_urgent, now=clock()))
        if connection is None:
            break
        mail = claim(now=clock(), at_most=at_most)
        if mail is None:
            break
        ended = _deliver(mail, connection=connection, clock=clock)
        _note_answer(server, ended, now=clock())
        if ended not in (_MailEnd.SENT, _MailEnd.SETTLED):
            connection.close()
            connection = None  # opened anew before a letter is in hand: what fails then is not about a letter
        if ended is _MailEnd.BROKEN:  # by this letter, or because the server is away: the next will show
            connection = server.open(now=clock())
            _give_back(mail, is_server_away=connection is None, now=clock())
        sent += ended is _MailEnd.SENT
    if connection is not None:
        connection.close()
    return sent


def _is_urgent(refused_at: datetime, *, now: datetime) -> bool:
    """Whether somebody waits for a code, or has said since then that letters are to be sent at once."""
    if now - refused_at >= CODES_APART and _due(now=now, at_most=Urgency.CODE) is not None:
        return True
    return AuditEntry.objects.filter(at__gt=refused_at, verb__in=_SENDS_NOW).exists()


def _note_answer(server: MailServer, ended: _MailEnd, *, now: datetime) -> None:
    """What it says of us holds for all letters; with the first it takes those are due that it refused so."""
    if ended is _MailEnd.UNWELCOME:
        server.note_refused_sender(now=now)
    elif ended is _MailEnd.SENT and server.note_acceptance():
        of_unwelcome_sender().update(due_at=at_once(now))


def _deliver(mail: Mail, *, connection: BaseEmailBackend, clock: Callable[[], datetime]) -> _MailEnd:
    """One letter; what went wrong is written down without the address."""
    now = clock()
    if mail.expires_at and mail.expires_at <= now:
        finish_delivery(mail, state=MailState.FAILED, error="expired")
        return _MailEnd.SETTLED
    try:
        message = _letter(mail)
    except sealed.Broken:
        finish_delivery(mail, state=MailState.FAILED, error=GONE)
        return _MailEnd.SETTLED
    last_moment = threading.Timer(PATIENCE.total_seconds(), _break_off, [connection])
    last_moment.daemon = True
    last_moment.start()
    try:
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException) as trouble:
        error, is_final = _judge(trouble)
        log.warning("A letter was not taken", extra={"mail_id": mail.pk, "error": error})
        if is_broken_off(trouble):
            mail.error = error
            return _MailEnd.BROKEN
        is_unwelcome = refuses_the_sender(trouble)
        is_tried_again = is_unwelcome or not is_final
        _try_later(mail, wait=wait_after(mail.attempts) if is_tried_again else None, error=error, now=clock())
        return _MailEnd.UNWELCOME if is_unwelcome else _MailEnd.REFUSED
    finally:
        last_moment.cancel()
    finish_delivery(mail, state=MailState.SENT, error="", sent_at=clock())
    return _MailEnd.SENT


def _break_off(connection: Any) -> None:
    """Whoever waits for the mail server on this line waits no longer."""
    with contextlib.suppress(AttributeError, OSError):
        connection.connection.sock.shutdown(socket.SHUT_RDWR)


def _try_later(mail: Mail, *, wait: timedelta | None, error: str, now: datetime) -> None:
    """After the wait, or never."""
    if wait is None:
        finish_delivery(mail, state=MailState.FAILED, error=error)
    else:
        finish_delivery(mail, state=MailState.WAITING, error=error, due_at=now + wait)


def _give_back(mail: Mail, *, is_server_away: bool, now: datetime) -> None:
    """The line broke off in the middle of it. Only where the server is there again may the letter be why."""
    if is_server_away:
        # Nobody else has this number of an attempt, and we write no more with it: the next may have it again.
        finish_delivery(
            mail, state=MailState.WAITING, error=mail.error, due_at=now, attempts=mail.attempts - 1
        )
        return
    is_first = mail.attempts == 1
    _try_later(mail, wait=SOON if is_first else wait_after(mail.attempts), error=mail.error, now=now)


def _letter(mail: Mail) -> EmailMultiAlternatives:
    """As it goes out, with its links and codes; `sealed.Broken` where they open nothing any more."""
    content = sealed.with_secrets(mail)
    message = EmailMultiAlternatives(
        subject=content.subject,
        body=content.text,
        from_email=settings.BOUNCE_ADDRESS or from_of(mail),  # of the envelope: there it comes back to
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=_headers_of(mail, content.unsubscribe),
    )
    if content.html:
        message.attach_alternative(content.html, "text/html")
    if mail.calendar:
        # Not an invitation to answer (method=REQUEST): a file that the reader's calendar opens.
        message.attach("handschlag.ics", mail.calendar, "text/calendar")
    return message


def from_of(mail: Mail) -> str:
    """Who writes, with the platform's own address: mail servers trust no other one from here."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((mail.sender_name or name, address))


def _headers_of(mail: Mail, unsubscribe: str) -> dict[str, str]:
    headers = {
        "From": from_of(mail),
        "Message-ID": mail.message_id,  # the same at each attempt: a doublet can be told
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if unsubscribe:  # RFC 8058: mail programs show a button of their own
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _judge(trouble: Exception) -> tuple[str, bool]:
    """A word for the trouble that names no address, and whether it is of no use to try again."""
    code = getattr(trouble, "smtp_code", None)
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        code = next(iter(trouble.recipients.values()))[0]
    return f"{type(trouble).__name__} {code or ''}".strip()[:60], code in FOR_GOOD


def finish_delivery(mail: Mail, *, state: MailState, error: str, **values: Any) -> None:
    """Only by the carrier that still has it in hand."""
    rows = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts)
    is_settled = rows.update(state=state, error=error, lease_until=None, **values)
    if is_settled and state != MailState.WAITING:
        marked = Mail.objects.filter(pk=mail.pk, is_erased_when_sent=True, erased_at=None)
        marked.update(**NOTHING_LEFT, erased_at=values.get("sent_at", mail.created_at))


def erase(*, now: datetime, keep: timedelta) -> int:
    """Letters that are older lose address and words; that there was one, and when, stays."""
    old = Mail.objects.filter(created_at__lt=now - keep, erased_at=None)
    old = old.exclude(state__in=[MailState.WAITING, MailState.SENDING])
    return old.update(**NOTHING_LEFT, erased_at=now)
