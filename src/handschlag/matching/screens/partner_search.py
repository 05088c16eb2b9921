"""Partners of one actor, all year: whom the engine suggests and why, who asked whom, and contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor
from handschlag.matching.models import Interest, SuggestedPartner
from handschlag.matching.queries import partner_cards, partner_interests
from handschlag.matching.queries.cards import StatementLine
from handschlag.matching.queries.partner_cards import PartnerCard
from handschlag.matching.queries.partner_interests import Contact
from handschlag.matching.rules.partner_search import (
    INTERESTS_A_WEEK,
    LONGEST_PURPOSE,
    SHORTEST_PURPOSE,
    seen_from_the_other_side,
)
from handschlag.matching.screens.participant import reasons as reasons_in_words

type Reasons = Sequence[Mapping[str, Any]]
PER_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class _PartnerRow:
    """Another actor, why it fits, and what is between the two."""

    actor: Actor
    place: str
    why: Any
    marks: tuple[str, ...]
    is_mine: bool
    interest: Interest | None = None
    contact: Contact | None = None


def partners_screen(actor: Actor, *, by: Subject, now: datetime) -> dict[str, Any]:
    """What the actor's people see; without a search only what it would be, and the contacts there are."""
    search = partner_cards.partner_search_of(actor.pk)
    between = partner_interests.interests_of(actor.pk, now=now)
    lines = partner_cards.suggested_to(actor.pk) if search else []
    unwanted = partner_interests.unwanted_of(actor.pk) if search else ()
    over = {partner_interests.other_of(one, actor.pk).pk for one in between.unanswered}
    page = _Page(actor, by=by, lines=lines, others=between.others | over)
    hidden = between.others | {one.pk for one in unwanted}
    asked = between.received if search else ()
    return {
        "actor": actor,
        "crumbs": (*_crumbs_of(actor), Crumb(_("Partners for us"))),
        "search": search,
        "says_nothing": not (page.own.offers or page.own.needs),
        "rows": [page.row(one.partner.actor_id) for one in lines if one.partner.actor_id not in hidden],
        "received": page.rows(asked),
        "declined": page.rows(between.declined if search else ()),
        "sent": page.rows(between.sent if search else ()),
        "unanswered": page.rows(between.unanswered if search else ()),
        "agreed": page.rows(between.agreed),
        "unwanted": unwanted,
        "left": partner_interests.interests_left_of(actor.pk, now=now),
        "budget": INTERESTS_A_WEEK,
    }


def interest_screen(actor: Actor, other: int, *, by: Subject, now: datetime) -> dict[str, Any] | None:
    """What is asked, or what the other one has asked already; None where that one is not on the list."""
    lines = [one for one in partner_cards.suggested_to(actor.pk) if one.partner.actor_id == other]
    if not lines:
        return None
    page = _Page(actor, by=by, lines=lines, others=frozenset())
    return {
        "actor": actor,
        "crumbs": (*_crumbs_of(actor), Crumb(_("Express interest"))),
        "row": page.row(other, partner_interests.received_from(other, actor.pk, now=now)),
        "purpose": page.purpose(other),
        "left": partner_interests.interests_left_of(actor.pk, now=now),
        "shortest": SHORTEST_PURPOSE,
        "longest": LONGEST_PURPOSE,
    }


def overview_screen(by: Subject, *, page: int, now: datetime) -> dict[str, Any]:
    """All actors for which this person speaks."""
    return {
        "crumbs": (Crumb(_("Your networks"), reverse("directory:manage")), Crumb(_("Your partners"))),
        "rows": Paginator(partner_cards.own_searches(by, now=now), PER_PAGE).get_page(page),
    }


def _crumbs_of(actor: Actor) -> tuple[Crumb, ...]:
    """The way to the actor."""
    return (
        Crumb(_("Your partners"), reverse("matching:partner_overview")),
        Crumb(actor.name, reverse("directory:manage_actor", args=[actor.slug])),
    )


class _Page:
    """What several rows share: everybody's cards, and the reasons of each pair as the actor reads them."""

    def __init__(
        self, actor: Actor, *, by: Subject, lines: Sequence[SuggestedPartner], others: frozenset[int]
    ) -> None:
        ids = {actor.pk, *others, *(one.partner.actor_id for one in lines)}
        self._actor = actor
        self._cards = partner_cards.partner_cards(ids, by=by)
        self.own = self._cards[actor.pk].card
        self._mine: dict[int, StatementLine] = {one.id: one for one in (*self.own.offers, *self.own.needs)}
        self._reasons: dict[int, Reasons] = {
            pk: seen_from_the_other_side(one.reasons)
            for pk, one in partner_cards.lines_towards(actor.pk, others).items()
        }
        self._reasons |= {one.partner.actor_id: one.reasons for one in lines}

    def rows(self, interests: Sequence[Interest]) -> list[_PartnerRow]:
        """Of those whose other side is public still."""
        contacts = partner_interests.contacts_of(interests, self._actor.pk)
        found = []
        for one in interests:
            other = partner_interests.other_of(one, self._actor.pk)
            if other.pk in self._cards:
                found.append(replace(self.row(other.pk, one), contact=contacts.get(one.pk)))
        return found

    def row(self, other: int, interest: Interest | None = None) -> _PartnerRow:
        found = self._cards[other]
        reasons = self._reasons.get(other, ())
        return _PartnerRow(
            actor=found.actor,
            place=found.card.place,
            why=reasons_in_words.why_of(found.card, reasons, self._mine) if reasons else None,
            marks=self._marks(found),
            is_mine=found.is_mine,
            interest=interest,
        )

    def purpose(self, other: int) -> str:
        """A topic to begin with."""
        card, reasons = self._cards[other].card, self._reasons.get(other, ())
        return reasons_in_words.purpose_of(card, reasons, self._mine)

    def _marks(self, other: PartnerCard) -> tuple[str, ...]:
        """Whom they know anyway is suggested, too, and marked."""
        own = self._cards[self._actor.pk]
        shared = [name for pk, name in other.card.networks.items() if pk in own.card.networks]
        found = []
        if _house(own.actor) & _house(other.actor):
            found.append(_("part of your organisation"))
        if shared:
            found.append(_("with you in “%(network)s”") % {"network": shared[0]})
        return tuple(found)


def _house(actor: Actor) -> set[int]:
    return {actor.pk} | ({actor.parent_id} if actor.parent_id else set())
