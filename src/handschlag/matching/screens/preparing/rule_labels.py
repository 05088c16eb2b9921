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
    RuleKind.SAME_ORGANISATION: _("People of one organisation do not meet"),
    RuleKind.SAME_NETWORK: _("People of one network do not meet"),
    RuleKind.KINDS: _("Kinds of organisations that do not meet"),
    FixedLimit.FORBIDDEN: _("Pairs that are kept apart"),
    RuleKind.CROSS_NETWORK: _("Share of meetings across networks"),
    RuleKind.LEAST: _("At least, each person"),
    RuleKind.MOST: _("At most, each person"),
    RuleKind.BREAKS: _("Gaps between meetings, each person"),
    FixedLimit.TALKS: _("Talks that people must hear"),
    FixedLimit.PRESENCE: _("Arrival, departure, times kept free"),
    RuleKind.STEP_FREE: _("Places without steps"),
    RuleKind.QUIET: _("Quiet places"),
    RuleKind.INTERPRETERS: _("Interpreters"),
    FixedLimit.PLACES: _("Places and slots"),
}
WORDS: Final[Mapping[str, Text]] = {
    RuleKind.SAME_ORGANISATION: _(
        "Hard: a request within an organisation is refused. As a goal such meetings count half."
    ),
    RuleKind.SAME_NETWORK: _(
        "Hard: a request within a network is refused. As a goal such meetings count half."
    ),
    RuleKind.KINDS: _(
        "Hard: a request between these kinds is refused. As a goal such meetings count half. "
        "The kind is that of the organisation in the directory."
    ),
    RuleKind.CROSS_NETWORK: _(
        "A goal, not a guarantee: a yes is never refused because of a share. Meetings across networks count "
        "twice, so that planning prefers them. The price says what it would cost to keep the share exactly."
    ),
    RuleKind.LEAST: _(
        "A goal: after the value of all meetings, as few people as possible have less. It refuses nobody, "
        "so it costs no meetings."
    ),
    RuleKind.MOST: _("Hard: who has so many meetings is given no more."),
    RuleKind.BREAKS: _(
        "Hard: nobody has more gaps between meetings in a block. The bound forgets the order of slots and "
        "cannot see gaps: what this costs is shown by planning, not here."
    ),
    RuleKind.STEP_FREE: _("Always hard: who needs a place without steps can reach no other."),
    RuleKind.QUIET: _("Hard: who needs a quiet place gets one. Switched off, the wish is left to you."),
    RuleKind.INTERPRETERS: _(
        "Hard: people without a common language meet only while an interpreter is free. Switched off, "
        "languages are ignored."
    ),
}
GROUPS: Final[tuple[tuple[Text, tuple[str, ...]], ...]] = (
    (
        _("Who may meet whom"),
        (
            RuleKind.SAME_ORGANISATION,
            RuleKind.SAME_NETWORK,
            RuleKind.KINDS,
            FixedLimit.FORBIDDEN,
            RuleKind.CROSS_NETWORK,
        ),
    ),
    (_("How much each person"), (RuleKind.LEAST, RuleKind.MOST, RuleKind.BREAKS)),
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
