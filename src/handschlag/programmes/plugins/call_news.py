"""What is new about funding calls, for those who follow one, its programme or its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_deadline
from handschlag.following.hooks.followed_things import Thing, ThingSource
from handschlag.following.rules.deadlines import alerts_between
from handschlag.following.rules.news import Followed, FollowedKind, NewsLine
from handschlag.programmes.models import FundingCall
from handschlag.programmes.queries.funding_calls import public_calls


def news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """New calls, and deadlines that come near; nothing of what has closed. One query."""
    wanted = set(followed)
    if not any(one.kind in {FollowedKind.CALL, FollowedKind.PROGRAMME, FollowedKind.FIELD} for one in wanted):
        return
    for call in public_calls().filter(closes_at__gt=until):
        for one in _names(call):
            if one in wanted:
                yield from _lines(call, one, since, until)


def _names(call: FundingCall) -> Iterator[Followed]:
    """Everything by which somebody may follow a call."""
    yield Followed(FollowedKind.CALL, call.slug)
    if call.programme:
        yield Followed(FollowedKind.PROGRAMME, call.programme.slug)
    for slug in call.fields:
        yield Followed(FollowedKind.FIELD, slug)


def _lines(call: FundingCall, followed: Followed, since: datetime, until: datetime) -> Iterator[NewsLine]:
    assert call.closes_at is not None
    assert call.published_at is not None
    moment = format_deadline(call.closes_at)
    alerts = alerts_between(call.closes_at, since=since, until=until)
    # In the week of its publication a call is told as new, and its deadline with it.
    first_week = timedelta() if followed.kind == FollowedKind.CALL else timedelta(days=7)
    due = [at for at in alerts if at > call.published_at + first_week]
    if due:
        yield _line(call, followed, due[-1], _("The deadline is near: %(moment)s.") % {"moment": moment})
    elif since < call.published_at <= until and followed.kind != FollowedKind.CALL:
        yield _line(
            call,
            followed,
            call.published_at,
            _("New funding call, deadline: %(moment)s.") % {"moment": moment},
        )


def _line(call: FundingCall, followed: Followed, at: datetime, sentence: str) -> NewsLine:
    return NewsLine(
        followed=followed,
        at=at,
        title=call.title,
        url=reverse("programmes:funding_call", args=[call.slug]),
        sentence=sentence,
        is_invented=call.is_demo,
    )


def _things(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        call.slug: Thing(title=call.title, url=reverse("programmes:funding_call", args=[call.slug]))
        for call in public_calls().filter(slug__in=list(keys))
    }


CALLS = ThingSource(kind=FollowedKind.CALL, things=_things)
