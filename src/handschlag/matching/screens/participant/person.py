"""One person: why, what they offer and seek, how the pair stands, and why they are not on the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from handschlag.matching.engine.why_not import why_not
from handschlag.matching.models import Participant
from handschlag.matching.queries.cards import Card, own_lines
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.memory import earlier_meetings_of
from handschlag.matching.queries.recommendations import OwnList, needs_met, own_list
from handschlag.matching.rules.pair_states import may_wish
from handschlag.matching.rules.profile import FieldKind, ProfileColumns, RegistrationExtras, carded_fields
from handschlag.matching.screens.participant import reasons as reasons_in_words
from handschlag.matching.screens.participant.ballots import BallotBox, ballot_of, tallies_of, where_from
from handschlag.matching.screens.participant.labels import NEVER_LISTED, WHY_NOT
from handschlag.matching.screens.participant.pair_marks import pair_mark_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.registration import labels


def person_screen(
    me: Participant, other: int, *, token: str, asks_why: bool, box: BallotBox
) -> dict[str, Any] | None:
    """None where nobody of this number takes part in the same event."""
    own = own_list(me, beside=[other])
    card = own.cards.get(other)
    if card is None or other == me.pk:
        return None
    hours = hours_of(me.service, [me.pk, other])
    line = own.lines.get(other)
    asked = why_not(me.service, me.pk, other) if asks_why and line is None else None
    reasons = line.reasons if line else asked[1] if asked else []
    ballot, is_listed = ballot_of(card, box), other in own.shown
    kind = line.place if line else asked[0] if asked else "not_opted_in"
    return {
        "shell": shell_of(me, token, current=Tab.SEARCH, now=box.now, waiting=box.budget.received),
        "card": card,
        "met": earlier_meetings_of(me).get(other),
        "role": where_from(card),
        "facts": _facts_of(card),
        "why": reasons_in_words.why_of(card, reasons, own_lines(me)) if reasons else None,
        "state": pair_mark_of(card, mine=hours.get(me.pk), theirs=hours.get(other)),
        "bar": box,
        "ballot": ballot,
        "may_take_back": bool(card.wish) and not ballot.locked,
        "tallies": tallies_of(me, box.budget, now=box.now),
        "is_listed": asks_why and is_listed,
        "why_not": WHY_NOT[_why_not(own, card, kind, reasons)] if asks_why and not is_listed else "",
        "may_ask_why": not asks_why and not is_listed and may_wish(card.standing),
    }


def _facts_of(card: Card) -> tuple[tuple[str, str], ...]:
    rows = (
        *_said(card, ProfileColumns),
        (_("Networks"), ", ".join(card.networks.values())),
        *_said(card, RegistrationExtras),
    )
    return tuple((label, value) for label, value in rows if value)


def _said(card: Card, part: type[ProfileColumns | RegistrationExtras]) -> Iterator[tuple[str, str]]:
    languages = dict(labels.LANGUAGES)
    for name, field in carded_fields(part).items():
        value = card.said.get(name, "")
        if field.kind is FieldKind.LANGUAGES:
            value = ", ".join(str(languages.get(code, code)) for code in value)
        yield _(field.card), str(value)


def _why_not(own: OwnList, card: Card, kind: str, reasons: Sequence[Mapping[str, Any]]) -> str:
    """Only what holds of the list as it is shown, which refills: what the engine compares is another one."""
    if not may_wish(card.standing):
        return "asked"
    if kind in NEVER_LISTED:
        return kind
    if not needs_met(reasons):
        return "no_fit"
    return "organisation_full" if card.organisation.casefold() in own.organisations else "score"
