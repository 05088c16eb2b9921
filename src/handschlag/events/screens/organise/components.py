"""Where a part of an event is edited, what its removal means, and the speakers as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.events.queries.components import etag_of_component
from handschlag.events.queries.structure import (
    sessions_with,
    speakers_of,
)
from handschlag.events.rules.components import EventComponent
from handschlag.events.screens.organise.removals import RemoveScreen


def url_of(event: Event, part: EventComponent, pk: int) -> str:
    """The form of this part in the console; sessions have one of their own."""
    if part is EventComponent.SESSION:
        return reverse("events:edit_session", args=[event.slug, pk])
    return reverse("events:edit_part", args=[event.slug, part.value, pk])


def speaker_lines(event: Event) -> Iterator[list[str]]:
    """All speakers as a table."""
    yield [_("Name"), _("Role"), _("Organisation"), _("Network"), _("Sessions")]
    for row in speakers_of(event.pk):
        network = row.network.name if row.network else ""
        counted = row.sessions  # type: ignore[attr-defined]  # counted by the query
        yield [row.name, pick(row.role_de, row.role_en), row.organisation, network, str(counted)]


def remove_screen(event: Event, part: EventComponent, row: models.Model, name: str) -> RemoveScreen:
    """The question before a part goes, with the sessions that would lose it."""
    lost = sessions_with(part, row.pk)
    lead = _("Nothing else changes. You can restore it for one day.")
    if lost:
        lead = ngettext(
            "%(number)s session would lose this. You can restore it for one day.",
            "%(number)s sessions would lose this. You can restore it for one day.",
            len(lost),
        ) % {"number": len(lost)}
    return RemoveScreen(
        title=_("Remove “%(name)s”?") % {"name": name},
        seen=etag_of_component(part, row),
        lead=lead,
        losing=lost,
        back_url=url_of(event, part, row.pk),
        crumbs=(
            Crumb(name, url_of(event, part, row.pk)),
            Crumb(_("Remove")),
        ),
    )
