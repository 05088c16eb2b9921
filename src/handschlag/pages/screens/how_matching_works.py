"""How the matching service works, with a sample that can be checked by hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from handschlag.pages.rules.sample_day import EXAMPLE, TABLES, TIMES, WHO, WISHES, Wish


def how_matching_works_screen() -> dict[str, Any]:
    """The sample in words: the wishes, the grid of times and tables, one day, and the sum that proves it."""
    held = [one for one in WISHES if one.time]
    at = {(one.time, one.table): one for one in held}
    return {
        "tables": TABLES,
        "grid": [(time, [_pair(at[time, table]) for table in TABLES]) for time in TIMES],
        "wishes": [(_pair(one), one.value, bool(one.time)) for one in WISHES],
        "day": [(one.time, _partner(one), one.table) for one in held if EXAMPLE in one.pair],
        "whose": _(WHO[EXAMPLE]),
        "times": len(TIMES),
        "places": len(TIMES) * len(TABLES),
        "value": sum(one.value for one in held),
        "left": [_pair(one) for one in WISHES if not one.time],
    }


def _pair(one: Wish) -> str:
    return " – ".join(_(WHO[name]) for name in one.pair)


def _partner(one: Wish) -> str:
    return next(_(WHO[name]) for name in one.pair if name != EXAMPLE)
