"""What nobody needs any more goes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from handschlag.accounts import account, emails
from handschlag.accounts.models import Code, PersonalLink, Tally, User
from handschlag.accounts.own_data import erase
from handschlag.accounts.policy import Role
from handschlag.common import audit
from handschlag.common.jobs import Run, periodic


def _unused(*, now: datetime) -> QuerySet[User]:
    """Accounts that nobody has used for so long; administrators and made-up people stay."""
    since = account.months_before(now.date(), account.UNUSED_MONTHS)
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
                    user, erased_on=now + account.NOTICE, months=account.UNUSED_MONTHS, now=now
                )
                audit.record(verb="account.notice", target=user, by_id=None, now=now)
                told += 1
    return told


def erase_unused(*, now: datetime) -> int:
    """Accounts are gone whose people were told and did not come; how many."""
    gone = 0
    for user in _unused(now=now).filter(erasure_noticed_at__lte=now - account.NOTICE):
        erase(user, now=now)
        gone += 1
    return gone


@transaction.atomic
def remove_unused(*, now: datetime) -> int:
    """Codes, counts and links that are of no use any more are gone; how many rows."""
    old = (
        Code.objects.filter(expires_at__lt=now - account.CODES),
        Tally.objects.filter(ends_at__lt=now),
        PersonalLink.objects.filter(expires_at__lt=now - account.LINKS),
    )
    return sum(rows.delete()[0] for rows in old)


A_DAY = timedelta(days=1)


@periodic("accounts.retention", every=A_DAY, title=_("Deletion of unused accounts"))
def retire(run: Run) -> dict[str, Any]:
    """Once a day: erases those who were told and did not come, then tells who is next."""
    del run
    now = timezone.now()
    erased = erase_unused(now=now)
    return {"erased": erased, "told": give_notice(now=now)}


@periodic("accounts.clear", every=A_DAY, title=_("Removal of expired codes and links"))
def clear(run: Run) -> dict[str, Any]:
    """Once a day; the result says how many rows are gone."""
    del run
    return {"removed": remove_unused(now=timezone.now())}
