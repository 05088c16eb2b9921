"""What recommendations rest on: what people offer and need, and where they come from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from handschlag.directory.models import NetworkProgramme
from handschlag.matching.models import ForbiddenPair, Participant, Service, Statement
from handschlag.matching.queries.engine_input import living, networks_of
from handschlag.matching.queries.memory import met_before
from handschlag.matching.queries.visible_facts import Seen, seen_of


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
    return tuple(
        replace(
            _described(row, tuple(sentences[row.pk]), networks, programmes, tuple(blocked[row.pk])),
            known=tuple(sorted(known.get(row.pk, ()))),
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
    blocked: tuple[int, ...],
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
        blocked=blocked,
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
