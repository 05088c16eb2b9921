"""Somebody's recommendations, as they were written down, and as their page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handschlag.matching.models import Listed, Participant, Service
from handschlag.matching.queries.cards import Card, cards_of
from handschlag.matching.rules.pair_states import may_wish

MOST: Final = 12  # people on the page at once: as many as an event usually lets ask


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """Those who fit and were not asked, one of each organisation.

    `lines` are all that was written down, by partner; `colleagues` those who fit as well, by the person
    of the same organisation who is shown or was asked.
    """

    lines: Mapping[int, Listed]
    cards: Mapping[int, Card]
    shown: Mapping[int, Listed]
    colleagues: Mapping[int, Sequence[Card]]
    organisations: Collection[str]


def own_list(me: Participant, *, beside: Collection[int] = ()) -> OwnList:
    """Where one direction at least cannot be shown to fit, nobody is recommended: a list may be short.

    `cards` has those of people `beside` the list as well.
    """
    rows = Listed.objects.filter(participant=me, partner__left_at=None).order_by("position")
    lines = {one.partner_id: one for one in rows}
    cards = cards_of(me, {*lines, *beside})
    shown: dict[int, Listed] = {}
    colleagues: dict[int, list[Card]] = defaultdict(list)
    first: dict[str, int] = {}
    for pk, one in lines.items():
        card = cards.get(pk)
        if card is None:
            continue
        known = card.organisation.casefold()
        if not may_wish(card.standing):
            first.setdefault(known, pk)
        elif not (card.wish or needs_met(one.reasons)):
            continue
        elif known and known in first and not card.wish:
            colleagues[first[known]].append(card)
        elif len(shown) < MOST:
            shown[pk] = one
            first.setdefault(known, pk)
    return OwnList(
        lines=lines, cards=cards, shown=shown, colleagues=colleagues, organisations=set(first) - {""}
    )


def needs_met(reasons: Sequence[Mapping[str, Any]]) -> bool:
    """Whether one of the two offers something that the other looks for."""
    return any(one["kind"] == "need_met" for one in reasons)


def reasons_for(me: Participant) -> Mapping[int, list[dict[str, Any]]]:
    """By partner: why."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "reasons"))


def places_of(me: Participant) -> Mapping[int, int]:
    """By person: how far up they stand, those who fit best first."""
    return dict(Listed.objects.filter(participant=me).values_list("partner_id", "position"))


def is_fresh(service: Service) -> bool:
    """Whether the lists rest on the profiles as they are now."""
    return service.listed_revision == service.profiles_revision
