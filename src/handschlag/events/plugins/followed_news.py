"""Events and their programmes, as news for those who follow a network, a field or a Land."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_days
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_since import events_since, programmes_since
from handschlag.following.rules.news import Followed, FollowedKind, NewsLine


def news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """Each event for whoever follows its Land, a network that invites, or a field of one."""
    known = set(followed)
    for event, at in events_since(since, until):
        for one in _brings(event, known):
            yield _line(
                event, at, one, url="events:event", title=event.title, said=_("A new event: %(when)s.")
            )
    for event, at, number in programmes_since(since, until):
        is_first = number == 1
        said = (
            _("The programme is published: %(when)s.")
            if is_first
            else _("The programme has changed: %(when)s.")
        )
        for one in _brings(event, known):
            title = _("Programme: %(event)s") % {"event": event.title}
            yield _line(event, at, one, url="events:programme", title=title, said=said)


def _brings(event: Event, known: set[Followed]) -> list[Followed]:
    networks = [host.network for host in event.hosts.all() if host.network]
    fields = [field for network in networks for field in network.fields.all()]
    named = [Followed(FollowedKind.NETWORK.value, str(network.pk)) for network in networks]
    named += [Followed(FollowedKind.FIELD.value, field.slug) for field in fields]
    named += [Followed(FollowedKind.FIELD.value, field.parent.slug) for field in fields if field.parent]
    if event.land:
        named.append(Followed(FollowedKind.LAND.value, event.land.slug))
    return [one for one in dict.fromkeys(named) if one in known]


def _line(event: Event, at: datetime, one: Followed, *, url: str, title: str, said: str) -> NewsLine:
    when = ", ".join(filter(None, (format_days(event.first_day, event.last_day), event.place)))
    return NewsLine(
        followed=one,
        at=at,
        title=title,
        url=reverse(url, args=[event.slug]),
        sentence=said % {"when": when},
        is_invented=event.is_demo,
    )
