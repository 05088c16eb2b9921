"""Two actors as a merge sees them: with everything that points to them."""

from __future__ import annotations

from handschlag.directory.models import Actor, JoinRequest, Membership
from handschlag.directory.queries.entries import actor_content
from handschlag.directory.rules.merging import Member, Side


def side_of(actor: Actor) -> Side:
    content = actor_content(actor)
    rows = sorted(actor.statements.all(), key=lambda row: (row.position, row.pk))
    memberships = Membership.objects.filter(actor=actor).order_by("pk")
    return Side(
        id=actor.pk,
        content=content,
        statements=tuple(zip((row.pk for row in rows), content.statements, strict=True)),
        memberships=tuple(
            Member(id=row.pk, network=row.network_id, since=row.since, until=row.until) for row in memberships
        ),
        stories=tuple(sorted(actor.stories.values_list("pk", flat=True))),
        parts=tuple(sorted(actor.parts.values_list("pk", flat=True))),
        requests=tuple(JoinRequest.objects.filter(actor=actor).order_by("pk").values_list("pk", flat=True)),
    )
