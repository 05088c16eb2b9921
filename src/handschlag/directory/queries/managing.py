"""Who looks after what."""

from __future__ import annotations

from django.db.models import QuerySet

from handschlag.accounts.rules.policy import Subject
from handschlag.directory.models import Actor, ManagedNetwork, Membership, Network, Story
from handschlag.directory.queries.entries import Entry


def manages(by: Subject, network_id: int) -> bool:
    """Whether this person looks after the network; nobody does who is not signed in."""
    return network_id in managed_ids(by)


def managed_ids(by: Subject) -> frozenset[int]:
    """The networks that somebody looks after."""
    if by.user_id is None:
        return frozenset()
    found = ManagedNetwork.objects.filter(user_id=by.user_id).values_list("network_id", flat=True)
    return frozenset(found)


def owns_actor(by: Subject, actor_id: int) -> bool:
    """Whether the actor is an open member of a network that this person looks after.

    That lets them propose changes. Deciding for the actor is for whoever `entered_actors` names.
    """
    return _open_memberships(actor_id).filter(network_id__in=managed_ids(by)).exists()


def entered_actors(by: Subject) -> QuerySet[Membership]:
    """Open memberships by which actors came into the directory, of networks that this person looks after."""
    return Membership.objects.filter(network_id__in=managed_ids(by), until__isnull=True, is_origin=True)


def has_entered(by: Subject, actor_id: int) -> bool:
    """Whether this person is one of the actor's own people; a network that was accepted later is not."""
    return entered_actors(by).filter(actor_id=actor_id).exists()


def _is_shared(by: Subject, actor_id: int) -> bool:
    """Whether the actor is also a member of networks that this person does not look after."""
    return _open_memberships(actor_id).exclude(network_id__in=managed_ids(by)).exists()


def is_reviewed(by: Subject, actor_id: int) -> bool:
    """Whether an editor sees this person's changes to the actor first.

    So it is where the actor belongs to networks of others as well, or had been there before it joined.
    """
    return _is_shared(by, actor_id) or not has_entered(by, actor_id)


def _open_memberships(actor_id: int) -> QuerySet[Membership]:
    return Membership.objects.filter(actor_id=actor_id, until__isnull=True)


def is_looked_after(network: Network) -> bool:
    """By anybody; who that is stays private."""
    return ManagedNetwork.objects.filter(network=network).exists()


def owns(by: Subject, entry: Entry) -> bool:
    """Whether this person looks after the entry; a story goes with its network."""
    if isinstance(entry, Network):
        return manages(by, entry.pk)
    if isinstance(entry, Actor):
        return owns_actor(by, entry.pk)
    return manages(by, entry.network_id)


def network_ids_of(entry: Entry) -> tuple[int, ...]:
    """The networks whose pages show the entry."""
    if isinstance(entry, Network):
        return (entry.pk,)
    if isinstance(entry, Story):
        return (entry.network_id,)
    return tuple(Membership.objects.filter(actor_id=entry.pk).values_list("network_id", flat=True))


def managers_of(network: Network) -> QuerySet[ManagedNetwork]:
    """The people who look after the network, longest first."""
    return ManagedNetwork.objects.filter(network=network).select_related("user").order_by("since", "pk")
