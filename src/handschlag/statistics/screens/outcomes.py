"""What came of the meetings after 90 days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.organiser import Table, TableRow
from handschlag.design.numbers import format_number

RESULTS: Final[Mapping[str, Promise | str]] = {
    "nothing": gettext_lazy("no result"),
    "in_touch": gettext_lazy("in touch"),
    "planning": gettext_lazy("joint activity planned"),
    "application": gettext_lazy("an application for funding"),
    "contract": gettext_lazy("a contract"),
}


def outcomes_table(results: Mapping[str, int]) -> Table | None:
    """Each meeting once, with the most that one of its sides reports; None where nobody was heard."""
    if not results:
        return None
    return Table(
        title=_("Results of the meetings"),
        heads=(_("Reported so far"), _("Meetings")),
        rows=tuple(
            TableRow(cells=(str(RESULTS[one]), format_number(results[one])))
            for one in RESULTS
            if one in results
        ),
    )
