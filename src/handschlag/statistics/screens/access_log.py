"""Who read or changed what: the access log of an event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.audit import verb_labels as trail_words
from handschlag.common.models import AuditEntry
from handschlag.events.models import Event
from handschlag.statistics.queries.access_log import READING
from handschlag.statistics.screens.documents import Document, Sheet


def log_rows(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Entries with what was done and to what."""
    return [
        {
            "entry": one,
            "what": trail_words.verb_label(one.verb),
            "kind": trail_words.kind_label(one.kind),
            "is_reading": one.verb in READING,
        }
        for one in entries
    ]


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
