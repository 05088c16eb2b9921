"""The facts about a programme on its page: by what they are about, each with its source and its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_date, format_known_date
from handschlag.programmes.labels import KINDS
from handschlag.programmes.models import Fact, FactKind, Programme
from handschlag.programmes.screens.programmes import period


def facts_screen(programme: Programme, facts: Sequence[Fact], *, today: date) -> dict[str, Any]:
    """Everything that is known of each kind, and the kinds of which nothing is documented."""
    needless = {FactKind.FIGURES}
    if programme.purpose:
        needless.add(FactKind.PURPOSE)  # it stands above
    if programme.is_closed:
        needless |= {FactKind.ELIGIBLE, FactKind.CONDITION, FactKind.APPLY}
    kinds = {kind: [fact for fact in facts if fact.kind == kind] for kind in FactKind}
    return {
        "groups": tuple(
            (KINDS[kind], kind, tuple((fact, _valid(fact, today)) for fact in known))
            for kind, known in kinds.items()
            if known
        ),
        "missing": ", ".join(
            str(KINDS[kind]) for kind, known in kinds.items() if not known and kind not in needless
        ),
        "today": today,
    }


def read_words(fact: Fact) -> str:
    """When the source was read, or of which day the copy is that was read, and whether it is second hand."""
    if not fact.is_copy:
        read = _("read on %(day)s") % {"day": format_date(fact.read_on)}
    elif fact.copy_date:
        read = _("copy as of %(day)s") % {"day": format_known_date(fact.copy_date)}
    else:
        read = _("copy without a date, read on %(day)s") % {"day": format_date(fact.read_on)}
    return _("%(read)s, second hand") % {"read": read} if fact.is_second_hand else read


def _valid(fact: Fact, today: date) -> str:
    """From when to when it holds, and whether that is over."""
    words = period(fact.valid_from, fact.valid_until)
    if fact.valid_until is not None and fact.valid_until < today:
        return _("no longer valid: %(until)s") % {"until": format_date(fact.valid_until)}
    return words
