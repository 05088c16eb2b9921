"""The risk of standing alone: slot by slot, with those who stand by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from handschlag.day.models import DaySettings
from handschlag.day.rules.standing_by import SlotRisk

FEW: Final = 6  # people whose names stand in the table
ALL: Final = "all"


def risk_screen(
    risks: Sequence[SlotRisk],
    settings: DaySettings,
    *,
    names_of: Callable[[Collection[int]], Mapping[int, str]],
    at: str,
) -> dict[str, Any]:
    """How many are expected to stand alone; the slots in which it is more than stated.

    Where many stand by, they are named below the table: those of the slot that begins `at`, in minutes
    since 1970, or those of all slots.
    """
    over = [one for one in risks if 100 * one.share > settings.most_alone + 0.05]
    many = [one for one in risks if len(one.stand_ins) > FEW]
    chosen = [one for one in many if at in (ALL, str(_begins(one)))]
    shown = [one for one in risks if one in chosen or one not in many]
    names = names_of({pk for one in shown for each in one.stand_ins for pk in (each.left, each.partner)})
    return {
        "rows": [
            {
                "slot": one,
                "begins": _begins(one),
                "share": 100 * one.share,
                "is_over": one in over,
                "is_chosen": one in chosen and at != ALL,
                "number": len(one.stand_ins),
                "people": () if one in many else _lines(one, names),
            }
            for one in risks
        ],
        "chosen": [{"slot": one, "begins": _begins(one), "people": _lines(one, names)} for one in chosen],
        "has_many": bool(many),
        "is_all": at == ALL,
        "is_missed": bool(at) and at != ALL and not chosen,
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
