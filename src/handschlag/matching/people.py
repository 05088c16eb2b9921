"""People as others see them and as the engine compares them, and who looks for what somebody offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Max

from handschlag.common.prepared_queries import PreparedQuery
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.directory.models import Actor, Membership, NetworkProgramme
from handschlag.matching.categories import barred_by_category
from handschlag.matching.engine_input import living, networks_of
from handschlag.matching.memory import met_before
from handschlag.matching.models import (
    ACTIVE,
    Direction,
    ForbiddenPair,
    Participant,
    Request,
    Service,
    Statement,
    Wish,
)
from handschlag.matching.models.wishes import pair_of
from handschlag.matching.profile_data import Seen, seen_of, with_what_is_seen
from handschlag.registration.models import ConsentPurpose, Registration


class Chance(StrEnum):
    POSSIBLE = "possible"
    YOU_FULL = "you_full"  # as many meetings as you want, or as your time holds
    THEY_FULL = "they_full"
    NO_COMMON_TIME = "no_common_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Slots in which somebody could meet others, how many meetings are agreed, and the most of them."""

    free: frozenset[datetime]
    agreed: int = 0
    most: int | None = None

    @property
    def is_full(self) -> bool:
        return self.agreed >= len(self.free) or (self.most is not None and self.agreed >= self.most)


def chance_of(mine: Hours, theirs: Hours) -> Chance:
    """
    >>> from datetime import UTC, datetime
    >>> ten, eleven = (datetime(2027, 4, 14, hour, tzinfo=UTC) for hour in (10, 11))
    >>> chance_of(Hours(free=frozenset({ten})), Hours(free=frozenset({eleven})))
    <Chance.NO_COMMON_TIME: 'no_common_time'>
    """
    if not mine.free & theirs.free:
        return Chance.NO_COMMON_TIME
    if theirs.is_full:
        return Chance.THEY_FULL
    return Chance.YOU_FULL if mine.is_full else Chance.POSSIBLE


class PairState(Labelled):
    NOTHING = "nothing", ""
    # I asked, no answer yet
    SENT = "sent", _("Sent. No answer yet.")
    # the other one asks me
    ASKED = "asked", _("Has asked to meet you. If you send your request, the meeting is confirmed.")
    # takes place
    HELD = "held", _("Takes place.")
    # both said yes, answered in the next round
    ROUND = "round", _("You both said yes. You get the result in the next round.")
    # both said yes, not possible with what is agreed today
    WATCHED = "watched", _("You both said yes, but there is no time that suits everyone yet.")


OPEN = "open"
AGREED = {"accepted": PairState.HELD, "round": PairState.ROUND, "watched": PairState.WATCHED}


def pair_state_of(state: str, *, is_sender: bool) -> PairState:
    """From the state of the request between two people; empty where there is none.

    >>> pair_state_of("open", is_sender=True)
    <PairState.SENT: 'sent'>
    """
    if state == OPEN:
        return PairState.SENT if is_sender else PairState.ASKED
    return AGREED.get(state, PairState.NOTHING)


def may_wish(standing: PairState) -> bool:
    """Whether a wish can be changed: not once one has said yes oneself."""
    return standing in {PairState.NOTHING, PairState.ASKED}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    id: int
    direction: str
    text: str
    language: str
    concepts: tuple[str, ...]
    not_meant: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """Somebody who has described themselves. `blocked` are pairs that the organisers forbid, `known` those
    who have met at an earlier event and both allow it to be remembered.

    Nobody's "rather not" stands here: what others are recommended must not depend on it. Neither does what
    only an organisation tells that somebody hides: no reason, and no place on a list, can give it away.
    """

    id: int
    statements: tuple[Sentence, ...]
    fields: tuple[str, ...]
    kind: str
    organisation: str
    networks: tuple[int, ...]
    programmes: tuple[str, ...]
    lat: float | None
    lon: float | None
    languages: tuple[str, ...]
    wanted: int | None
    known: tuple[int, ...] = ()
    blocked: tuple[int, ...] = ()


def described_of(service: Service) -> tuple[Described, ...]:
    """Everybody with a profile, in a constant number of queries."""
    rows = (
        living(service)
        .filter(described_at__isnull=False)
        .select_related("registration__actor")
        .order_by("pk")
    )
    sentences = _sentences(service)
    networks = networks_of(service)
    programmes = _programmes(networks)
    blocked, known = _blocked(service), met_before(service)
    barred = barred_by_category(service)
    return tuple(
        replace(
            _described(row, tuple(sentences[row.pk]), networks, programmes),
            known=tuple(sorted(known.get(row.pk, ()))),
            blocked=tuple(
                sorted({*blocked[row.pk], *barred.get(row.registration.category_id, ())} - {row.pk})
            ),
        )
        for row in rows
    )


def registered_at(service: Service) -> datetime | None:
    """When a registration of these people last changed."""
    found = living(service).aggregate(at=Max("registration__changed_at"))
    at: datetime | None = found["at"]
    return at


