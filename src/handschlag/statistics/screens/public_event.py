"""The public page of an event's statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_days, local_date
from handschlag.design.components.parts import Crumb, Link
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.published import Content
from handschlag.statistics.screens.published import PublishedScreen, files_of, published_screen


@dataclass(frozen=True, slots=True, kw_only=True)
class _PublicEventScreen:
    title: str
    lead: str
    crumbs: Sequence[Crumb]
    is_demo: bool
    shown: PublishedScreen
    files: Sequence[Link]
    stamp: str


def public_event_screen(
    public: PublicFigures, content: Content, *, names: Mapping[int, NetworkName], fields: Mapping[str, str]
) -> _PublicEventScreen:
    """The published figures of one event; small ones are already withheld in `content`."""
    event = public.event
    title = pick(event.title_de, event.title_en)
    published = local_date(public.published_at)
    return _PublicEventScreen(
        title=_("Statistics: %(event)s") % {"event": title},
        lead=format_days(event.first_day, event.last_day),
        crumbs=(
            Crumb(_("Meetings between networks"), reverse("statistics:overview")),
            Crumb(title, reverse("events:event", args=[event.slug])),
            Crumb(_("Statistics")),
        ),
        is_demo=event.is_demo,
        shown=published_screen(content, names, fields=fields),
        files=files_of(event.slug),
        stamp=_("Published by the organisers on %(day)s.") % {"day": format_days(published, published)}
        + " "
        + _("Figures below 3 are withheld, as are others that would reveal them."),
    )
