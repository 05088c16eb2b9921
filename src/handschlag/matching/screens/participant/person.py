"""One person: why, what they offer and seek, how the pair stands, and why they are not on the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.matching.engine.why_not import WhyNotAnswer, why_not
from handschlag.matching.models import RESERVE, Participant
from handschlag.matching.queries.cards import Card, cards_of, own_lines
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.memory import earlier_meetings_of
from handschlag.matching.queries.recommendations import line_towards
from handschlag.matching.rules.profile import FieldKind, ProfileColumns, RegistrationExtras, carded_fields
from handschlag.matching.screens.participant import reasons as reasons_in_words
from handschlag.matching.screens.participant.ballots import BallotBox, ballot_of, tallies_of, where_from
from handschlag.matching.screens.participant.labels import WHY_NOT
from handschlag.matching.screens.participant.pair_marks import pair_mark_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab
from handschlag.registration import labels


def person_screen(
    me: Participant, other: int, *, token: str, asks_why: bool, box: BallotBox
) -> dict[str, Any] | None:
    """None where nobody of this number takes part in the same event."""
    card = cards_of(me, [other]).get(other)
    if card is None or other == me.pk:
        return None
    hours = hours_of(me.service, [me.pk, other])
    line = line_towards(me, other)
    is_listed = line is not None and line.place != RESERVE
    asked = why_not(me.service, me.pk, other) if asks_why and not is_listed else None
    reasons = line.reasons if line else list(asked.reasons) if asked else None
    ballot = ballot_of(card, box)
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
        "why_not": _why_words(asked, asks_why=asks_why, is_listed=is_listed),
        "may_ask_why": not is_listed and not asks_why,
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


def _why_words(asked: WhyNotAnswer | None, *, asks_why: bool, is_listed: bool) -> str:
    if not asks_why or is_listed:
        return ""
    if asked is None:
        return str(WHY_NOT["not_opted_in"])
    said = str(WHY_NOT.get(asked.kind, WHY_NOT["score"]))
    if asked.kind != "in_demand":
        return said
    line = ngettext("On %(count)s person’s list.", "On %(count)s people’s lists.", asked.lists)
    return f"{said} {line % {'count': asked.lists}}"
