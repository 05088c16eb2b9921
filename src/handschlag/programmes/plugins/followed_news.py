"""Programmes, as people follow them, and what is new: changed facts, and an end that comes near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import USUAL_ZONE, format_date
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed, NewsLine, Thing, alerts_between
from handschlag.programmes.models import Programme
from handschlag.programmes.queries.fact_changes import fact_changes


def _things(keys: Sequence[str]) -> Mapping[str, Thing]:
    return {
        one.slug: Thing(title=one.name, url=_page(one)) for one in Programme.objects.filter(slug__in=keys)
    }


def news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """Of these programmes."""
    slugs = {one.key: one for one in followed if one.kind == FollowedKind.PROGRAMME}
    if not slugs:
        return
    programmes = list(Programme.objects.filter(slug__in=slugs))
    for programme in programmes:
        yield from _near_end(programme, slugs[programme.slug], since=since, until=until)
    for change in fact_changes([one.pk for one in programmes], since=since, until=until):
        fact = change.fact
        said = _("No longer stated: %(fact)s") if fact.removed_at else _("Stated now: %(fact)s")
        yield NewsLine(
            followed=slugs[fact.programme.slug],
            at=change.at,
            title=_("%(programme)s: changed facts") % {"programme": fact.programme.short},
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
            title=_("%(programme)s: valid until %(day)s") % {"programme": programme.short, "day": day},
            url=_page(programme),
            sentence=_("Ask the responsible body what comes after it."),
        )


def _page(programme: Programme) -> str:
    return reverse("programmes:programme", args=[programme.slug])


THINGS: Final = (FollowedKind.PROGRAMME, _things)
