"""Names of what contents refer to by key, so that differences can be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handschlag.common.language import pick
from handschlag.directory.models import Actor, Concept, Field, Land, Network
from handschlag.directory.rules.contents import ActorContent, Content, NetworkContent, StoryContent
from handschlag.programmes.models import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """By key; what is not there any more has no name."""

    networks: dict[int, str]
    actors: dict[int, str]
    programmes: dict[int, str]
    fields: dict[str, str]
    concepts: dict[str, str]
    lands: dict[str, str]


def names_in(contents: Iterable[Content]) -> Names:
    """The names of everything that these contents refer to: six questions, however many there are."""
    found = list(contents)
    networks = [one for one in found if isinstance(one, NetworkContent)]
    actors = [one for one in found if isinstance(one, ActorContent)]
    stories = [one for one in found if isinstance(one, StoryContent)]
    actor_ids = {one.parent for one in actors if one.parent} | {pk for one in stories for pk in one.actors}
    programme_ids = {row.programme for one in networks for row in one.programmes}
    codes = {code for one in networks for code in one.fields} | {c for one in actors for c in one.fields}
    concepts = {code for one in actors for said in one.statements for code in said.concepts}
    others = {pk for one in networks for pk in (one.umbrella, one.successor) if pk}
    return Names(
        networks=dict(Network.objects.filter(pk__in=others).values_list("pk", "name")),
        actors=dict(Actor.objects.filter(pk__in=actor_ids).values_list("pk", "name")),
        programmes={
            one.pk: pick(one.name_de, one.name_en) for one in Programme.objects.filter(pk__in=programme_ids)
        },
        fields={one.pk: pick(one.label_de, one.label_en) for one in Field.objects.filter(pk__in=codes)},
        concepts={
            one.pk: pick(one.label_de, one.label_en) for one in Concept.objects.filter(pk__in=concepts)
        },
        lands=land_names(),
    )


def land_names() -> dict[str, str]:
    """Every Land by its code."""
    return {one.pk: pick(one.name_de, one.name_en) for one in Land.objects.all()}


def field_labels() -> dict[str, str]:
    """Every technology field by its code."""
    return {one.pk: pick(one.label_de, one.label_en) for one in Field.objects.all()}
