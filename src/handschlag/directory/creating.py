"""New entries: networks by editors, members and news by those who look after a network, suggestions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.names import folded_name, free_slug, slug_of
from handschlag.common.refusals import Refusal
from handschlag.directory.contents import ActorContent, Kind, NetworkContent, StoryContent
from handschlag.directory.entries import EditRefusal, manages
from handschlag.directory.index import documents
from handschlag.directory.memberships import add_member
from handschlag.directory.models import Actor, Network, Proposal, ProposalState, Revision, Status, Story
from handschlag.directory.models.editing import LIVE
from handschlag.directory.similar_actors import bare_name
from handschlag.directory.versions import columns, is_taken, record_new, write_related

SHORTEST: Final = 3
MOST_WAITING: Final = 500  # a flood from an open form leaves room for the editors' work
# What people write who come for themselves.
NONE: Final = frozenset(
    {"privat", "privatperson", "private", "keine", "none", "freiberuflich", "selbststaendig"}
)
LEARNED: Final = ("universitaet", "hochschule", "university", "fachhochschule")


def is_suggestable(name: str, *, person: str = "") -> bool:
    """Whether these words can name an organisation: not the person, and not that there is none."""
    plain = folded_name(name).strip()
    return sum(sign.isalpha() for sign in plain) >= SHORTEST and plain not in {
        *NONE,
        folded_name(person).strip(),
    }


def kind_guessed(name: str) -> str:
    """A first guess that the editor sees and corrects."""
    plain = folded_name(name).strip()
    if any(word in plain for word in LEARNED):
        return "university"
    if "institut" in plain:
        return "research"
    return "company" if bare_name(name) != plain else "other"


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


def suggest_actor(*, name: str, is_demo: bool, by: Subject, now: datetime) -> Actor | None:
    """The organisation is in review; nothing happens where one is called so, whatever became of it.

    What an editor returned or archived is not suggested once more.
    """
    require(by, Action.REGISTER)
    waiting = Proposal.objects.filter(kind=Kind.ACTOR.value, state=ProposalState.OPEN, by=None)
    if _is_there(name) or waiting.count() >= MOST_WAITING:
        return None
    content = ActorContent(kind=kind_guessed(name), name=name)
    try:
        with transaction.atomic():
            actor = Actor.objects.create(
                slug=new_slug(Actor, name), is_demo=is_demo, status=Status.IN_REVIEW, **columns(content)
            )
            write_related(actor, content)
            Proposal.objects.create(kind=Kind.ACTOR.value, object_id=actor.pk, by_id=None, at=now)
            record_new(actor, by=by, now=now)
    except IntegrityError:  # somebody of the same organisation was faster
        return None
    return actor


@transaction.atomic
def take_back(*, name: str, now: datetime) -> bool:
    """Whoever suggested an organisation is erased, and nobody else named it: what waits for editors goes.

    What editors have changed, published or archived is theirs and stays. Needs no right of its own: it is a
    part of erasing.
    """
    made = Proposal.objects.filter(kind=Kind.ACTOR.value, by=None, state__in=LIVE).values("object_id")
    rows = Actor.objects.filter(pk__in=made, version=1, memberships=None, merged_into=None)
    waiting = rows.filter(status__in=(Status.DRAFT, Status.IN_REVIEW)).select_for_update(of=("self",))
    gone = {actor.pk: actor for actor in waiting if bare_name(actor.name) == bare_name(name)}
    for pk, actor in gone.items():
        audit.record(verb="taken_back", target=actor, by_id=None, now=now)
        for model in (Proposal, Revision):
            model.objects.filter(kind=Kind.ACTOR.value, object_id=pk).delete()
        actor.delete()
    if gone:
        documents.refresh(actor_ids=list(gone))
    return bool(gone)


def _is_there(name: str) -> bool:
    """Whether an actor in any state is called so, but for its legal form, case and accents."""
    wanted = bare_name(name)
    longest = max(name.split(), key=len, default="")
    alike = Actor.objects.filter(name__icontains=longest).values_list("name", flat=True)
    return any(bare_name(one) == wanted for one in alike)