def _described(
    row: Participant,
    statements: tuple[Sentence, ...],
    networks: dict[int, tuple[int, ...]],
    programmes: dict[int, tuple[str, ...]],
) -> Described:
    registration, seen = row.registration, seen_of(row)
    actor = registration.actor if seen.has_organisation else None
    own = networks.get(registration.pk, ()) if seen.has_organisation else ()
    return Described(
        id=row.pk,
        statements=statements,
        fields=tuple(row.fields) if seen.has_organisation else (),
        kind=actor.kind if actor else "",
        organisation=_organisation(row, seen),
        networks=own,
        programmes=tuple(dict.fromkeys(code for pk in own for code in programmes.get(pk, ()))),
        lat=actor.latitude if actor else None,
        lon=actor.longitude if actor else None,
        languages=tuple(registration.speaks or [registration.language]),
        wanted=row.most,
    )


def _organisation(row: Participant, seen: Seen) -> str:
    """A hidden organisation is one of its own: others find no colleague by what they are not recommended."""
    if not seen.has_organisation:
        return f"p{row.pk}"
    return f"a{seen.actor}" if seen.actor else f"w{seen.organisation.casefold()}"


def _sentences(service: Service) -> dict[int, list[Sentence]]:
    found: dict[int, list[Sentence]] = defaultdict(list)
    rows = Statement.objects.filter(participant__service=service).order_by("participant_id", "position", "pk")
    for row in rows:
        found[row.participant_id].append(
            Sentence(
                id=row.pk,
                direction=row.direction,
                text=row.text,
                language=row.language,
                concepts=tuple(row.concepts),
                not_meant=tuple(row.not_meant),
                kind=row.kind,
            )
        )
    return found


def _programmes(networks: dict[int, tuple[int, ...]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    ids = {pk for several in networks.values() for pk in several}
    rows = NetworkProgramme.objects.filter(network_id__in=ids).order_by("network_id", "programme_id")
    for network, programme in rows.values_list("network_id", "programme_id"):
        found[network].append(f"f{programme}")
    return {network: tuple(several) for network, several in found.items()}


def _blocked(service: Service) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = ForbiddenPair.objects.filter(service=service).values_list("first_id", "second_id")
    for first, second in rows:
        found[first].append(second)
        found[second].append(first)
    return found


class Source(StrEnum):
    """What is known of somebody."""

    OFFERS = "offers"  # the own offers of the profile
    ENTRY = "entry"  # what the directory says of the organisation
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWithConcepts:
    """A text with the concepts that were stated with it."""

    owner: int
    text: str
    language: str
    concepts: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandTexts:
    source: Source
    said: tuple[TextWithConcepts, ...] = ()
    fields: tuple[str, ...] = ()


def known_of(registration: Registration) -> DemandTexts:
    """What somebody offers, by the profile, or else by the entry of the organisation."""
    own = Statement.objects.filter(participant__registration=registration, direction=Direction.OFFER)
    said = tuple(_with_concepts(one, owner=0) for one in own)
    if said:
        return DemandTexts(source=Source.OFFERS, said=said)
    return known_of_actor(registration.actor)


def known_of_actor(actor: Actor | None) -> DemandTexts:
    """What an organisation offers, by its entry."""
    if actor is None:
        return DemandTexts(source=Source.NOTHING)
    offers = actor.statements.filter(direction=Direction.OFFER).values_list("text_de", "text_en")
    words = [(text, code) for pair in offers for text, code in zip(pair, ("de", "en"), strict=True) if text]
    fields = tuple(actor.fields.order_by("pk").values_list("pk", flat=True))
    source = Source.ENTRY if words or fields else Source.NOTHING
    return DemandTexts(
        source=source,
        said=tuple(TextWithConcepts(owner=0, text=text, language=code) for text, code in words),
        fields=fields,
    )


def needs_of_others(service: Service, registration: Registration) -> tuple[TextWithConcepts, ...]:
    """What everybody else needs, but for colleagues of the same organisation."""
    return needs_in(service, but_actor=registration.actor_id, but_registration=registration.pk)


def needs_in(
    service: Service, *, but_actor: int | None, but_registration: int | None = None
) -> tuple[TextWithConcepts, ...]:
    """What people of an event need, without those of one organisation and without one person."""
    rows = Statement.objects.filter(
        participant__service=service, participant__left_at=None, direction=Direction.NEED
    ).exclude(participant__registration=but_registration)
    if but_actor:
        colleagues = Participant.objects.filter(service=service, registration__actor_id=but_actor)
        rows = rows.exclude(participant__in=colleagues.values("pk"))
    columns = ("participant_id", "text", "language", "concepts", "not_meant")
    return tuple(
        TextWithConcepts(
            owner=owner,
            text=text,
            language=language,
            concepts=tuple(concepts),
            not_meant=tuple(not_meant),
        )
        for owner, text, language, concepts, not_meant in rows.order_by("participant_id").values_list(
            *columns
        )
    )


def _with_concepts(statement: Statement, *, owner: int) -> TextWithConcepts:
    return TextWithConcepts(
        owner=owner,
        text=statement.text,
        language=statement.language,
        concepts=tuple(statement.concepts),
        not_meant=tuple(statement.not_meant),
    )


def count_participants(service: Service) -> int:
    """How many take part."""
    return Participant.objects.filter(service=service, left_at=None).count()


def has_consent(registration: Registration) -> bool:
    """Whether the person has agreed to be compared with others."""
    consents = registration.consents.filter(purpose=ConsentPurpose.MATCHING, withdrawn_at=None)
    return bool(consents.exists())
