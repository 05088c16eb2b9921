"""Ten people for somebody, with reasons, wishes and budgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.common.times import local_date, month_name
from handschlag.design.components.participant import Ballot, HeadFigure, MatchReason
from handschlag.matching.models import Listed, Participant, WishKind
from handschlag.matching.queries.budgets import Budget, budget_of
from handschlag.matching.queries.cards import Card, StatementLine, cards_of, own_lines
from handschlag.matching.queries.demand_counts import here
from handschlag.matching.queries.recommendations import is_fresh, listed_for
from handschlag.matching.rules.pair_states import PairState, may_wish
from handschlag.matching.screens.participant.reasons import why_of
from handschlag.matching.screens.participant.steps import steps_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


def recommended_screen(me: Participant, *, token: str) -> dict[str, Any]:
    """Recommended people with reasons; says so where the list is still being made."""
    budget = budget_of(me)
    listed = listed_for(me)
    cards = cards_of(me, [one.partner_id for one in listed])
    mine = own_lines(me)
    rows = [one for one in listed if one.partner_id in cards]
    return {
        "shell": shell_of(me, token, current=Tab.PEOPLE, waiting=budget.received),
        "steps": steps_of(me, token, current="recommended"),
        "title": _title_of(len(rows)),
        "bridges": sum(_is_bridge(one, cards[one.partner_id]) for one in rows),
        "seeks": _numbered(mine, "need"),
        "offers": _numbered(mine, "offer"),
        "tallies": tallies_of(me, budget),
        "reasons": tuple(
            _reason_of(one, cards[one.partner_id], mine, budget=budget, token=token) for one in rows
        ),
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


def tallies_of(me: Participant, budget: Budget) -> tuple[HeadFigure, ...]:
    """What is left of musts and requests, and until when."""
    last = local_date(me.service.answers_until)
    return (
        HeadFigure(
            label=_("Must meet"),
            value=str(budget.musts),
            rest=_("of %(total)s") % {"total": budget.most_musts},
            used=budget.musts,
            total=budget.most_musts if budget.most_musts <= 6 else 0,
        ),
        HeadFigure(
            label=_("Requests sent"),
            value=str(budget.sent),
            rest=_("of %(total)s") % {"total": budget.most_sent},
        ),
        HeadFigure(
            label=_("Wishes until"),
            value=pick(f"{last.day}.", str(last.day)),
            rest=month_name(last),
        ),
    )


def _reason_of(
    listed: Listed, card: Card, mine: Mapping[int, StatementLine], *, budget: Budget, token: str
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
        ballot=ballot_of(card, budget),
    )


def _is_bridge(listed: Listed, card: Card) -> bool:
    """Only where the other network is shown."""
    return listed.place == "bridge" and card.has_organisation


def where_from(card: Card) -> str:
    """Role, organisation and place, as far as they are known; empty where nothing is."""
    return ", ".join(part for part in (card.role, card.organisation, card.place) if part)


def ballot_of(card: Card, budget: Budget) -> Ballot:
    """What cannot be chosen now is locked, and says why."""
    locked: tuple[str, ...] = ()
    why = _(card.standing.label)
    if not may_wish(card.standing):
        locked = tuple(WishKind.values)
    elif budget.musts >= budget.most_musts and card.wish != WishKind.MUST:
        locked = (WishKind.MUST,)
        why = why or _("You have used all your “must meet” choices.")
    return Ballot(name=f"wish-{card.id}", about=card.name, chosen=card.wish, locked=locked, why=why)
