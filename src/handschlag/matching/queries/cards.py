"""People as others see them, and how one stands to them; a constant number of queries for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handschlag.common.database.prepared_queries import PreparedQuery
from handschlag.directory.models import Membership
from handschlag.matching.models import ACTIVE, Direction, Participant, Request, Statement, Wish
from handschlag.matching.queries.engine_input import living
from handschlag.matching.queries.visible_facts import Seen, seen_of, with_what_is_seen
from handschlag.matching.rules.pair_states import PairState, pair_state_of
from handschlag.matching.rules.values import pair_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One offer or need, as it was written; `number` counts within its direction."""

    id: int
    direction: str
    number: int
    text: str
    language: str
    concepts: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Somebody, without what they keep for the organisers."""

    id: int
    name: str
    organisation: str
    role: str
    place: str
    said: Mapping[str, Any]  # of the profile's fields, without what is hidden
    networks: Mapping[int, str]
    offers: tuple[StatementLine, ...]
    needs: tuple[StatementLine, ...]
    is_demo: bool
    has_organisation: bool = True  # otherwise nothing that only the organisation tells is shown either
    wish: str = ""
    purpose: str = ""
    standing: PairState = PairState.NOTHING


def cards_of(me: Participant, ids: Collection[int]) -> dict[int, Card]:
    """Those of these people who take part now; five queries."""
    rows = _PEOPLE.rows(service=me.service_id, ids=ids)
    seen = {row.pk: seen_of(row) for row in rows}
    networks = networks_by_actor({one.actor for one in seen.values() if one.actor})
    lines = _lines_of([row.pk for row in rows])
    wishes = {one.towards_id: one for one in _WISHES.rows(person=me.pk, ids=ids)}
    standings = _standings_of(me, [row.pk for row in rows])
    return {
        row.pk: _card_of(
            row,
            seen=seen[row.pk],
            networks=networks.get(seen[row.pk].actor, {}),
            lines=lines[row.pk],
            wish=wishes.get(row.pk),
            standing=standings.get(row.pk, PairState.NOTHING),
        )
        for row in rows
    }


def _card_of(
    row: Participant,
    *,
    seen: Seen,
    networks: Mapping[int, str],
    lines: Mapping[str, Sequence[StatementLine]],
    wish: Wish | None = None,
    standing: PairState = PairState.NOTHING,
) -> Card:
    """Only what is seen of the person."""
    return Card(
        id=row.pk,
        name=row.registration.name,
        organisation=seen.organisation,
        role=seen.role,
        place=seen.place,
        said=seen.said,
        has_organisation=seen.has_organisation,
        networks=networks,
        offers=tuple(lines.get(Direction.OFFER, ())),
        needs=tuple(lines.get(Direction.NEED, ())),
        is_demo=row.is_demo,
        wish=wish.kind if wish else "",
        purpose=wish.purpose if wish else "",
        standing=standing,
    )


def networks_by_actor(actors: Collection[int]) -> dict[int, dict[int, str]]:
    """By actor: the names of the networks they belong to now, by key, in the order of the names."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for actor, network, name in _NETWORKS.rows(actors=actors):
        found[actor][network] = name
    return found


def _lines_of(participants: Collection[int]) -> dict[int, dict[str, list[StatementLine]]]:
    found: dict[int, dict[str, list[StatementLine]]] = defaultdict(lambda: defaultdict(list))
    for row in _STATEMENTS.rows(participants=participants):
        own = found[row.participant_id][row.direction]
        own.append(
            StatementLine(
                id=row.pk,
                direction=row.direction,
                number=len(own) + 1,
                text=row.text,
                language=row.language,
                concepts=tuple(row.concepts),
                kind=row.kind,
            )
        )
    return found


def _standings_of(me: Participant, others: Collection[int]) -> dict[int, PairState]:
    """By the other one's id."""
    pairs = {pair_of(me.pk, pk): pk for pk in others}
    return {
        pairs[pair]: pair_state_of(state, is_sender=sender == me.pk)
        for pair, state, sender in _PAIRS.rows(pairs=pairs)
    }


def own_lines(me: Participant) -> dict[int, StatementLine]:
    """The own offers and needs by their ids."""
    found = _lines_of([me.pk])[me.pk]
    return {line.id: line for several in found.values() for line in several}


_PEOPLE: Final = PreparedQuery(
    lambda service, ids: with_what_is_seen(living(service).filter(pk__in=ids).order_by())
)
_WISHES: Final = PreparedQuery(
    lambda person, ids: Wish.objects.filter(by_id=person, towards_id__in=ids).order_by()
)
_NETWORKS: Final = PreparedQuery(
    lambda actors: (
        Membership.objects.filter(actor_id__in=actors, until=None)
        .order_by("actor_id", "network__name")
        .values_list("actor_id", "network_id", "network__name")
    )
)
_PAIRS: Final = PreparedQuery(
    lambda pairs: (
        Request.objects.filter(pair__in=pairs, state__in=ACTIVE)
        .order_by()
        .values_list("pair", "state", "sender_id")
    )
)
_STATEMENTS: Final = PreparedQuery(
    lambda participants: Statement.objects.filter(participant_id__in=participants).order_by(
        "participant_id", "position", "pk"
    )
)
