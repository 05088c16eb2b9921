"""One person to call: why it is worth it, and what came of it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
        "why": _why_of(one),
        "waiting": purposes_of(ask.request for ask in one.person.open[:FIRST]),
        "results": [(result.value, RESULTS[result]) for result in RECORDED],
    }


def _why_of(one: Gain) -> str:
    person = one.person
    n = len(person.open)
    if not n:
        return _("Nobody has asked for this person; own requests would make meetings possible.")
    text = ngettext(
        "%(n)s person is waiting for an answer.", "%(n)s people are waiting for an answer.", n
    ) % {"n": n}
    musts = sum(ask.is_must for ask in person.open)
    if musts:
        text += " " + ngettext("%(n)s of them as “must meet”.", "%(n)s of them as “must meet”.", musts) % {
            "n": musts
        }
    fits = ngettext("%(n)s meeting still fits.", "%(n)s meetings still fit.", one.fitting)
    return f"{text} {fits % {'n': one.fitting}}"
