"""Actors that look for partners, as the engine compares them; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from handschlag.directory.models import Actor, Membership, NetworkProgramme, Statement
from handschlag.directory.queries.public import current, of_public_actors
from handschlag.matching.models import PartnerSearch
from handschlag.matching.queries.partner_interests import has_people
from handschlag.matching.queries.profiles import Described, Sentence


def searching() -> QuerySet[PartnerSearch]:
    """Those that are public and have people of their own: the others neither have a list nor stand in one."""
    return PartnerSearch.objects.filter(of_public_actors(), has_people())


def changed_searches() -> list[int]:
    """Actors whose entry is another one than their list rests on, those who wait longest first."""
    rows = searching().exclude(listed_version=F("actor__version"))
    return list(rows.order_by(F("listed_at").asc(nulls_first=True), "pk").values_list("actor_id", flat=True))


def described_actors(ids: Collection[int] | None = None, *, today: date) -> tuple[Described, ...]:
    """Everybody who takes part and says something; of `ids` only, where they are given."""
    rows = searching()
    if ids is not None:
        rows = rows.filter(actor_id__in=ids)
    facts = {row["actor_id"]: row for row in rows.order_by("actor_id").values(*_FACTS)}
    asked = None if ids is None else facts.keys()
    sentences = _sentences(asked)
    networks = _grouped(_memberships(asked, today).values_list("actor_id", "network_id"))
    programmes = _grouped(NetworkProgramme.objects.order_by("pk").values_list("network_id", "programme_id"))
    fields = _grouped(
        _of(Actor.fields.through.objects.all(), asked).order_by("pk").values_list("actor_id", "field_id")
    )
    return tuple(
        Described(
            id=pk,
            statements=tuple(sentences[pk]),
            fields=tuple(fields.get(pk, ())),
            kind=row["actor__kind"],
            organisation=f"a{pk}",
            networks=tuple(networks.get(pk, ())),
            programmes=tuple(
                sorted({f"f{one}" for of in networks.get(pk, ()) for one in programmes.get(of, ())})
            ),
            lat=row["actor__latitude"],
            lon=row["actor__longitude"],
            languages=(),
            wanted=None,
        )
        for pk, row in facts.items()
        if sentences[pk]
    )


_FACTS = ("actor_id", "actor__kind", "actor__latitude", "actor__longitude")


def _of(rows: QuerySet[Any], ids: Collection[int] | None) -> QuerySet[Any]:
    """All rows of actors that take part, or those of these actors."""
    if ids is None:
        return rows.filter(actor__partner_search__isnull=False)
    return rows.filter(actor_id__in=ids)


def _memberships(ids: Collection[int] | None, today: date) -> QuerySet[Membership]:
    return _of(Membership.objects.filter(current(today)), ids).order_by("actor_id", "network_id")


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _sentences(ids: Collection[int] | None) -> dict[int, list[Sentence]]:
    """Each in one language: concepts say what the other language would."""
    rows = _of(Statement.objects.exclude(Q(text_de="") & Q(text_en="")), ids)
    concepts = _grouped(
        _concepts(ids).order_by("pk").values_list("statement_id", "concept_id"),
    )
    found: dict[int, list[Sentence]] = defaultdict(list)
    ordered = rows.order_by("actor_id", "position", "pk")
    for pk, actor, direction, de, en in ordered.values_list(
        "pk", "actor_id", "direction", "text_de", "text_en"
    ):
        found[actor].append(
            Sentence(
                id=pk,
                direction=direction,
                text=de or en,
                language="de" if de else "en",
                concepts=tuple(concepts.get(pk, ())),
            )
        )
    return found


def _concepts(ids: Collection[int] | None) -> QuerySet[Any]:
    rows = Statement.concepts.through.objects.all()
    if ids is None:
        return rows.filter(statement__actor__partner_search__isnull=False)
    return rows.filter(statement__actor_id__in=ids)
