"""Brings the rows of an entry to what its content says; rows that say so already are left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.db import models

from handschlag.directory.models import (
    Actor,
    Concept,
    Field,
    Network,
    Statement,
    Story,
)
from handschlag.directory.queries.entries import Entry, figures_of, labels_of, programmes_of
from handschlag.directory.rules.contents import ActorContent, Content, GeoPoint, NetworkContent, StoryContent
from handschlag.programmes.models import Programme

NETWORK_TEXTS = (
    *("kind", "name", "short_name", "founded", "management_body", "website", "contact_email"),
    *("contact_phone", "street", "legal_form", "standing", "standing_since", "wikidata_id", "euid", "pic"),
    *("description_de", "description_en"),
)
ACTOR_TEXTS = (
    *("kind", "name", "is_sme", "employees", "website", "ror_id", "wikidata_id", "euid", "pic"),
    *("description_de", "description_en"),
)
STORY_TEXTS = ("kind", "day", "title_de", "title_en", "text_de", "text_en")


def columns(content: Content) -> dict[str, Any]:
    """The columns of the entry's own row."""
    if isinstance(content, StoryContent):
        return {name: getattr(content, name) for name in STORY_TEXTS}
    if isinstance(content, ActorContent):
        return {
            **{name: getattr(content, name) for name in ACTOR_TEXTS},
            **where(content.spot),
            "parent_id": _existing(Actor, content.parent),
        }
    return {
        **{name: getattr(content, name) for name in NETWORK_TEXTS},
        **where(content.spot),
        "umbrella_id": _existing(Network, content.umbrella),
        "successor_id": _existing(Network, content.successor),
    }


def where(spot: GeoPoint) -> dict[str, Any]:
    """The columns of a row that holds this spot; what is not known of its Land or district is null."""
    return {
        "place": spot.place,
        "land_id": spot.land or None,
        "district_id": spot.district or None,
        "latitude": spot.latitude,
        "longitude": spot.longitude,
    }


def _existing(model: type[models.Model], pk: int | None) -> int | None:
    """The key, if there is such a row still: what is restored may name one that has gone."""
    return pk if pk is not None and model._default_manager.filter(pk=pk).exists() else None  # noqa: SLF001


def write_related(entry: Entry, content: Content) -> None:
    """The rows around the entry's own."""
    if isinstance(entry, Network) and isinstance(content, NetworkContent):
        _write_network(entry, content)
    elif isinstance(entry, Actor) and isinstance(content, ActorContent):
        entry.fields.set(Field.objects.filter(pk__in=content.fields))
        _write_statements(entry, content)
    elif isinstance(entry, Story) and isinstance(content, StoryContent):
        entry.actors.set(Actor.objects.filter(pk__in=content.actors))


def _write_network(network: Network, content: NetworkContent) -> None:
    network.fields.set(Field.objects.filter(pk__in=content.fields))
    known = set(Programme.objects.values_list("pk", flat=True))
    if programmes_of(network) != content.programmes:
        rows = (asdict(one) for one in content.programmes if one.programme in known)
        replace(network.in_programmes, ({**row, "programme_id": row.pop("programme")} for row in rows))
    if labels_of(network) != content.labels:
        replace(network.labels, map(asdict, content.labels))
    if figures_of(network) != content.member_figures:
        replace(network.member_figures, map(asdict, content.member_figures))
    replace(network.sources, map(asdict, content.sources))


def replace(manager: Any, rows: Iterable[dict[str, Any]]) -> None:
    """These rows and no others."""
    manager.all().delete()
    manager.bulk_create([manager.model(**{manager.field.name: manager.instance}, **row) for row in rows])


def _write_statements(actor: Actor, content: ActorContent) -> None:
    """Each statement in its place. A row is taken for the statement it holds, so that its key stays."""
    rows = list(actor.statements.order_by("position", "pk"))
    for position, said in enumerate(content.statements):
        values = {"direction": said.direction, "text_de": said.text_de, "text_en": said.text_en}
        row = _take(rows, lambda one, values=values: all(getattr(one, k) == v for k, v in values.items()))
        if row is None:
            row = Statement(actor=actor, **values)
        row.position = position
        row.save()
        row.concepts.set(Concept.objects.filter(pk__in=said.concepts))
    Statement.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _take(rows: list[Statement], fits: Callable[..., bool]) -> Statement | None:
    """The first row that fits, no longer in the list."""
    for index, row in enumerate(rows):
        if fits(row):
            return rows.pop(index)
    return None
