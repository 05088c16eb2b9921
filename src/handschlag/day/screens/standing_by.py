"""The risk of standing alone: slot by slot, with those who stand by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.day.models import DaySettings
from handschlag.day.rules.standing_by import SlotRisk

FEW: Final = 6  # people whose names stand in the table


def risk_screen(
    risks: Sequence[SlotRisk],
    settings: DaySettings,
    *,
    names_of: Callable[[Collection[int]], Mapping[int, str]],
    at: int | None,
) -> dict[str, Any]:
    """How many are expected to stand alone; the slots in which it is more than stated.

    Where many stand by, they are named below the table: those of the slot that begins `at`, in minutes
    since 1970.
    """
    over = [one for one in risks if 100 * one.share > settings.most_alone + 0.05]
    chosen = next((one for one in risks if _begins(one) == at and len(one.stand_ins) > FEW), None)
    shown = [one for one in risks if one is chosen or len(one.stand_ins) <= FEW]
    names = names_of({pk for one in shown for each in one.stand_ins for pk in (each.left, each.partner)})
    return {
        "rows": [
            {
                "slot": one,
                "begins": _begins(one),
                "share": 100 * one.share,
                "is_over": one in over,
                "number": len(one.stand_ins),
                "people": _lines(one, names) if len(one.stand_ins) <= FEW else (),
            }
            for one in risks
        ],
        "chosen": chosen,
        "people": _lines(chosen, names) if chosen else (),
        "over": len(over),
        "alone": sum(one.alone for one in risks),
        "rest": sum(one.rest for one in risks),
        "most_alone": settings.most_alone,
    }


def _begins(one: SlotRisk) -> int:
    return int(one.starts_at.timestamp()) // 60


def _lines(one: SlotRisk, names: Mapping[int, str]) -> Sequence[str]:
    stands_by = _("%(partner)s, for %(left)s")
    return [stands_by % {"partner": names[each.partner], "left": names[each.left]} for each in one.stand_ins]
