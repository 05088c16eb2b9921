"""What is new about funding calls, for those who follow one, its programme or its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_deadline
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed, NewsLine, Thing, alerts_between
from handschlag.programmes.models import FundingCall
from handschlag.programmes.queries.funding_calls import moved_deadlines, public_calls


def news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """New calls, deadlines that are 60, 30 or 7 days away or that moved; nothing of what has closed."""
    wanted = set(followed)
    if not any(one.kind in {FollowedKind.CALL, FollowedKind.PROGRAMME, FollowedKind.FIELD} for one in wanted):
        return
    calls = public_calls().filter(Q(closes_at__gt=until) | Q(second_closes_at__gt=until))
    pairs = [(call, one) for call in calls for one in _names(call) if one in wanted]
    moved = moved_deadlines({call.pk: call for call, _one in pairs}, since=since, until=until)
    for call, one in pairs:
        yield from _lines(call, one, since, until, moved_at=moved.get(call.pk))


def _names(call: FundingCall) -> Iterator[Followed]:
    """Everything by which somebody may follow a call."""
    yield Followed(FollowedKind.CALL, call.slug)
    if call.programme:
        yield Followed(FollowedKind.PROGRAMME, call.programme.slug)
    for slug in call.fields:
        yield Followed(FollowedKind.FIELD, slug)


def _lines(
    call: FundingCall, followed: Followed, since: datetime, until: datetime, *, moved_at: datetime | None
) -> Iterator[NewsLine]:
    """A deadline that moved is told of itself: its alerts may lie in the past."""
    assert call.closes_at is not None
    assert call.published_at is not None
    moment = {"moment": format_deadline(call.closes_at)}
    is_new = since < call.published_at <= until and followed.kind != FollowedKind.CALL
    # In the week of its publication a call is told as new, and its deadline with it.
    first_week = timedelta() if followed.kind == FollowedKind.CALL else timedelta(days=7)
    if at := _last_alert(call, call.closes_at, max(since, call.published_at + first_week), until):
        yield _line(call, followed, at, _("The deadline is near: %(moment)s.") % moment)
    elif call.closes_at > until and is_new:
        yield _line(call, followed, call.published_at, _("New funding call, deadline: %(moment)s.") % moment)
    elif call.closes_at > until and moved_at is not None:
        yield _line(call, followed, moved_at, _("The deadline has changed: %(moment)s.") % moment)
    if call.second_closes_at and (at := _last_alert(call, call.second_closes_at, since, until)):
        moment = {"moment": format_deadline(call.second_closes_at)}
        yield _line(call, followed, at, _("The deadline for full proposals is near: %(moment)s.") % moment)


def _last_alert(call: FundingCall, ends_at: datetime, since: datetime, until: datetime) -> datetime | None:
    """The last one of this time, if the call was public then and this deadline is still to come."""
    assert call.published_at is not None
    if ends_at <= until:
        return None
    return max(alerts_between(ends_at, since=max(since, call.published_at), until=until), default=None)


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


CALLS = (FollowedKind.CALL, _things)
