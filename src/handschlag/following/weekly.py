"""The weekly email: written once for each person, however many workers begin it, and however often."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched, groupby
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import ACCOUNT, addressee
from handschlag.common import mail
from handschlag.common.jobs import Run, periodic
from handschlag.common.mail import outbox
from handschlag.common.models import MailPerson, MailState
from handschlag.common.times import USUAL_ZONE, at_place
from handschlag.following import news
from handschlag.following.models import PauseReason, Subscription, SubscriptionQuerySet, WeeklyEmail
from handschlag.following.news import Followed, NewsLine, Thing

KIND: Final = "following.weekly"
SEAL: Final = "news"
LATEST: Final = timedelta(days=2)  # after a fault; what comes later still waits for the next Monday
KEPT_FOR: Final = timedelta(days=182)
BATCH: Final = 500  # people whose news are in memory at once
BOUNCES_SINCE: Final = timedelta(days=30)
# The address is refused for good; an outage of our own mail server, or a refused text, says nothing about it.
_UNREACHABLE: Final = Q(mail__state=MailState.BOUNCED) | Q(
    mail__state=MailState.FAILED, mail__error__startswith="SMTPRecipientsRefused 5"
)


def due_week(local: datetime) -> datetime | None:
    """The moment of the weekly email that is to be sent now; None on most days.

    >>> from datetime import UTC
    >>> due_week(datetime(2026, 11, 30, 6, 5, tzinfo=UTC)).date()
    datetime.date(2026, 11, 30)
    >>> due_week(datetime(2026, 11, 30, 5, 55, tzinfo=UTC)) is None
    True
    """
    monday = news.monday_of(local)
    return monday if monday <= local < monday + LATEST else None


def send_weekly(*, now: datetime) -> int:
    """On Monday morning everybody who is not told yet gets an email, if there is news; how many did."""
    until = due_week(now.astimezone(news.BERLIN))
    if until is None:
        return 0
    _pause_unreachable(now=now)
    return sum(_send_to(people, until=until, now=now) for people in _batches(until))


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """What was told long ago is gone; how many emails."""
    return WeeklyEmail.objects.filter(sent_at__lt=now - KEPT_FOR).delete()[0]


def _due(until: datetime) -> SubscriptionQuerySet:
    return Subscription.objects.emailed().filter(told_until__lt=until).select_related("user")


def _batches(until: datetime) -> Iterator[Sequence[Subscription]]:
    """Each of one language."""
    rows = list(_due(until).order_by("user__language", "pk"))
    for _language, same in groupby(rows, key=lambda row: row.user.language):
        yield from batched(same, BATCH)


def _send_to(people: Sequence[Subscription], *, until: datetime, now: datetime) -> int:
    """News are collected once for all, then written to each in a transaction of its own."""
    followed = news.followed_by(row.user_id for row in people)
    since = max(min(row.told_until for row in people), until - news.LONGEST_BACK)
    with translation.override(people[0].user.language):
        things = news.things_of(sorted({each for mine in followed.values() for each in mine}))
        everything = news.news_about(things, since=since, until=until)
        return sum(
            _send_one(row.pk, followed.get(row.user_id, ()), things, everything, until=until, now=now)
            for row in people
        )


@transaction.atomic
def _send_one(
    subscription_id: int,
    followed: Sequence[Followed],
    things: Mapping[Followed, Thing],
    everything: Mapping[Followed, Sequence[NewsLine]],
    *,
    until: datetime,
    now: datetime,
) -> bool:
    """Another worker may have been here, and the person may have ended it: the locked row tells."""
    mine = _due(until).select_for_update(of=("self",)).filter(pk=subscription_id).first()
    if mine is None:
        return False
    since = max(mine.told_until, until - news.LONGEST_BACK)
    lines = news.lines_for(followed, things, everything, since=since, until=until)
    Subscription.objects.filter(pk=mine.pk).update(told_until=until)
    if not lines:
        return False
    email = WeeklyEmail.objects.create(
        user=mine.user, week=until.date(), lines=lines, language=mine.user.language, sent_at=now
    )
    send_email(mine, email, now=now)
    return True


@transaction.atomic
def _pause_unreachable(*, now: datetime) -> None:
    """Whose email came back after they last chose gets no more, until they say that the address works."""
    returns = MailPerson.objects.filter(
        _UNREACHABLE,
        kind=ACCOUNT,
        is_recipient=True,
        mail__kind=KIND,
        mail__created_at__gt=now - BOUNCES_SINCE,
    ).order_by("mail__created_at")
    returned_at = dict(returns.values_list("object_id", "mail__created_at"))
    rows = Subscription.objects.select_for_update().filter(is_by_email=True, paused_at=None)
    for row in rows.filter(user__in=returned_at).order_by("pk"):
        if returned_at[row.user_id] >= row.told_until:
            values = {"paused_at": now, "pause_reason": PauseReason.CAME_BACK}
            row.change("following.paused", now=now, by_id=None, **values)


# --- the email -------------------------------------------------------------------------------------


def send_email(subscription: Subscription, email: WeeklyEmail, *, now: datetime) -> None:
    """To the person, in the language in which the lines are written."""
    user, lines = subscription.user, email.lines
    with translation.override(email.language), at_place(USUAL_ZONE):
        end = _address("following:end", mail.seal(SEAL, subscription.pk, to=user.email))
        mail.send(
            to=user.email,
            template="following/mail/weekly",
            context={
                "number": len(lines),
                "week": email.week,
                "groups": news.grouped(lines, news.MOST_LINES),
                "more": max(0, len(lines) - news.MOST_LINES),
                "all_url": _address("following:email", email.pk),
                "own_url": _address("following:overview"),
                "end_url": end,
            },
            language=email.language,
            now=now,
            recipient=addressee(user),
            unsubscribe=end,
            origin=mail.Origin(kind=KIND),
        )


def _address(name: str, *words: Any) -> str:
    return settings.BASE_URL + reverse(name, args=words)


def end_token_for(subscription_id: int, to: str) -> str | None:
    """What opens the seal of a stored email, as long as that goes to its person."""
    found = Subscription.objects.filter(pk=subscription_id, user__email=to).first()
    return found.end_token if found else None


outbox.register_seal(SEAL, end_token_for)


# --- jobs ------------------------------------------------------------------------------------------


@periodic(KIND, every=timedelta(minutes=30), title=_("Weekly email on what people follow"))
def weekly(run: Run) -> dict[str, Any]:
    """Looks whether it is Monday morning; the result counts the emails."""
    del run
    return {"sent": send_weekly(now=timezone.now())}


@periodic("following.forget", every=timedelta(days=1), title=_("Deletion of old weekly emails"))
def forget(run: Run) -> dict[str, Any]:
    """Once a day; the result counts the emails that are gone."""
    del run
    return {"removed": forget_old(now=timezone.now())}
