"""A sample of a timetable, small enough to be checked by hand: who wants whom, and who meets when and where.

Nine pairs want each other, two tables are free at four times: eight meetings at most. The timetable holds the
eight that are wanted most, so that more is impossible.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from handschlag.common.refusals import marked as _

TIMES: Final = ("10:00", "10:20", "10:40", "11:00")
TABLES: Final = (1, 2)
WHO: Final = {
    "paper": _("paper mill"),
    "optics": _("institute for optics"),
    "sensors": _("maker of sensors"),
    "machines": _("machine builder"),
    "dairy": _("dairy"),
    "software": _("software company"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Two who want each other; `value` is what both together give, `time` is empty where they do not meet."""

    pair: tuple[str, str]
    value: int
    time: str = ""
    table: int = 0


WISHES: Final = (
    Wish(pair=("paper", "optics"), value=6, time="10:00", table=1),
    Wish(pair=("sensors", "machines"), value=5, time="10:00", table=2),
    Wish(pair=("sensors", "dairy"), value=5, time="10:20", table=1),
    Wish(pair=("machines", "software"), value=4, time="10:20", table=2),
    Wish(pair=("paper", "sensors"), value=4, time="10:40", table=1),
    Wish(pair=("optics", "dairy"), value=3, time="10:40", table=2),
    Wish(pair=("paper", "machines"), value=3, time="11:00", table=1),
    Wish(pair=("optics", "software"), value=3, time="11:00", table=2),
    Wish(pair=("dairy", "software"), value=2),
)
EXAMPLE: Final = "sensors"  # whose day is shown
