"""Actors as those who may talk with them see them; a constant number of queries for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from handschlag.accounts.rules.policy import Subject
from handschlag.common.language import pick
from handschlag.directory.models import Actor, Direction, Statement
from handschlag.directory.queries.managing import entered_actors
from handschlag.directory.queries.public import of_public_actors, public_actors
from handschlag.matching.models import InterestState, PartnerSearch, SuggestedPartner
from handschlag.matching.queries.cards import Card, StatementLine, networks_by_actor
from handschlag.matching.queries.partner_interests import has_people


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerCard:
    """An actor with what it says; `is_mine` where whoever looks speaks for it, too."""

    actor: Actor
    card: Card
    is_mine: bool


def partner_search_of(actor_id: int) -> PartnerSearch | None:
    """None where the actor looks for nobody."""
    return PartnerSearch.objects.filter(actor=actor_id).first()


def suggested_to(actor_id: int) -> list[SuggestedPartner]:
    """The list in its order, without those that are not public any more or have nobody of their own."""
    rows = SuggestedPartner.objects.filter(
        of_public_actors("partner__actor__"), has_people("partner__actor_id"), search__actor=actor_id
    )
    return list(rows.select_related("partner").order_by("position"))


def lines_towards(actor_id: int, others: Collection[int]) -> dict[int, SuggestedPartner]:
    """By actor: the line of its list that names this one."""
    rows = SuggestedPartner.objects.filter(search__actor__in=others, partner__actor=actor_id)
    return {one.search.actor_id: one for one in rows.select_related("search")}


def partner_cards(ids: Collection[int], *, by: Subject) -> dict[int, PartnerCard]:
    """Those of these actors that are public."""
    rows = public_actors().filter(pk__in=ids).select_related("land", "parent")
    networks = networks_by_actor(ids)
    lines = _lines_of(ids)
    mine = set(entered_actors(by).filter(actor_id__in=ids).values_list("actor_id", flat=True))
    return {
        row.pk: PartnerCard(
            actor=row,
            card=_card_of(row, networks.get(row.pk, {}), lines[row.pk]),
            is_mine=row.pk in mine,
        )
        for row in rows
    }


def _card_of(actor: Actor, networks: Mapping[int, str], lines: Mapping[str, list[StatementLine]]) -> Card:
    return Card(
        id=actor.pk,
        name=actor.name,
        organisation="",
        role="",
        place=actor.seat,
        said={},
        networks=networks,
        offers=tuple(lines.get(Direction.OFFER, ())),
        needs=tuple(lines.get(Direction.NEED, ())),
        is_demo=actor.is_demo,
    )


def _lines_of(ids: Collection[int]) -> dict[int, dict[str, list[StatementLine]]]:
    """As each reads in the language of the page."""
    found: dict[int, dict[str, list[StatementLine]]] = defaultdict(lambda: defaultdict(list))
    for row in Statement.objects.filter(actor_id__in=ids).order_by("actor_id", "position", "pk"):
        own = found[row.actor_id][row.direction]
        own.append(
            StatementLine(
                id=row.pk,
                direction=row.direction,
                number=len(own) + 1,
                text=pick(row.text_de, row.text_en),
                language="",
                concepts=(),
            )
        )
    return found


def own_searches(by: Subject, *, now: datetime) -> QuerySet[Actor]:
    """Actors for which this person speaks, public or looking, first those that have to answer somebody."""
    waiting = of_public_actors("") & Q(
        interests_received__state=InterestState.OPEN,
        interests_received__expires_at__gt=now,
        partner_search__isnull=False,
    )
    return (
        Actor.objects.filter(of_public_actors("") | Q(partner_search__isnull=False, merged_into=None))
        .filter(pk__in=entered_actors(by).values("actor_id"))
        .annotate(waiting=Count("interests_received", filter=waiting))
        .select_related("partner_search")
        .order_by("-waiting", F("partner_search__since").asc(nulls_last=True), "name", "pk")
    )
