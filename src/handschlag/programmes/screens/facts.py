"""The facts about a programme on its page: by what they are about, each with its source and its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.times import format_date
from handschlag.programmes.labels import KINDS
from handschlag.programmes.models import Fact, FactKind
from handschlag.programmes.screens.programmes import period


def facts_screen(facts: Sequence[Fact], *, today: date) -> dict[str, Any]:
    """Everything that is known of each kind, and the kinds of which nothing is documented."""
    kinds = {kind: [fact for fact in facts if fact.kind == kind] for kind in FactKind}
    return {
        "groups": tuple(
            (KINDS[kind], kind, tuple((fact, _valid(fact, today)) for fact in known))
            for kind, known in kinds.items()
            if known
        ),
        "missing": ", ".join(
            str(KINDS[kind]) for kind, known in kinds.items() if not known and kind != FactKind.FIGURES
        ),
        "today": today,
    }


def _valid(fact: Fact, today: date) -> str:
    """From when to when it holds, and whether that is over."""
    words = period(fact.valid_from, fact.valid_until)
    if fact.valid_until is not None and fact.valid_until < today:
        return _("no longer valid: %(until)s") % {"until": format_date(fact.valid_until)}
    return words
