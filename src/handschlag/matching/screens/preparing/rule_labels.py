"""What rules are called, and what they do, plainly: where one cannot be kept exactly, that is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.engine.rule_prices import FixedLimit
from handschlag.matching.rules.rulebook import RuleKind

type Text = str | Promise
TITLES: Final[Mapping[str, Text]] = {
    RuleKind.SAME_ORGANISATION: _("No meetings within one organisation"),
    RuleKind.SAME_NETWORK: _("No meetings within one network"),
    RuleKind.KINDS: _("Types of organisations that should not meet"),
    FixedLimit.FORBIDDEN: _("Blocked pairs"),
    RuleKind.CROSS_NETWORK: _("Share of meetings between networks"),
    RuleKind.LEAST: _("Minimum per person"),
    RuleKind.MOST: _("Maximum per person"),
    RuleKind.BREAKS: _("Waiting times per person"),
    FixedLimit.TALKS: _("Sessions that people must attend block time"),
    FixedLimit.PRESENCE: _("Arrival, departure and blocked times"),
    RuleKind.STEP_FREE: _("Step-free meeting points"),
    RuleKind.QUIET: _("Quiet places"),
    RuleKind.INTERPRETERS: _("Interpreters"),
    FixedLimit.PLACES: _("Tables and time slots"),
}
WORDS: Final[Mapping[str, Text]] = {
    RuleKind.SAME_ORGANISATION: _(
        "Required: requests within an organisation are refused. As an aim, such meetings count half."
    ),
    RuleKind.SAME_NETWORK: _(
        "Required: requests within a network are refused. As an aim, such meetings count half."
    ),
    RuleKind.KINDS: _(
        "Required: requests between these types are refused. As an aim, such meetings count half. "
        "The type is the organisation’s type in the directory."
    ),
    RuleKind.CROSS_NETWORK: _(
        "This is an aim, not a guarantee: no meeting is refused because of it. Meetings between "
        "networks count double, so planning prefers them. The cost shows how many meetings you "
        "would lose by enforcing the share."
    ),
    RuleKind.LEAST: _(
        "An aim: after the total value, as few people as possible should have less. Nobody is "
        "refused, so no meetings are lost."
    ),
    RuleKind.MOST: _("Required: nobody is given more meetings than this."),
    RuleKind.BREAKS: _(
        "Required: nobody has more waiting times within a block. The effect depends on the order "
        "of time slots and is only shown by planning."
    ),
    RuleKind.STEP_FREE: _(
        "Always required: people who need step-free access are only given step-free meeting points."
    ),
    RuleKind.QUIET: _(
        "Required: people who need a quiet meeting point get one. If off, you have to arrange it yourself."
    ),
    RuleKind.INTERPRETERS: _(
        "Required: people without a common language only meet if an interpreter is free. If off, "
        "languages are ignored."
    ),
}
GROUPS: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
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
