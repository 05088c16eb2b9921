"""Who read or changed what: the access log of an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.audit import verb_labels as trail_words
from handschlag.common.models import AuditEntry
from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Link
from handschlag.events.models import Event
from handschlag.statistics.queries.access_log import READING
from handschlag.statistics.screens.documents import Document, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class _LogRow:
    at: str
    who: str
    what: str
    about: str
    is_reading: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _LogScreen:
    rows: Sequence[_LogRow]
    views: Sequence[Link]
    first: str
    last: str
    only: str
    next_url: str
    file_url: str
    back_url: str


def log_screen(
    event: Event,
    entries: Sequence[AuditEntry],
    *,
    only_reading: bool,
    first: date | None,
    last: date | None,
    next_url: str,
) -> _LogScreen:
    """A page of who saw or changed what; without `next_url` it is the last."""
    url = reverse("statistics:log", args=[event.slug])
    return _LogScreen(
        rows=tuple(_row_of(one) for one in entries),
        views=(
            Link(label=_("Everything"), url=url, is_current=not only_reading),
            Link(label=_("Only access to data"), url=f"{url}?only=reading", is_current=only_reading),
        ),
        first=first.isoformat() if first else "",
        last=last.isoformat() if last else "",
        only="reading" if only_reading else "",
        next_url=next_url,
        file_url=reverse("statistics:log_file", args=[event.slug]),
        back_url=reverse("statistics:protection", args=[event.slug]),
    )


def _row_of(entry: AuditEntry) -> _LogRow:
    return _LogRow(
        at=format_short_moment(entry.at),
        who=_who_of(entry),
        what=trail_words.verb_label(entry.verb),
        about=f"{trail_words.kind_label(entry.kind)} {entry.object_id}",
        is_reading=entry.verb in READING,
    )


def _who_of(entry: AuditEntry) -> str:
    """The name of an account; what people do by their personal link, and jobs, have none."""
    if entry.by is None:
        return _("personal link or the platform")
    return entry.by.name or entry.by.get_username()


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
                    *(_("Entry"), _("When"), _("Account"), _("Operation"), _("Kind"), _("No."), _("Reading")),
                ),
                rows=tuple(
                    (
                        *(
                            str(one.pk),
                            one.at.isoformat(),
                            str(one.by_id or ""),
                            trail_words.verb_label(one.verb),
                        ),
                        *(one.kind, one.object_id, _("yes") if one.verb in READING else _("no")),
                    )
                    for one in entries
                ),
            ),
        ),
    )
