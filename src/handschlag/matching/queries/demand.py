"""Who seeks and offers what, and who has asked whom: requests that were sent, never private wishes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from django.db.models import Count, TextField
from django.db.models.functions import Cast

from handschlag.common.language import pick
from handschlag.directory.models import Field, Network
from handschlag.matching.models import (
    AGREED,
    RESERVE,
    Listed,
    Party,
    Request,
    RequestState,
    Service,
    Statement,
)
from handschlag.matching.queries.engine_input import PLANNED, living, networks_of

FEW_REQUESTS: Final = 3  # whoever has no more may stand alone
MANY: Final = 200  # people, whose numbers take longer to put into a question than all rows to be read
_OF_REGISTRATION = ("name", "organisation", "actor__name", "is_demo")


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantStatement:
    """One need or offer of somebody who takes part."""

    id: int
    participant: int
    direction: str
    text: str
    language: str
    concepts: tuple[str, ...]
    not_meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Who:
    participant: int
    registration: int
    name: str
    organisation: str
    networks: tuple[int, ...]
    fields: tuple[str, ...]
    is_demo: bool


class _Pair(NamedTuple):
    """Two people, one of whom has asked the other."""

    one: int
    other: int
    is_mutual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    people: Mapping[int, _Who]
    said: tuple[ParticipantStatement, ...]
    pairs: tuple[_Pair, ...]
    asked: Mapping[int, int]  # by participant: requests that are open or agreed, groups included
    networks: Mapping[int, tuple[str, str]]  # short name, name
    fields: Mapping[str, str]
    proposed: Mapping[int, int]  # of those with few requests: recommended people whom nobody has asked yet


def demanded_of(service: Service) -> DemandFacts:
    """In a constant number of queries."""
    networks = networks_of(service)
    columns = (
        "pk",
        "fields",
        "is_demo",
        "registration",
        *(f"registration__{name}" for name in _OF_REGISTRATION),
    )
    people = {
        row.pk: _Who(
            participant=row.pk,
            registration=row.registration,
            name=row.registration__name,
            organisation=row.registration__actor__name or row.registration__organisation,
            networks=networks.get(row.registration, ()),
            fields=tuple(row.fields),
            is_demo=row.is_demo or row.registration__is_demo,
        )
        for row in living(service).order_by("pk").values_list(*columns, named=True)
    }
    used = {pk for one in people.values() for pk in one.networks}
    pairs = _pairs_of(service)
    return DemandFacts(
        people=people,
        said=_said_by(service, people),
        pairs=pairs,
        asked=_asked_of(service),
        networks={
            pk: (short or name, name)
            for pk, short, name in Network.objects.filter(pk__in=used).values_list("pk", "short_name", "name")
        },
        fields={
            code: pick(de, en)
            for code, de, en in Field.objects.filter(parent=None).values_list("code", "label_de", "label_en")
        },
        proposed=_proposed_of(service, people, pairs),
    )


def _said_by(service: Service, people: Mapping[int, _Who]) -> tuple[ParticipantStatement, ...]:
    rows = Statement.objects.filter(participant__service=service, participant__left_at=None).order_by("pk")
    rows = rows.annotate(of=Cast("concepts", TextField()), but=Cast("not_meant", TextField()))
    columns = ("pk", "participant_id", "direction", "text", "language", "of", "but")
    return tuple(
        ParticipantStatement(
            id=pk,
            participant=participant,
            direction=direction,
            text=text,
            language=language,
            concepts=_codes_in(concepts),
            not_meant=_codes_in(not_meant),
        )
        for pk, participant, direction, text, language, concepts, not_meant in rows.values_list(*columns)
        if participant in people
    )


@lru_cache(maxsize=8192)
def _codes_in(text: str) -> tuple[str, ...]:
    """Most statements have the same few lists: each is read once."""
    return tuple(json.loads(text))


def _pairs_of(service: Service) -> tuple[_Pair, ...]:
    """Requests between two people that are open or agreed; the row of a request names its two."""
    rows = Request.objects.filter(service=service, state__in=PLANNED).order_by("pk")
    states: dict[int, str] = {}
    people: dict[int, list[int]] = defaultdict(list)
    for request, text, state in rows.exclude(pair="").values_list("pk", "pair", "state"):
        states[request], people[request] = state, list(map(int, text.split("-")))
    parties = Party.objects.filter(request__in=rows.filter(pair="").order_by().values("pk")).order_by("pk")
    for request, state, person in parties.values_list("request_id", "request__state", "participant_id"):
        states[request] = state
        people[request].append(person)
    return tuple(
        _Pair(one=two[0], other=two[1], is_mutual=RequestState(states[request]) in AGREED)
        for request, two in people.items()
        if len(two) == 2
    )


def _asked_of(service: Service) -> dict[int, int]:
    parties = Party.objects.filter(request__service=service, request__state__in=PLANNED).order_by()
    return dict(parties.values_list("participant_id").annotate(Count("pk")))


def _proposed_of(service: Service, people: Collection[int], pairs: tuple[_Pair, ...]) -> dict[int, int]:
    """Of the people who have few requests, however many these are; of all others nobody asks."""
    asked: dict[int, set[int]] = {pk: set() for pk in people}
    for one in pairs:
        asked.setdefault(one.one, set()).add(one.other)
        asked.setdefault(one.other, set()).add(one.one)
    few = {pk for pk in people if len(asked[pk]) <= FEW_REQUESTS}
    rows = Listed.objects.filter(participant__service=service, partner__left_at=None).exclude(place=RESERVE)
    if len(few) <= MANY:
        rows = rows.filter(participant__in=few)
    found: dict[int, int] = defaultdict(int)
    for participant, partner in rows.values_list("participant_id", "partner_id"):
        if participant in few and partner not in asked[participant]:
            found[participant] += 1
    return found
