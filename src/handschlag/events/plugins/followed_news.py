"""Events and their programmes, as news for those who follow a network, a field or a Land."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_days
from handschlag.events.models import Event
from handschlag.events.queries.conferences.published_since import events_since, programmes_since
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed, NewsLine


def news(followed: Sequence[Followed], since: datetime, until: datetime) -> Iterator[NewsLine]:
    """Each event for whoever follows its Land, a network that invites, or a field of one."""
    for event, at in events_since(since, until):
        when = _("A new event: %(when)s.") % {"when": _when(event)}
        for one in _brings(event, followed):
            yield _line(one, event, at, page="event", title=event.title, sentence=when)
    for event, at, number in programmes_since(since, until):
        words = (
            _("The programme is published: %(when)s.")
            if number == 1
            else _("The programme has changed: %(when)s.")
        )
        title = _("Programme: %(event)s") % {"event": event.title}
        for one in _brings(event, followed):
            yield _line(
                one, event, at, page="programme", title=title, sentence=words % {"when": _when(event)}
            )


def _brings(event: Event, followed: Sequence[Followed]) -> list[Followed]:
    """What brings the event to somebody, of all that is followed."""
    networks = [host.network for host in event.hosts.all() if host.network]
    fields = [field for network in networks for field in network.fields.all()]
    named = {Followed(FollowedKind.NETWORK.value, str(network.pk)) for network in networks}
    named |= {Followed(FollowedKind.FIELD.value, field.slug) for field in fields}
    named |= {Followed(FollowedKind.FIELD.value, field.parent.slug) for field in fields if field.parent}
    if event.land:
        named.add(Followed(FollowedKind.LAND.value, event.land.slug))
    return [one for one in followed if one in named]


def _when(event: Event) -> str:
    return ", ".join(filter(None, (format_days(event.first_day, event.last_day), event.place)))


def _line(
    followed: Followed, event: Event, at: datetime, *, page: str, title: str, sentence: str
) -> NewsLine:
    return NewsLine(
        followed=followed,
        at=at,
        title=title,
        url=reverse(f"events:{page}", args=[event.slug]),
        sentence=sentence,
        is_invented=event.is_demo,
    )
