"""Ten people for somebody, with reasons, wishes and budgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.participant import MatchReason
from handschlag.matching.models import Listed, Participant, WishKind
from handschlag.matching.queries.cards import Card, StatementLine, cards_of, own_lines
from handschlag.matching.queries.demand_counts import here
from handschlag.matching.queries.recommendations import is_fresh, listed_for
from handschlag.matching.rules.pair_states import PairState
from handschlag.matching.screens.participant.ballots import BallotBox, ballot_of, tallies_of, where_from
from handschlag.matching.screens.participant.reasons import why_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


def recommended_screen(me: Participant, *, token: str, box: BallotBox) -> dict[str, Any]:
    """Recommended people with reasons; says so where the list is still being made."""
    listed = listed_for(me)
    cards = cards_of(me, [one.partner_id for one in listed])
    mine = own_lines(me)
    rows = [one for one in listed if one.partner_id in cards]
    return {
        "shell": shell_of(me, token, current=Tab.PEOPLE, waiting=box.budget.received),
        "title": _title_of(len(rows)),
        "bridges": sum(_is_bridge(one, cards[one.partner_id]) for one in rows),
        "seeks": _numbered(mine, "need"),
        "offers": _numbered(mine, "offer"),
        "bar": box,
        "tallies": tallies_of(me, box.budget),
        "reasons": tuple(_reason_of(one, cards[one.partner_id], mine, box=box, token=token) for one in rows),
        "is_being_made": not is_fresh(me.service) and not rows,
        "others": max(0, here(me.service) - 1),
    }


def _title_of(number: int) -> str:
    if number == 10:
        return _("Ten people we recommend")
    return ngettext("%(count)s person we recommend", "%(count)s people we recommend", number) % {
        "count": number
    }


def _numbered(mine: Mapping[int, StatementLine], direction: str) -> str:
    """One's own lines of a direction in one sentence."""
    lines = [one for one in mine.values() if one.direction == direction]
    return " · ".join(f"{one.number}\u00a0{one.text}" for one in lines)


def _reason_of(
    listed: Listed, card: Card, mine: Mapping[int, StatementLine], *, box: BallotBox, token: str
) -> MatchReason:
    why = why_of(card, listed.reasons, mine)
    return MatchReason(
        name=card.name,
        url=reverse("matching:person", args=[token, card.id]),
        role=where_from(card),
        network=next(iter(card.networks.values()), ""),
        bridge=_("From another network") if _is_bridge(listed, card) else "",
        gets=why.gets,
        gets_fit=why.gets_fit,
        gives=why.gives,
        gives_fit=why.gives_fit,
        is_wished=card.wish in {WishKind.MUST, WishKind.WANT} or card.standing is not PairState.NOTHING,
        ballot=ballot_of(card, box),
    )


def _is_bridge(listed: Listed, card: Card) -> bool:
    """Only where the other network is shown."""
    return listed.place == "bridge" and card.has_organisation
