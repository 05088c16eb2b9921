"""One person to call: why it is worth it, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.design.components.parts import Option
from handschlag.matching.engine.call_gains import Gain
from handschlag.matching.models import CallResult, Request

FIRST: Final = 3
RESULTS: Final[dict[str, str | Promise]] = {
    CallResult.REACHED: gettext_lazy("reached"),
    CallResult.NOT_REACHED: gettext_lazy("not reached"),
    CallResult.CALLS_BACK: gettext_lazy("will call back"),
    CallResult.IN_NAME: gettext_lazy("filled in"),
    CallResult.NO_PART: gettext_lazy("not taking part"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """Beside the list: one person, why the call is worth it, and what came of it."""

    registration: int
    name: str
    sub: str
    phone: str
    tel: str
    why: str
    waiting: Sequence[tuple[str, str]]
    results: Sequence[Option]
    back_url: str


def call_sheet_of(one: Gain, *, here: str) -> CallSheet:
    """What the team needs while calling somebody; of the requests that wait, the first few."""
    person = one.person
    first = {ask.request for ask in person.open[:FIRST]}
    rows = (
        Request.objects.filter(pk__in=first).select_related("sender__registration").order_by("sent_at", "pk")
    )
    return CallSheet(
        registration=person.registration,
        name=person.name,
        sub=" · ".join(part for part in (person.organisation, person.networks) if part),
        phone=person.phone,
        tel="".join(sign for sign in person.phone if sign.isdigit() or sign == "+"),
        why=_why_of(one),
        waiting=tuple((row.sender.registration.name, row.purpose) for row in rows),
        results=tuple(
            Option(value=value, label=str(RESULTS[value]))
            for value in (
                CallResult.REACHED,
                CallResult.NOT_REACHED,
                CallResult.CALLS_BACK,
                CallResult.NO_PART,
            )
        ),
        back_url=here,
    )


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
