"""Carries letters from the outbox to the mail server, each once, again after a failure that may pass.

The mail server as a carrier sees it: there, or away and asked again after a short while.

Its absence is counted once, here, and never on a letter.

Letters that wait for their next try, or that were given up, go out at once because somebody says so.

Nothing is sent here: a letter becomes due, and the worker takes it by its lease, with the Message-ID that it
always had. One that is in hand is left alone.
"""

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
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from handschlag.common import audit
from handschlag.common.database import at_once
from handschlag.common.mail import outbox
from handschlag.common.mail.outbox import NOTHING_LEFT
from handschlag.common.models import AuditEntry, Mail, MailState, Urgency
from handschlag.common.operations.holding import HELD, held_since
from handschlag.common.operations.monitoring import of_unwelcome_sender

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 960))


def wait_after(attempts: int) -> timedelta | None:
    """The wait after so many attempts in vain; None: it is not tried again (after more than a day)."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


log = logging.getLogger(__name__)
ASK_AGAIN: Final = timedelta(seconds=15)
LONGEST: Final = timedelta(minutes=15)  # between two letters, while it refuses the platform as their sender
CLOSING: Final = 421  # it ends the session, whatever letter was in hand
TOO_LARGE: Final = 552  # said of the sender, since that line has the size, but of this one letter


class MailServer:
    """Shared by the carriers of one worker: while it is away, one of them asks every 15 seconds."""

    def __init__(self) -> None:
        self.away_since: datetime | None = None
        self._asked_at: datetime | None = None
        self._refusals = 0  # of the sender, one after another
        self._refused_at: datetime | None = None
        self._is_accepting = False  # as far as we know: another worker, or one before, may have been refused
        self._lock = threading.Lock()

    def open(
        self, *, now: datetime, is_urgent: Callable[[datetime], bool] = lambda _refused_at: False
    ) -> BaseEmailBackend | None:
        """A connection on which it has greeted us and let us in; None while it is away.

        `is_urgent`: whether a letter is worth a trial although it refused the sender at that time.
        """
        if self._is_asked_already(now) or self._is_given_time(now, is_urgent):
            return None
        self._asked_at = now
        connection: Any = mailers["smtp"]
        try:
            connection.open()
            if (session := getattr(connection, "connection", None)) is not None:
                session.ehlo_or_helo_if_needed()  # without TLS the first letter would be where it is refused
        except (OSError, smtplib.SMTPException) as trouble:
            with contextlib.suppress(OSError):
                connection.close()
            self._note_absence(trouble, now)
            return None
        if self.away_since is not None:
            log.info("The mail server is back", extra={"seconds": (now - self.away_since).total_seconds()})
        self.away_since = self._asked_at = None
        opened: BaseEmailBackend = connection
        return opened

    def _is_asked_already(self, now: datetime) -> bool:
        """Whether it was away a moment ago; a clock that was set back holds nobody up."""
        if self.away_since is None or self._asked_at is None:
            return False
        return timedelta(0) <= now - self._asked_at < ASK_AGAIN

    def note_refused_sender(self, *, now: datetime) -> None:
        """It takes letters of nobody here: the next is tried after a while that grows.

        What two carriers hear of it in the same pause counts once.
        """
        with self._lock:
            self._refusals += not self._is_in_pause(now)
            self._refused_at, self._is_accepting = now, False

    def note_acceptance(self) -> bool:
        """It took a letter; whether that was not known of it before."""
        with self._lock:
            was_accepting, self._is_accepting = self._is_accepting, True
            self._refusals, self._refused_at = 0, None
        return not was_accepting

    def _is_given_time(self, now: datetime, is_urgent: Callable[[datetime], bool]) -> bool:
        with self._lock:
            refused_at, is_in_pause = self._refused_at, self._is_in_pause(now)
        return refused_at is not None and is_in_pause and not is_urgent(refused_at)

    def _is_in_pause(self, now: datetime) -> bool:
        if self._refused_at is None:
            return False
        pause: timedelta = min(ASK_AGAIN * 2 ** min(self._refusals - 1, 10), LONGEST)
        return timedelta(0) <= now - self._refused_at < pause

    def _note_absence(self, trouble: Exception, now: datetime) -> None:
        told = {"error": f"{type(trouble).__name__} {getattr(trouble, 'smtp_code', '')}".strip()}
        log.log(logging.INFO if self.away_since else logging.WARNING, "The mail server is away", extra=told)
        self.away_since = self.away_since or now


def is_broken_off(trouble: Exception) -> bool:
    """Whether the line broke off without a word on the letter, or with one that ends the session."""
    is_silent = isinstance(trouble, OSError) and not isinstance(trouble, smtplib.SMTPException)
    is_gone = isinstance(trouble, smtplib.SMTPServerDisconnected)
    return is_silent or is_gone or getattr(trouble, "smtp_code", None) == CLOSING


def refuses_the_sender(trouble: Exception) -> bool:
    """Whether it said no for ever to the platform's own address, and so to any letter."""
    if not isinstance(trouble, smtplib.SMTPSenderRefused):
        return False
    return 500 <= trouble.smtp_code < 600 and trouble.smtp_code != TOO_LARGE


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
    except outbox.Broken:
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
    content = outbox.with_secrets(mail)
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


