"""What a plan leaves out, grouped by what is short: many misses have few causes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.design.components.organiser import Table, TableRow
from handschlag.design.numbers import format_number
from handschlag.matching.queries.display_names import Called
from handschlag.matching.screens.planning import explanations

MOST: Final = 40


def bottlenecks(
    summary: Mapping[str, Any], people: Mapping[int, Called], parties: Mapping[int, Sequence[int]]
) -> Table | None:
    """What keeps agreed meetings from being held, the largest group first; None where nothing does."""
    groups: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    short = _counted(summary["unscheduled"])
    for one in summary["unscheduled"]:
        groups[one["reason"], _narrowest(one, short)].append(one)
    if not groups:
        return None
    found = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST]
    return Table(
        title=_("None of them was confirmed. Grouped by bottleneck, largest first."),
        heads=[_("Bottleneck"), _("With"), _("Open"), _("Reason"), _("Simplest solution"), _("Gain")],
        rows=[_row(key, several, people, parties) for key, several in found],
    )


def _counted(unscheduled: Sequence[Mapping[str, Any]]) -> Mapping[int, int]:
    count: dict[int, int] = defaultdict(int)
    for one in unscheduled:
        for person in one["people"]:
            count[person] += 1
    return count


def _narrowest(one: Mapping[str, Any], count: Mapping[int, int]) -> int:
    """Of those who are in the way, whoever is in the way most often; 0 where nobody is."""
    return max(one["people"], key=lambda person: (count[person], -person), default=0)


def _row(
    key: tuple[str, int],
    several: Sequence[Mapping[str, Any]],
    people: Mapping[int, Called],
    parties: Mapping[int, Sequence[int]],
) -> TableRow:
    reason, person = key
    others = dict.fromkeys(pk for one in several for pk in parties.get(one["request"], ()) if pk != person)
    helped = [one["remedy"] for one in several if one["remedy"] is not None]
    cheapest = min(helped, key=lambda found: found["cost"], default=None)
    what = people[person].name if person in people else explanations.reason(reason)
    return TableRow(
        cells=[
            what,
            explanations.names(others, people),
            format_number(len(several)),
            explanations.reason(reason),
            explanations.remedy(cheapest, people) or _("no proved value"),
            "+ 1" if cheapest else "–",
        ]
    )
