"""Recommended people for somebody, with reasons, wishes and budgets."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.participant import MatchReason
from handschlag.design.components.parts import Link
from handschlag.matching.models import Listed, Participant, WishKind
from handschlag.matching.queries.cards import Card, StatementLine, own_lines
from handschlag.matching.queries.demand_counts import here
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.recommendations import is_fresh, own_list
from handschlag.matching.queries.tables import number_of_tables
from handschlag.matching.rules.pair_states import PairState, may_wish
from handschlag.matching.screens.participant.ballots import BallotBox, ballot_of, tallies_of, where_from
from handschlag.matching.screens.participant.reasons import FOR_YOU, why_of
from handschlag.matching.screens.participant.way_steps import steps_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab

COLLEAGUES: Final = 2  # of one organisation beside the one recommended


def recommended_screen(me: Participant, *, token: str, box: BallotBox) -> dict[str, Any]:
    """Recommended people with reasons; says so where the list is still being made."""
    own, mine = own_list(me), own_lines(me)
    rows, cards = tuple(own.shown.values()), own.cards
    return {
        "shell": shell_of(me, token, current=Tab.PEOPLE, now=box.now, waiting=box.budget.received),
        "steps": steps_of(me, token, current="recommended"),
        "title": _title_of(len(rows)),
        "bridges": sum(_is_bridge(one, cards[one.partner_id]) for one in rows),
        "hours": hours_of(me.service, [me.pk])[me.pk],
        "asked": sum(not may_wish(one.standing) for one in cards.values()),
        "bar": box,
        "tallies": tallies_of(me, box.budget, now=box.now),
        "reasons": tuple(
            _reason_of(
                one,
                cards[one.partner_id],
                mine,
                colleagues=own.colleagues.get(one.partner_id, ()),
                box=box,
                token=token,
            )
            for one in rows
        ),
        "unanswered": _unanswered(own.lines.values(), mine),
        "is_being_made": not is_fresh(me.service),
        "others": max(0, here(me.service) - 1),
        "has_tables": me.service.has_tables,
        "tables": number_of_tables(me.service) if me.service.has_tables else 0,
    }


def _title_of(number: int) -> str:
    if not number:
        return _("Your recommendations")
    return ngettext("%(count)s person we recommend", "%(count)s people we recommend", number) % {
        "count": number
    }


def _reason_of(
    listed: Listed,
    card: Card,
    mine: Mapping[int, StatementLine],
    *,
    colleagues: Sequence[Card],
    box: BallotBox,
    token: str,
) -> MatchReason:
    why = why_of(card, listed.reasons, mine)
    return MatchReason(
        name=card.name,
        url=reverse("matching:person", args=[token, card.id]),
        organisation=card.organisation,
        role=where_from(card) if card.role or card.place else "",
        network=next(iter(card.networks.values()), ""),
        bridge=_("From another network") if _is_bridge(listed, card) else "",
        colleagues=tuple(
            Link(label=other.name, url=reverse("matching:person", args=[token, other.id]))
            for other in colleagues[:COLLEAGUES]
        ),
        gets=why.gets,
        gets_fit=why.gets_fit,
        gives=why.gives,
        gives_fit=why.gives_fit,
        both=next(iter(why.both), ""),
        is_wished=card.wish in {WishKind.MUST, WishKind.WANT} or card.standing is not PairState.NOTHING,
        ballot=ballot_of(card, box),
    )


def _unanswered(listed: Collection[Listed], mine: Mapping[int, StatementLine]) -> tuple[str, ...]:
    """What one looks for and nobody offers, in one's own words; nothing while the list is being made."""
    answered = {
        reason["evidence"][0]
        for one in listed
        for reason in one.reasons
        if reason["kind"] == "need_met" and reason["side"] == FOR_YOU
    }
    needs = (one for one in mine.values() if one.direction == "need" and one.text)
    return tuple(one.text for one in needs if listed and one.id not in answered)


def _is_bridge(listed: Listed, card: Card) -> bool:
    """Only where the other network is shown."""
    return listed.place == "bridge" and card.has_organisation
