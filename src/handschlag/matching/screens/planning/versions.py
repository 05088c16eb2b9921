"""One published version, and the way back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.times import format_moment
from handschlag.design.components.organiser import Receipt, Table, TableRow
from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.models import TimetableVersion
from handschlag.matching.queries.display_names import Called
from handschlag.matching.rules.changes import ChangeKind, MeetingChange
from handschlag.matching.rules.versions import published_meetings_in
from handschlag.matching.screens.planning import explanations
from handschlag.matching.screens.planning.publishing import DiffGroup, group_of
from handschlag.matching.screens.planning.receipts import receipt_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _VersionScreen:
    title: str
    sentence: str
    grounds: str
    meetings: Table
    receipt: Receipt | None
    back_url: str
    url: str


def version_screen(event: Event, row: TimetableVersion, people: Mapping[int, Called]) -> _VersionScreen:
    told = published_meetings_in(row.content)
    return _VersionScreen(
        title=_("Version %(number)s") % {"number": row.number},
        sentence=_("Published on %(at)s with %(n)s meetings.")
        % {"at": format_moment(row.published_at), "n": format_number(len(told))},
        grounds=row.note,
        meetings=Table(
            title=_("Meetings"),
            heads=[_("Time"), _("Meeting point"), _("Who")],
            rows=[
                TableRow(
                    cells=[
                        format_moment(one.starts_at),
                        one.place_code,
                        explanations.pair(one.people, people),
                    ]
                )
                for one in told
            ],
        ),
        receipt=receipt_of(event, row) if row.receipt else None,
        back_url=reverse("matching:roll_back", args=[event.slug, row.number]),
        url=reverse("matching:publishing", args=[event.slug]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _RollbackScreen:
    title: str
    sentence: str
    grounds: str
    groups: Sequence[DiffGroup]
    button: str
    back_url: str


def rollback_screen(
    event: Event, row: TimetableVersion, found: Sequence[MeetingChange], people: Mapping[int, Called]
) -> _RollbackScreen:
    """`found` leads from that version to now: the way back turns times around, and loses nobody."""
    count = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    return _RollbackScreen(
        title=_("Back to version %(number)s") % {"number": row.number},
        sentence=_("Meetings that return to their former time: %(n)s.")
        % {"n": format_number(count[ChangeKind.MOVED])},
        grounds=_(
            "Confirmed since then and included, perhaps at another time: %(new)s. Withdrawn since "
            "then and not restored: %(dropped)s. Nobody is notified until you publish."
        )
        % {"new": format_number(count[ChangeKind.NEW]), "dropped": format_number(count[ChangeKind.DROPPED])},
        groups=[group for kind in ChangeKind if (group := group_of(event, kind, found, people, {}))],
        button=_("Make version %(number)s the draft") % {"number": row.number},
        back_url=reverse("matching:publishing", args=[event.slug]),
    )
