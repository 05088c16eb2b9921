"""In which groups rules stand, and what kinds of organisations are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.engine.rule_prices import FixedLimit
from handschlag.matching.rules.rulebook import RuleKind

type Text = str | Promise
GROUPS: Final[tuple[tuple[Text, tuple[RuleKind | FixedLimit, ...]], ...]] = (
    (
        _("Permitted pairs"),
        (
            RuleKind.SAME_ORGANISATION,
            RuleKind.SAME_NETWORK,
            RuleKind.KINDS,
            FixedLimit.FORBIDDEN,
            RuleKind.CROSS_NETWORK,
        ),
    ),
    (_("Amount per person"), (RuleKind.LEAST, RuleKind.MOST, RuleKind.BREAKS)),
    (_("Time"), (FixedLimit.TALKS, FixedLimit.PRESENCE)),
    (
        _("Place and language"),
        (RuleKind.STEP_FREE, RuleKind.QUIET, RuleKind.INTERPRETERS, FixedLimit.PLACES),
    ),
)
KIND_WORDS: Final[Mapping[str, Text]] = {
    "company": _("Companies"),
    "university": _("Universities"),
    "research": _("Research institutions"),
    "other": _("others"),
}
