"""The risk of standing alone: slot by slot, with those who stand by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from handschlag.day.models import DaySettings
from handschlag.day.rules.standing_by import SlotRisk


def risk_screen(risks: Sequence[SlotRisk], settings: DaySettings, names: Mapping[int, str]) -> dict[str, Any]:
    """How many are expected to stand alone; the slots in which it is more than stated."""
    stands_by = _("%(partner)s, for %(left)s")
    over = [one for one in risks if 100 * one.share > settings.most_alone + 0.05]
    return {
        "rows": [
            (
                one,
                100 * one.share,
                one in over,
                [
                    stands_by % {"partner": names[each.partner], "left": names[each.left]}
                    for each in one.stand_ins
                ],
            )
            for one in risks
        ],
        "over": len(over),
        "alone": sum(one.alone for one in risks),
        "rest": sum(one.rest for one in risks),
        "most_alone": settings.most_alone,
    }
