"""What is kept about the people of an event, until when, and what was erased with proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.accounts.hooks.processing_records import Basis
from handschlag.common.times import format_date, local_date
from handschlag.design.components.organiser import Mark
from handschlag.design.numbers import format_number
from handschlag.statistics.queries.protection import ProcessingStatus

BASES: Final[Mapping[Basis, Promise | str]] = {
    Basis.CONSENT: gettext_lazy("consent (Art. 6 (1) a GDPR)"),
    Basis.CONTRACT: gettext_lazy("contract with the person (Art. 6 (1) b GDPR)"),
    Basis.DUTY: gettext_lazy("legal obligation (Art. 6 (1) c GDPR)"),
    Basis.INTEREST: gettext_lazy("legitimate interest (Art. 6 (1) f GDPR)"),
}


def protection_screen(statuses: Sequence[ProcessingStatus], *, erased: int, now: datetime) -> dict[str, Any]:
    """What is kept until when: what goes on a date, and what stays longer."""
    today = local_date(now)
    dated = [one for one in statuses if one.due is not None]
    answer, grounds, tone = _answer_of(dated, erased, today)
    return {
        "answer": answer,
        "grounds": grounds,
        "tone": tone,
        "clock": [(one, _mark_of(one, today)) for one in dated],
        "lasting": [one for one in statuses if one.due is None],
    }


def _answer_of(dated: Sequence[ProcessingStatus], erased: int, today: date) -> tuple[str, str, str]:
    """Whose data are there, and when they go: the registrations, else what stays longer; overdue first."""
    named = [one for one in dated if one.count and one.processing.key == "registration.people"]
    due = max((one.due for one in named or dated if one.due and one.count), default=None)
    left = sum(one.count or 0 for one in dated)
    people = sum(one.count or 0 for one in named) or left
    done = ngettext(
        "The data of %(n)s person has already been deleted.",
        "The data of %(n)s people has already been deleted.",
        erased,
    )
    grounds = done % {"n": format_number(erased)} if erased else ""
    if not left:
        return _("Personal data is no longer stored for this event."), grounds, "ok"
    if due is None or due > today:
        said = ngettext(
            "The data of %(n)s person will be deleted automatically on %(day)s.",
            "The data of %(n)s people will be deleted automatically on %(day)s.",
            people,
        )
        return (
            said % {"n": format_number(people), "day": format_date(due) if due else "–"},
            grounds,
            "plain",
        )
    said = _("Personal data should have been deleted on %(day)s. Check whether the daily job is running.")
    return said % {"day": format_date(due)}, grounds, "wait"


def _mark_of(one: ProcessingStatus, today: date) -> Mark:
    if one.count == 0:
        return Mark("done", _("nothing there"))
    if one.due is None:
        return Mark("free", _("without a date"))
    if one.due <= today:
        return Mark("bad", _("overdue"))
    left = (one.due - today).days
    return Mark("ok", ngettext("in %(n)s day", "in %(n)s days", left) % {"n": format_number(left)})
