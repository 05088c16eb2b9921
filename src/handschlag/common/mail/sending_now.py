"""Letters that wait for their next try, or that were given up, go out at once because somebody says so.

Nothing is sent here: a letter becomes due, and the worker takes it by its lease, with the Message-ID that it
always had. One that is in hand is left alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from handschlag.common import audit
from handschlag.common.mail.delivery import GONE
from handschlag.common.models import Mail, MailState
from handschlag.common.operations.holding import HELD

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
