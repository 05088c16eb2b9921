"""New entries: networks by editors; actors and stories by those who look after a network."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common.refusals import Refusal
from handschlag.common.rules.slugs import free_slug, slug_of
from handschlag.directory.actions.content_rows import columns, write_related
from handschlag.directory.actions.entry_versions import is_taken, record_new
from handschlag.directory.actions.memberships import add_member
from handschlag.directory.models import Actor, Network, Proposal, Status, Story
from handschlag.directory.queries.managing import manages
from handschlag.directory.rules.contents import ActorContent, Kind, NetworkContent, StoryContent
from handschlag.directory.rules.refusals import EditRefusal


def new_slug(model: type[Network | Actor | Story], name: str) -> str:
    """A slug from the name that no row of this model has yet, cut to what the field holds."""
    longest = model._meta.get_field("slug").max_length or 80  # noqa: SLF001 - Django documents it as public
    like = model._default_manager.filter(slug__startswith=slug_of(name, longest=longest - 6))  # noqa: SLF001
    return free_slug(name, frozenset(like.values_list("slug", flat=True)), longest=longest)


@transaction.atomic
def create_network(*, content: NetworkContent, by: Subject, now: datetime) -> Network:
    """A draft that nobody sees but editors."""
    require(by, Action.CREATE_NETWORK)
    slug = new_slug(Network, content.name)
    network = Network.objects.create(slug=slug, status=Status.DRAFT, **columns(content))
    write_related(network, content)
    record_new(network, by=by, now=now)
    return network


@transaction.atomic
def create_actor(
    *, network_id: int, content: ActorContent, since: date | None, by: Subject, now: datetime
) -> Actor:
    """A new member of the network: public at once if an editor made it, otherwise after one has seen it."""
    network = Network.objects.filter(pk=network_id).first()
    if network is None:
        raise Refusal(EditRefusal.GONE)
    require(by, Action.CREATE_ACTOR, owns=manages(by, network.pk))
    actor = Actor(slug=new_slug(Actor, content.name), is_demo=network.is_demo, **columns(content))
    if is_taken(actor, content.ror_id):
        raise Refusal(EditRefusal.ROR_TAKEN)
    is_public = may(by, Action.PUBLISH_ACTOR)
    actor.status = Status.PUBLISHED if is_public else Status.IN_REVIEW
    actor.published_at = now if is_public else None
    actor.save()
    write_related(actor, content)
    if not is_public:
        Proposal.objects.create(kind=Kind.ACTOR.value, object_id=actor.pk, by_id=by.user_id, at=now)
    record_new(actor, by=by, now=now)
    add_member(network_id=network.pk, actor_id=actor.pk, since=since, by=by, now=now, is_new=True)
    return actor


@transaction.atomic
def create_story(*, network_id: int, content: StoryContent, by: Subject, now: datetime) -> Story:
    """A draft of the network's news."""
    network = Network.objects.filter(pk=network_id).first()
    if network is None:
        raise Refusal(EditRefusal.GONE)
    require(by, Action.WRITE_STORY, owns=manages(by, network.pk))
    story = Story.objects.create(
        network=network,
        slug=new_slug(Story, content.title_de),
        is_demo=network.is_demo,
        status=Status.DRAFT,
        **columns(content),
    )
    write_related(story, content)
    record_new(story, by=by, now=now)
    return story
