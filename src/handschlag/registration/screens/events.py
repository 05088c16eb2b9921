"""An event in the head of a page."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_day
from handschlag.events.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EventHead:
    slug: str
    title: str
    when: str
    where: str
    url: str
    register_url: str
    contact_name: str
    contact_email: str
    contact_phone: str


def head_of(event: Event) -> EventHead:
    """What every page of the event says on top, in the language of the page."""
    when = format_day(event.first_day)
    if event.last_day != event.first_day:
        when = _("%(first)s to %(last)s") % {"first": when, "last": format_day(event.last_day)}
    return EventHead(
        slug=event.slug,
        title=pick(event.title_de, event.title_en),
        when=when,
        where=", ".join(part for part in (event.venue, event.street, event.place) if part),
        url=_page_of(event.slug),
        register_url=reverse("registration:register", args=[event.slug]),
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
    )


def _page_of(slug: str) -> str:
    """The public page of the event."""
    return reverse("events:event", args=[slug])