# An error with which a mail server said no to this letter for ever, and not to us.
_FOR_GOOD: Final = r"^(?!SMTP(Authentication|Connect|Helo)Error|SMTPSenderRefused 5(?!52)).* 5\d\d$"


def that_wait(*, now: datetime) -> QuerySet[Mail]:
    """Letters that will be tried again at some time to come; none that is held back until a release."""
    return Mail.objects.filter(state=MailState.WAITING, due_at__gt=now, is_held=False)


def that_failed(*, now: datetime) -> QuerySet[Mail]:
    """Letters that were given up and can still be sent: their words are there, and it is not too late."""
    failed = Mail.objects.filter(state=MailState.FAILED, erased_at=None, repeated_at=None)
    return (
        failed.exclude(error=GONE)
        .exclude(is_erased_when_sent=True)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
    )


def is_sendable(letter: Mail, *, now: datetime) -> bool:
    """Whether this one waits for a later moment, or was given up and can still be sent."""
    mine = {"pk": letter.pk}
    return that_wait(now=now).filter(**mine).exists() or that_failed(now=now).filter(**mine).exists()


def worth_a_try(failed: QuerySet[Mail]) -> QuerySet[Mail]:
    """Without those that a mail server has refused for good, and those that a restored backup held back."""
    return failed.exclude(error__regex=_FOR_GOOD).exclude(error=HELD)


@transaction.atomic
def send_now(letters: QuerySet[Mail], *, by_id: int | None, now: datetime) -> int:
    """Letters that wait are due now; how many there were."""
    return _make_due(letters & that_wait(now=now), verb="mail.send_now", by_id=by_id, now=now)


@transaction.atomic
def send_again(letters: QuerySet[Mail], *, by_id: int | None, now: datetime) -> int:
    """Letters that were given up have all their tries once more; how many there were."""
    return _make_due(letters & that_failed(now=now), verb="mail.send_again", by_id=by_id, now=now)


def _make_due(letters: QuerySet[Mail], *, verb: str, by_id: int | None, now: datetime) -> int:
    """Rows that somebody else has changed in between are left out: the state is part of the question.

    What was said of a letter is true until the mail server says something else.
    """
    rows = list(letters.select_for_update().order_by("pk").only("pk", "state"))
    again = {"attempts": 0} if verb == "mail.send_again" else {}
    Mail.objects.filter(pk__in=[row.pk for row in rows]).update(state=MailState.WAITING, due_at=now, **again)
    changes = ((row, {"state": [row.state, MailState.WAITING]}) for row in rows)
    audit.record_all(verb=verb, targets=changes, by_id=by_id, now=now)
    return len(rows)


class MailCarrier:
    """One with `at_most` takes only what is as urgent as that, so that a code never waits for a slow hand."""

    def __init__(self, *, server: MailServer, at_most: Urgency = Urgency.USUAL) -> None:
        self.name = f"mail-{at_most.name.lower()}"
        self.at_most = at_most
        self.server = server

    def is_wanted(self) -> bool:
        """Where this platform sends mail at all."""
        return settings.SENDS_MAIL

    def carry(self, *, clock: Callable[[], datetime], is_told_to_end: Callable[[], bool]) -> int:
        return deliver_due(
            clock=clock, is_told_to_end=is_told_to_end, at_most=self.at_most, server=self.server
        )
