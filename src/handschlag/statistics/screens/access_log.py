"""Who read or changed what: the access log of an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.audit import verb_labels as trail_words
from handschlag.common.models import AuditEntry
from handschlag.design.components.parts import Link
from handschlag.events.models import Event
from handschlag.statistics.queries.access_log import READING, names_of
from handschlag.statistics.screens.documents import Document, Sheet

_PARTS: Final[Mapping[str, str | Promise]] = {
    "events": gettext_lazy("Event and programme"),
    "registration": gettext_lazy("Registrations"),
    "matching": gettext_lazy("Matchmaking"),
    "day": gettext_lazy("Event day"),
}


def log_rows(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Entries with what was done and to what, by its name where it has one."""
    shown = list(entries)
    names = names_of(shown)
    return [
        {
            "entry": one,
            "what": trail_words.verb_label(one.verb),
            "kind": trail_words.kind_label(one.kind),
            "name": names.get((one.kind, one.object_id), "") or one.object_id,
            "is_reading": one.verb in READING,
        }
        for one in shown
    ]


def log_filters(event: Event, *, app: str, only_reading: bool) -> Sequence[Link]:
    """Everything, what belongs to one part of the event, or what was looked at and taken along."""
    here = reverse("statistics:log", args=[event.slug])
    parts = (
        Link(label=str(label), url=f"{here}?app={one}", is_current=app == one and not only_reading)
        for one, label in _PARTS.items()
    )
    return (
        Link(label=_("Everything"), url=here, is_current=not (app or only_reading)),
        *parts,
        Link(label=_("Only access to data"), url=f"{here}?only=reading", is_current=only_reading),
    )


def log_document(event: Event, entries: Iterable[AuditEntry]) -> Document:
    """People are numbers here: a file travels further than a page."""
    return Document(
        title=_("Access log"),
        facts={_("Event"): event.slug},
        sheets=(
            Sheet(
                key="entries",
                title=_("Access log"),
                heads=(
                    *(_("Entry"), _("When"), _("Account"), _("Operation")),
                    *(_("Kind"), _("No."), _("Reading")),
                ),
                rows=[_cells_of(one) for one in entries],
            ),
        ),
    )


def _cells_of(one: AuditEntry) -> tuple[str, ...]:
    is_reading = _("yes") if one.verb in READING else _("no")
    what = trail_words.verb_label(one.verb)
    account = str(one.by_id or "")
    return (str(one.pk), one.at.isoformat(), account, what, one.kind, one.object_id, is_reading)
