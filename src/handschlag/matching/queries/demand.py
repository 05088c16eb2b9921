"""Who seeks and offers what, and who has asked whom: requests that were sent, never private wishes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
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
    proposed: Mapping[int, int]  # by participant: recommended people whom nobody has asked yet


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
        proposed=_proposed_of(service, pairs),
    )


def _said_by(service: Service, people: Mapping[int, _Who]) -> tuple[ParticipantStatement, ...]:
    rows = Statement.objects.filter(participant__service=service, participant__left_at=None).order_by("pk")
    columns = ("pk", "participant_id", "direction", "text", "language", "concepts", "not_meant")
    return tuple(
        ParticipantStatement(
            id=pk,
            participant=participant,
            direction=direction,
            text=text,
            language=language,
            concepts=tuple(concepts),
            not_meant=tuple(not_meant),
        )
        for pk, participant, direction, text, language, concepts, not_meant in rows.values_list(*columns)
        if participant in people
    )


def _pairs_of(service: Service) -> tuple[_Pair, ...]:
    """Requests between two people that are open or agreed; the row of a request names its two."""
    rows = Request.objects.filter(service=service, state__in=PLANNED).order_by("pk")
    states: dict[int, str] = {}
    people: dict[int, list[int]] = defaultdict(list)
    for request, text, state in rows.exclude(pair="").values_list("pk", "pair", "state"):
        states[request], people[request] = state, [int(part) for part in text.split("-")]
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


def _proposed_of(service: Service, pairs: tuple[_Pair, ...]) -> dict[int, int]:
    asked = {(one.one, one.other) for one in pairs} | {(one.other, one.one) for one in pairs}
    found: dict[int, int] = defaultdict(int)
    rows = Listed.objects.filter(participant__service=service, partner__left_at=None).exclude(place=RESERVE)
    for participant, partner in rows.values_list("participant_id", "partner_id"):
        if (participant, partner) not in asked:
            found[participant] += 1
    return found
