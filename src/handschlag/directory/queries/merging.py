"""Two actors as a merge sees them: with everything that points to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models

from handschlag.directory.models import Actor, DuplicatePair, JoinRequest, Membership, Merge, Network
from handschlag.directory.queries.entries import actor_content
from handschlag.directory.rules.merging import Member, MergeSide


def side_of(actor: Actor) -> MergeSide:
    """What the actor says, and the ids of all rows that point to it, from stories to requests."""
    content = actor_content(actor)
    rows = sorted(actor.statements.all(), key=lambda row: (row.position, row.pk))
    memberships = Membership.objects.filter(actor=actor).order_by("pk")
    return MergeSide(
        id=actor.pk,
        content=content,
        statements=tuple(zip((row.pk for row in rows), content.statements, strict=True)),
        memberships=tuple(
            Member(id=row.pk, network=row.network_id, since=row.since, until=row.until) for row in memberships
        ),
        stories=tuple(sorted(actor.stories.values_list("pk", flat=True))),
        parts=tuple(sorted(actor.parts.values_list("pk", flat=True))),
        participations=tuple(actor.participations.order_by("pk").values_list("pk", flat=True)),
        sources=tuple(actor.sources.order_by("pk").values_list("pk", "fact")),
        requests=tuple(JoinRequest.objects.filter(actor=actor).order_by("pk").values_list("pk", flat=True)),
    )


def pairs(*, is_dismissed: bool) -> models.QuerySet[DuplicatePair]:
    """Actors that may be one, to look at or dismissed; those with an actor that was merged are left out."""
    return DuplicatePair.objects.filter(
        dismissed_at__isnull=not is_dismissed, first__merged_into=None, second__merged_into=None
    ).select_related("first", "second")


def merges() -> models.QuerySet[Merge]:
    """All merges that were done, with who did them."""
    return Merge.objects.select_related("kept", "merged", "by")


def names_of_networks(memberships: Iterable[int]) -> list[str]:
    """The networks of these memberships, by name."""
    ids = Membership.objects.filter(pk__in=list(memberships)).values_list("network_id", flat=True)
    return list(Network.objects.filter(pk__in=list(ids)).order_by("name").values_list("name", flat=True))


def followers() -> Iterator[tuple[str, models.QuerySet, str]]:
    """Where rows of higher floors point at an actor: a name to remember it by, all rows, and the field.

    A merge leads all of them to the actor that is kept; only a higher floor where rows might then stand
    twice has something to hang in.
    """
    own = Actor._meta  # noqa: SLF001 - Django's documented way to a model's relations
    for relation in own.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or not isinstance(relation.related_model, type):
            continue
        noun = relation.related_model._meta  # noqa: SLF001 - as above
        if noun.app_label != own.app_label:
            name = relation.field.name
            yield f"{noun.label}.{name}", models.QuerySet(relation.related_model), name
