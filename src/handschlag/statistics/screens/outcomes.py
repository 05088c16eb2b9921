"""What came of the meetings after 90 days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.design.components.organiser import Table, table_of
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
    rows = [(str(word), format_number(results[code])) for code, word in RESULTS.items() if code in results]
    return table_of(_("Results of the meetings"), (_("Reported so far"), _("Meetings")), rows)
