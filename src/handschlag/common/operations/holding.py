"""What a backup that was brought back would send once more waits until somebody releases it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from handschlag.common.hooks import Hook
from handschlag.common.models import Hold, Mail, MailState, Urgency

HELD: Final = "held back"  # why a letter was given up
# What waits in an outbox of an app above since before a moment is given up; how many that were.
outboxes: Final = Hook[Callable[[datetime], int]]("common.outboxes")


def held_since() -> datetime | None:
    """Since when; None where nothing is held."""
    return Hold.objects.order_by("pk").values_list("since", flat=True).first()


@transaction.atomic
def hold(*, now: datetime) -> None:
    """From now on nothing goes out but codes that are asked for from now on.

    A backup that was made while something was held brings its own hold along: that is of another day. Codes
    of before lose their urgency, since clocks of several hosts do not tell what was before.
    """
    Mail.objects.exclude(state=MailState.SENT).filter(urgency=Urgency.CODE).update(urgency=Urgency.USUAL)
    _on_their_way().update(is_held=True)
    Hold.objects.all().delete()
    Hold.objects.create(since=now)


@transaction.atomic
def release(*, is_dropping: bool) -> int | None:
    """Everything goes out again, or is given up where it is from before; how many that were.

    None where nothing was held.
    """
    since = held_since()
    if since is None:
        return None
    Hold.objects.all().delete()
    number = 0
    if is_dropping:
        held = _on_their_way().filter(is_held=True)
        number = held.update(state=MailState.FAILED, lease_until=None, error=HELD)
        number += sum(drop(since) for drop in outboxes)
    Mail.objects.filter(is_held=True).update(is_held=False)
    return number


def _on_their_way() -> QuerySet[Mail]:
    """A letter that is held is marked: its own time is that of the host that wrote it, which may be wrong."""
    return Mail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING])
