"""One person to call: why it is worth it, and what came of it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.matching.engine.call_gains import Gain
from handschlag.matching.models import CallResult
from handschlag.matching.queries.readiness import purposes_of

FIRST: Final = 3
RESULTS: Final[dict[str, str | Promise]] = {
    CallResult.REACHED: gettext_lazy("reached"),
    CallResult.NOT_REACHED: gettext_lazy("not reached"),
    CallResult.CALLS_BACK: gettext_lazy("will call back"),
    CallResult.IN_NAME: gettext_lazy("filled in"),
    CallResult.NO_PART: gettext_lazy("not taking part"),
}


RECORDED: Final = (CallResult.REACHED, CallResult.NOT_REACHED, CallResult.CALLS_BACK, CallResult.NO_PART)


def call_sheet_of(one: Gain) -> dict[str, Any]:
    """Beside the list: why somebody is called, the first requests that wait, and what can come of it."""
    return {
        "musts": sum(ask.is_must for ask in one.person.open),
        "fitting": one.fitting,
        "waiting": purposes_of(ask.request for ask in one.person.open[:FIRST]),
        "results": [(result.value, RESULTS[result]) for result in RECORDED],
    }
