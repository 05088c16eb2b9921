"""Actors that are in the directory already and may be meant by a new name."""

from __future__ import annotations

from dataclasses import dataclass

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.directory.models import Actor, Membership, Network, Status
from handschlag.directory.queries.candidates import like
from handschlag.directory.queries.managing import entered_actors, managed_ids
from handschlag.directory.rules.duplicates import Candidate, DuplicateReason

NEW = 0  # the id of an actor that is not there yet


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyActor:
    """An actor that is there already and may be meant."""

    actor: Actor
    reasons: tuple[DuplicateReason, ...]
    is_member: bool
    is_of_others: bool


def likely_actors(network: Network | None, new: Candidate, by: Subject) -> tuple[LikelyActor, ...]:
    """Actors that may be the new one: those that are public, or of this person's own networks."""
    is_editor = may(by, Action.PUBLISH_ACTOR)
    seen = Actor.objects.all()
    if not is_editor:
        own = Membership.objects.filter(network_id__in=managed_ids(by)).values("actor_id")
        seen = Actor.objects.filter(status=Status.PUBLISHED) | Actor.objects.filter(pk__in=own)
    found = like(new, seen)
    ids = [one.second if one.first == new.id else one.first for one in found]
    actors = Actor.objects.in_bulk(ids)
    entered = set(entered_actors(by).filter(actor_id__in=ids).values_list("actor_id", flat=True))
    members = Membership.objects.filter(network=network, until=None, actor_id__in=ids)
    member_ids = set(members.values_list("actor_id", flat=True))
    return tuple(
        LikelyActor(
            actor=actors[pk],
            reasons=tuple(one.reasons),
            is_member=pk in member_ids,
            is_of_others=not is_editor and pk not in entered,
        )
        for pk, one in zip(ids, found, strict=True)
    )
