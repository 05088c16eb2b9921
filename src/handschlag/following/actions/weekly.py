"""The email of a week: written once for each person, whoever writes it and however often it is begun anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation

from handschlag.common import audit
from handschlag.following import emails
from handschlag.following.models import PauseReason, Subscription, WeeklyEmail
from handschlag.following.queries.bounces import readers_out_of_reach
from handschlag.following.queries.followed import followed_by_each, things_of
from handschlag.following.queries.news import news_of, written
from handschlag.following.rules import weeks
from handschlag.following.rules.news import Followed, NewsLine
from handschlag.following.rules.weeks import Week

AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edition:
    """What the readers of one language may be told."""

    news: Mapping[Followed, Sequence[NewsLine]]
    titles: Mapping[Followed, str]
    followed: Mapping[int, Sequence[Followed]]


def send_weekly(*, now: datetime) -> int:
    """On Monday morning everybody who is not told yet gets an email, if there is something; how many did."""
    week = weeks.due_week(now.astimezone(weeks.BERLIN))
    if week is None:
        return 0
    _pause_unreachable(now=now)
    return sum(_send_to(some, week=week, now=now) for some in _pieces(_due(week)))


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """What was told long ago is gone; how many emails."""
    return WeeklyEmail.objects.filter(sent_at__lt=now - weeks.KEPT_FOR).delete()[0]


def _due(week: Week) -> QuerySet[Subscription]:
    rows = Subscription.objects.filter(is_by_email=True, paused_at=None, told_until__lt=week.until)
    return rows.filter(user__is_active=True).select_related("user").order_by("user__language", "pk")


def _pieces(rows: QuerySet[Subscription]) -> Iterator[Sequence[Subscription]]:
    """So many at once that their news stay in memory, each of one language."""
    for _language, same in groupby(list(rows), key=lambda one: one.user.language):
        people = list(same)
        yield from (people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE))


def _send_to(people: Sequence[Subscription], *, week: Week, now: datetime) -> int:
    """Everything is asked for once, then written to each, in a transaction of its own."""
    followed = followed_by_each(one.user_id for one in people)
    since = max(min(one.told_until for one in people), week.until - weeks.LONGEST_BACK)
    with translation.override(people[0].user.language):
        everything = sorted({one for some in followed.values() for one in some})
        titles = {one: thing.title for one, thing in things_of(everything).items()}
        shown = [one for one in everything if one in titles]
        news = news_of(shown, since=since, until=week.until)
        edition = _Edition(news=news, titles=titles, followed=followed)
        return sum(_send_one(one.pk, edition=edition, week=week, now=now) for one in people)


@transaction.atomic
def _send_one(subscription_id: int, *, edition: _Edition, week: Week, now: datetime) -> bool:
    """Another worker may have been here, and the person may have ended it: the row, locked, says."""
    mine = _due(week).select_for_update(of=("self",)).filter(pk=subscription_id).first()
    if mine is None:
        return False
    lines = written(
        edition.news,
        edition.followed.get(mine.user_id, ()),
        edition.titles,
        since=max(mine.told_until, week.until - weeks.LONGEST_BACK),
        until=week.until,
    )
    Subscription.objects.filter(pk=mine.pk).update(told_until=week.until)
    if not lines:
        return False
    email = WeeklyEmail.objects.create(
        user=mine.user,
        week=week.monday,
        lines=[asdict(one) for one in lines],
        language=mine.user.language,
        sent_at=now,
    )
    emails.send_news(mine, email, now=now)
    return True


@transaction.atomic
def _pause_unreachable(*, now: datetime) -> None:
    """Whose last email came back gets no more, until they say that the address works."""
    rows = Subscription.objects.select_for_update().filter(is_by_email=True, paused_at=None)
    for one in rows.filter(user__in=readers_out_of_reach(now=now)).order_by("pk"):
        Subscription.objects.filter(pk=one.pk).update(
            paused_at=now, pause_reason=PauseReason.CAME_BACK, version=F("version") + 1
        )
        audit.record(verb="following.paused", target=one, by_id=None, now=now)
