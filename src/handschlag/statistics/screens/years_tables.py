"""Tables beside the matrix of all events: years, and synergies found and unmet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from handschlag.design.components.organiser import Table, table_of
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.networks import NetworkName
from handschlag.statistics.rules.years import Fit, Year
from handschlag.statistics.screens import figure_labels

LINES: Final = 15


def years_table(years: Sequence[Year]) -> Table:
    """One row for each year, in the order given."""
    heads = (
        *(_("Year"), _("Events"), _("People"), _("Meetings")),
        *(_("between networks"), _("pairs that met"), _("of them for the first time")),
    )
    rows = (
        (
            *(str(one.year), *map(format_number, (one.events, one.people, one.meetings))),
            *(_share_of(one), format_number(one.pairs), format_number(one.new_pairs)),
        )
        for one in years
    )
    return table_of(_("Over the years"), heads, rows)


def _share_of(year: Year) -> str:
    known = year.between + year.within
    return figure_labels.whole_percent(100 * year.between / known) if known else "–"


def fits_table(
    fits: Sequence[Fit], names: Mapping[int, NetworkName], *, fields: Mapping[str, str], has_met: bool
) -> Table | None:
    """Synergies, at most fifteen, of networks whose names are known; None without any."""
    known = [one for one in fits if one.one in names and one.other in names]
    if not known:
        return None
    title = _("Synergies found: %(n)s") if has_met else _("Synergies still unmet: %(n)s")
    rows = (
        (
            f"{names[one.one].name} – {names[one.other].name}",
            ", ".join(fields[code] for code in one.fields if code in fields),
            *(format_number(one.fitting), str(one.year)),
        )
        for one in known[:LINES]
    )
    heads = (_("Between"), _("In common"), _("Fitting pairs"), _("Year"))
    return table_of(title % {"n": format_number(len(known))}, heads, rows)
