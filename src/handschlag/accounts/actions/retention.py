"""What nobody needs any more goes by itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from handschlag.accounts import emails
from handschlag.accounts.actions.erasure import erase
from handschlag.accounts.models import Code, PersonalLink, Tally, User
from handschlag.accounts.rules import retention
from handschlag.accounts.rules.policy import Role
from handschlag.common import audit


def _unused(*, now: datetime) -> QuerySet[User]:
    """Accounts that nobody has used for so long; administrators and made-up people stay."""
    since = retention.months_before(now.date(), retention.UNUSED_MONTHS)
    never = Q(seen_on__isnull=True, joined_at__date__lt=since)
    found = User.objects.filter(Q(seen_on__lt=since) | never, is_demo=False)
    return found.exclude(grants__role=Role.ADMINISTRATOR).order_by("pk")


def give_notice(*, now: datetime) -> int:
    """Everybody whose account goes next month has been told; how many were told now."""
    told = 0
    for user in _unused(now=now).filter(erasure_noticed_at__isnull=True):
        with transaction.atomic():
            mine = User.objects.filter(pk=user.pk, erasure_noticed_at__isnull=True)
            if mine.update(erasure_noticed_at=now) == 1:
                emails.send_erasure_notice(
                    user, erased_on=now + retention.NOTICE, months=retention.UNUSED_MONTHS, now=now
                )
                audit.record(verb="account.notice", target=user, by_id=None, now=now)
                told += 1
    return told


def erase_unused(*, now: datetime) -> int:
    """Accounts are gone whose people were told and did not come; how many."""
    gone = 0
    for user in _unused(now=now).filter(erasure_noticed_at__lte=now - retention.NOTICE):
        erase(user, now=now)
        gone += 1
    return gone


@transaction.atomic
def clear(*, now: datetime) -> int:
    """Codes, counts and links that are of no use any more are gone; how many rows."""
    old = (
        Code.objects.filter(expires_at__lt=now - retention.CODES),
        Tally.objects.filter(ends_at__lt=now),
        PersonalLink.objects.filter(expires_at__lt=now - retention.LINKS),
    )
    return sum(rows.delete()[0] for rows in old)
