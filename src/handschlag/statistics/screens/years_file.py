"""Who met whom at all events as open data: every group, none put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.queries.years import Everything
from handschlag.statistics.rules.mixing import order_of, pair_of
from handschlag.statistics.rules.years import Fit, Together, fits_of, together, years_of
from handschlag.statistics.screens.choosing import FilterCriteria, chosen, inventions_of, shows_inventions
from handschlag.statistics.screens.documents import Cell, Document, Sheet
from handschlag.statistics.screens.matrix import labels_of
from handschlag.statistics.screens.years import within_of


def years_document(all_: Everything, choice: FilterCriteria, *, fields: Mapping[str, str]) -> Document:
    """What the page of all years shows, as sheets to take along."""
    held = chosen(all_, choice)
    grouping, is_invented = all_.groupings[choice.by], shows_inventions(all_, choice)
    joined = together(held, grouping.groups, within=within_of(all_, choice))
    return Document(
        title=_("Meetings between networks"),
        facts={
            _("Events"): "; ".join(one.title for one in all_.events if one.is_demo == is_invented),
            **({_("Note"): inventions_of(all_, choice)} if inventions_of(all_, choice) else {}),
            _("Grouped by"): str(choice.by.label),
            _("Year"): str(choice.year) if choice.year else _("all"),
            _("Left out"): _(
                "“Yes” in the column “At least” means that figures below 3 are included but not shown."
            ),
        },
        sheets=(
            _matrix_sheet(joined, grouping.names),
            Sheet(
                key="years",
                title=_("Over the years"),
                heads=(
                    *(_("Year"), _("Events"), _("People"), _("Meetings"), _("between networks")),
                    *(_("within networks"), _("pairs that met"), _("of them for the first time")),
                ),
                rows=tuple(
                    (
                        *(str(one.year), one.events, one.people, one.meetings, one.between),
                        *(one.within, one.pairs, one.new_pairs),
                    )
                    for one in years_of(held)
                ),
            ),
            _fits_sheet(fits_of(held), all_.names, fields),
        ),
    )


def _matrix_sheet(joined: Together, names: Mapping[int, NetworkName]) -> Sheet:
    """One line for each pair, since a bound has to be said of each."""
    labels = labels_of(names)
    present = {one for pair in joined.cells for one in pair if one in labels}
    order = order_of(joined.cells, present)

    def rows() -> Sequence[Sequence[Cell]]:
        found = []
        for place, one in enumerate(order):
            for other in order[place:]:
                pair = pair_of(one, other)
                if pair in joined.cells:
                    bound = _("yes") if pair in joined.bounds else _("no")
                    found.append((labels[one].name, labels[other].name, joined.cells[pair], bound))
        return found

    return Sheet(
        key="meetings",
        title=_("Meetings"),
        heads=(_("One side"), _("Other side"), _("Meetings"), _("At least")),
        rows=rows(),
    )


def _fits_sheet(fits: Sequence[Fit], names: Mapping[int, NetworkName], fields: Mapping[str, str]) -> Sheet:
    return Sheet(
        key="synergies",
        title=_("Synergies"),
        heads=(_("One side"), _("Other side"), _("In common"), _("Fitting pairs"), _("Year"), _("Met")),
        rows=tuple(
            (
                names[one.one].name,
                names[one.other].name,
                ", ".join(fields[code] for code in one.fields if code in fields),
                one.fitting,
                str(one.year),
                _("yes") if one.has_met else _("no"),
            )
            for one in fits
            if one.one in names and one.other in names
        ),
    )
