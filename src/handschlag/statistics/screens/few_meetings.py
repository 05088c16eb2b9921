"""Who had fewer than three meetings, and why as far as we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from handschlag.matching.queries.display_names import Called
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.screens.report import said_few


def few_screen(
    figures: Figures, *, people: Mapping[int, Called], planned: Mapping[int, Sequence[int]]
) -> dict[str, Any]:
    """`planned` are the planned requests of each person."""
    rows = [
        {
            "person": people[one],
            "planned": len(planned.get(one, ())),
            "held": figures.per_person[one],
            "reason": _reason_of(figures, planned.get(one, ())),
        }
        for one in figures.with_few
        if one in people
    ]
    return {
        "answer": said_few(len(rows)) if rows else _("Everyone had three meetings or more."),
        "rows": rows,
    }


def _reason_of(figures: Figures, planned: Sequence[int]) -> str:
    missed = dict.fromkeys(figures.missed[request] for request in planned if request in figures.missed)
    said = ", ".join(_(reason.label) for reason in missed)
    return said or (_("few meetings were agreed") if len(planned) < 3 else _("unknown"))
