"""What this app adds to hooks of the apps below: what people follow, words of the audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.common.audit import AuditVerbs, Labels
from handschlag.common.language import pick
from handschlag.common.times import USUAL_ZONE, format_date, format_deadline
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed, NewsLine, Thing, alerts_between
from handschlag.programmes.facts import fact_changes
from handschlag.programmes.funding_calls import moved_deadlines, public_calls
from handschlag.programmes.models import FundingCall, Programme

_VERBS: Final[Labels] = {
    "loaded": _("taken from the source"),
    "fact.added": _("added a fact about a programme"),
    "fact.edited": _("changed a fact about a programme"),
    "fact.checked": _("checked a fact about a programme: still correct"),
    "fact.undone": _("undid the last change of a fact about a programme"),
    "fact.removed": _("removed a fact about a programme"),
    "fact.brought_back": _("restored a fact about a programme"),
    "funding_call.added": _("added a funding call as a draft"),
    "funding_call.edited": _("changed a funding call"),
    "funding_call.published": _("published a funding call"),
    "funding_call.withdrawn": _("withdrew a funding call"),
    "funding_call.undone": _("undid the last change of a funding call"),
    "funding_call.arrived": _("took a funding call from a feed as a draft"),
    "call_feed.added": _("added a feed of funding calls"),
    "call_feed.edited": _("changed a feed of funding calls"),
}
_KINDS: Final[Labels] = {
    "programmes.fact": pgettext_lazy("kind", "fact on a programme"),
    "programmes.fundingcall": pgettext_lazy("kind", "funding call"),
    "programmes.callfeed": pgettext_lazy("kind", "feed of funding calls"),
    "programmes.programme": pgettext_lazy("kind", "programme"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS)


def call_news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
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
        yield _line(call, followed, at, gettext("The deadline is near: %(moment)s.") % moment)
    elif call.closes_at > until and is_new:
        yield _line(
            call, followed, call.published_at, gettext("New funding call, deadline: %(moment)s.") % moment
        )
    elif call.closes_at > until and moved_at is not None:
        yield _line(call, followed, moved_at, gettext("The deadline has changed: %(moment)s.") % moment)
    if call.second_closes_at and (at := _last_alert(call, call.second_closes_at, since, until)):
        moment = {"moment": format_deadline(call.second_closes_at)}
        yield _line(
            call, followed, at, gettext("The deadline for full proposals is near: %(moment)s.") % moment
        )


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


def _call_things(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        call.slug: Thing(title=call.title, url=reverse("programmes:funding_call", args=[call.slug]))
        for call in public_calls().filter(slug__in=list(keys))
    }


CALLS = (FollowedKind.CALL, _call_things)


def _programme_things(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        one.slug: Thing(title=one.name, url=_page(one)) for one in Programme.objects.filter(slug__in=keys)
    }


def programme_news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """Of these programmes."""
    slugs = {one.key: one for one in followed if one.kind == FollowedKind.PROGRAMME}
    if not slugs:
        return
    programmes = list(Programme.objects.filter(slug__in=slugs))
    for programme in programmes:
        yield from _near_end(programme, slugs[programme.slug], since=since, until=until)
    for change in fact_changes([one.pk for one in programmes], since=since, until=until):
        fact = change.fact
        said = gettext("No longer stated: %(fact)s") if fact.removed_at else gettext("Stated now: %(fact)s")
        yield NewsLine(
            followed=slugs[fact.programme.slug],
            at=change.at,
            title=gettext("%(programme)s: changed facts") % {"programme": fact.programme.short},
            url=_page(fact.programme),
            sentence=said % {"fact": pick(fact.text_de, fact.text_en)},
        )


def _near_end(
    programme: Programme, followed: Followed, *, since: datetime, until: datetime
) -> Iterator[NewsLine]:
    if programme.valid_until is None:
        return
    after = programme.valid_until + timedelta(days=1)
    ends_at = datetime.combine(after, time(), ZoneInfo(USUAL_ZONE))
    for at in alerts_between(ends_at, since=since, until=until):
        day = format_date(programme.valid_until)
        yield NewsLine(
            followed=followed,
            at=at,
            title=gettext("%(programme)s: valid until %(day)s") % {"programme": programme.short, "day": day},
            url=_page(programme),
            sentence=gettext("Ask the responsible body what comes after it."),
        )


def _page(programme: Programme) -> str:
    return reverse("programmes:programme", args=[programme.slug])


PROGRAMMES: Final = (FollowedKind.PROGRAMME, _programme_things)
