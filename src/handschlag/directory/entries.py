"""Entries of the three kinds: what they say, who looks after them, and how a change of theirs goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common.language import pick
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.directory.contents import (
    ActorContent,
    Content,
    Figure,
    GeoPoint,
    InProgramme,
    Kind,
    LabelHeld,
    NetworkContent,
    ReviewMode,
    Section,
    Sourced,
    StatementData,
    StoryContent,
    of_json,
    way_of,
    with_changes_applied,
)
from handschlag.directory.models import (
    LIVE,
    Actor,
    Concept,
    Field,
    Land,
    ManagedNetwork,
    Membership,
    Network,
    Proposal,
    Revision,
    Status,
    Story,
)
from handschlag.programmes.models import Programme


class EditRefusal(Reason):
    STALE = "stale", _("Someone has changed this in the meantime. Check it again.")
    GONE = "gone", _("This entry has been deleted.")
    NO_SOURCE = "no_source", _("Enter where this can be found, so that others can check it.")
    ROR_TAKEN = "ror_taken", _("Another actor has this ROR id. It may be the same organisation.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("This has already been decided. Check the status of the entry."),
    )
    NOT_ENOUGH = "not_enough", _("A required field is missing.")
    NO_SUCH_REVISION = "no_such_revision", _("There is no such version of this entry.")


class MemberRefusal(Reason):
    ALREADY_MEMBER = "already_member", _("This actor is already a member.")
    NOT_OPEN = "not_open", _("This membership has been changed in the meantime. Check the list again.")
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins", _("A membership cannot end before it begins.")
    NO_SUCH_ACTOR = "no_such_actor", _("This actor has been deleted.")
    ALREADY_PROPOSED = (
        "already_proposed",
        _("This actor has already been proposed. There is no answer yet."),
    )
    DECLINED_LATELY = (
        "declined_lately",
        _("This membership was declined within the last 30 days. Talk to the organisation first."),
    )
    DECIDED = "decided", _("This proposal has been decided or withdrawn already.")


class TeamRefusal(Reason):
    ALREADY_MANAGES = "already_manages", _("This person already manages the network.")
    ALREADY_INVITED = (
        "already_invited",
        _("An invitation has already been sent. Withdraw it to send a new one."),
    )
    TOO_MANY = "too_many", _("Twenty invitations are still open. Wait for answers or withdraw some.")
    NOT_WAITING = "not_waiting", _("This invitation has already been accepted or withdrawn.")
    LAST_MANAGER = "last_manager", _("Then nobody would manage the network.")
    NOT_A_MANAGER = "not_a_manager", _("This person no longer manages the network.")


class MergeRefusal(Reason):
    SAME = "same", _("An actor cannot be merged with itself.")
    MERGED_ALREADY = "merged_already", _("One of the two has been merged already.")
    STALE = "stale", _("One of the two has been changed in the meantime. Check both again.")
    CHANGED_SINCE = "changed_since", _("The merge cannot be undone: something has been changed since.")
    UNDONE_ALREADY = "undone_already", _("This merge has been undone already.")
    TWO_ROR_IDS = "two_ror_ids", _("The two have different ROR ids: they are two organisations.")
    KEPT_IS_NOT_PUBLIC = (
        "kept_is_not_public",
        _("Keep the published one of the two, so that its page stays."),
    )


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


Entry = Network | Actor | Story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sort:
    """What a kind of entry is made of, and which of the policy's actions it needs."""

    model: type[Entry]
    shape: type[Content]
    edit: Action
    publish: Action


SORTS: dict[Kind, _Sort] = {
    Kind.NETWORK: _Sort(
        model=Network, shape=NetworkContent, edit=Action.EDIT_NETWORK, publish=Action.PUBLISH_NETWORK
    ),
    Kind.ACTOR: _Sort(model=Actor, shape=ActorContent, edit=Action.EDIT_ACTOR, publish=Action.PUBLISH_ACTOR),
    Kind.STORY: _Sort(model=Story, shape=StoryContent, edit=Action.WRITE_STORY, publish=Action.PUBLISH_STORY),
}


def kind_of(entry: Entry) -> Kind:
    """Whether an entry is a network, an actor or a story."""
    return Kind(str(entry._meta.model_name))  # noqa: SLF001 - Django documents it as public


def content_of(entry: Entry) -> Content:
    """Everything that an entry says, as a value."""
    if isinstance(entry, Network):
        return _network_content(entry)
    return actor_content(entry) if isinstance(entry, Actor) else _story_content(entry)


def _spot_of(entry: Network | Actor) -> GeoPoint:
    return GeoPoint(
        place=entry.place,
        land=entry.land_id or "",
        district=entry.district_id or "",
        latitude=entry.latitude,
        longitude=entry.longitude,
    )


def _network_content(network: Network) -> NetworkContent:
    return NetworkContent(
        kind=network.kind,
        name=network.name,
        short_name=network.short_name,
        umbrella=network.umbrella_id,
        spot=_spot_of(network),
        founded=network.founded,
        management_body=network.management_body,
        website=network.website,
        contact_email=network.contact_email,
        contact_phone=network.contact_phone,
        street=network.street,
        legal_form=network.legal_form,
        standing=network.standing,
        standing_since=network.standing_since,
        successor=network.successor_id,
        wikidata_id=network.wikidata_id,
        euid=network.euid,
        pic=network.pic,
        description_de=network.description_de,
        description_en=network.description_en,
        fields=tuple(sorted(field.pk for field in network.fields.all())),
        programmes=programmes_of(network),
        labels=labels_of(network),
        member_figures=figures_of(network),
        sources=tuple(
            Sourced(
                fact=row.fact,
                source=row.source,
                seen_on=row.seen_on,
                basis=row.basis,
                source_kind=row.source_kind,
                copied_on=row.copied_on,
            )
            for row in sorted(network.sources.all(), key=lambda row: (row.fact, row.source))
        ),
    )


def programmes_of(network: Network) -> tuple[InProgramme, ...]:
    """The programmes that a network is or was in, by id of the programme."""
    rows = sorted(network.in_programmes.all(), key=lambda row: row.programme_id)
    return tuple(
        InProgramme(
            programme=row.programme_id, since=row.since, until=row.until, is_year_only=row.is_year_only
        )
        for row in rows
    )


def labels_of(network: Network) -> tuple[LabelHeld, ...]:
    """The labels that a network holds or held, the latest award first."""
    rows = sorted(network.labels.all(), key=lambda row: (row.awarded_on, row.level), reverse=True)
    return tuple(
        LabelHeld(
            level=row.level,
            awarded_on=row.awarded_on,
            valid_until=row.valid_until,
            is_year_only=row.is_year_only,
        )
        for row in rows
    )


def figures_of(network: Network) -> tuple[Figure, ...]:
    """The numbers of members over the years, the latest first and those without a year last."""
    rows = sorted(network.member_figures.all(), key=lambda row: (row.year or 0, row.members), reverse=True)
    return tuple(
        Figure(
            members=row.members,
            year=row.year,
            share_small=row.share_small,
            share_large=row.share_large,
            share_research=row.share_research,
            note_de=row.note_de,
            note_en=row.note_en,
            source=row.source,
        )
        for row in rows
    )


def actor_content(actor: Actor) -> ActorContent:
    """What an actor says, its statements in their own order; memberships are no part of it."""
    statements = sorted(actor.statements.all(), key=lambda row: (row.position, row.pk))
    return ActorContent(
        kind=actor.kind,
        name=actor.name,
        is_sme=actor.is_sme,
        employees=actor.employees,
        parent=actor.parent_id,
        spot=_spot_of(actor),
        website=actor.website,
        ror_id=actor.ror_id,
        wikidata_id=actor.wikidata_id,
        euid=actor.euid,
        pic=actor.pic,
        description_de=actor.description_de,
        description_en=actor.description_en,
        fields=tuple(sorted(field.pk for field in actor.fields.all())),
        statements=tuple(
            StatementData(
                direction=row.direction,
                text_de=row.text_de,
                text_en=row.text_en,
                concepts=tuple(sorted(concept.pk for concept in row.concepts.all())),
            )
            for row in statements
        ),
    )


def _story_content(story: Story) -> StoryContent:
    return StoryContent(
        kind=story.kind,
        day=story.day,
        title_de=story.title_de,
        text_de=story.text_de,
        title_en=story.title_en,
        text_en=story.text_en,
        actors=tuple(sorted(actor.pk for actor in story.actors.all())),
    )


def read(kind: Kind, data: dict[str, Any]) -> Content:
    """A content as a revision keeps it."""
    return of_json(SORTS[kind].shape, data)


def live_proposal(kind: Kind, object_id: int) -> Proposal | None:
    """The changes of an entry that wait for an editor, or were returned by one."""
    return Proposal.objects.filter(kind=kind.value, object_id=object_id, state__in=LIVE).first()


def revision(kind: Kind, object_id: int, number: int) -> Revision | None:
    """The version of an entry with this number, or None."""
    return Revision.objects.filter(kind=kind.value, object_id=object_id, number=number).first()


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


def needs_source(entry: Entry, section: Section) -> bool:
    """An invented network needs none for what is invented."""
    return section.needs_source and isinstance(entry, Network) and not entry.is_demo


def way_for(by: Subject, entry: Entry, section: Section) -> ReviewMode:
    """Whether this person's change of one section is published at once or reviewed first."""
    return ways_for(by, entry, (section,))[section.name]


def ways_for(by: Subject, entry: Entry, sections: Iterable[Section]) -> dict[str, ReviewMode]:
    """The way of each section, by name."""
    is_public = entry.status == Status.PUBLISHED
    may_publish = may(by, SORTS[kind_of(entry)].publish)
    is_others = is_public and not may_publish and isinstance(entry, Actor) and is_reviewed(by, entry.pk)
    return {
        one.name: way_of(one, is_public=is_public, may_publish=may_publish, is_others=is_others)
        for one in sections
    }


def shown_to(by: Subject, entry: Entry, content: Content) -> Content:
    """What a form shows: managers go on from what they proposed, editors from what is published.

    What strangers propose is nobody's draft: only an editor makes it public.
    """
    kind = kind_of(entry)
    if may(by, SORTS[kind].publish):
        return content
    proposal = live_proposal(kind, entry.pk)
    if proposal is None or proposal.by_id is None:
        return content
    return with_changes_applied(content, proposal.changes)


class ClaimRefusal(Reason):
    CLAIMED = "claimed", _("Someone manages this page already. Ask them for an invitation.")
    NOT_ITS_DOMAIN = (
        "not_its_domain",
        _("This address is not at the network’s own domain. Use another one, or ask the editors."),
    )
    WAITS = "waits", _("A change of this fact is waiting for the editors already.")
    PAGE_WAITS = "page_waits", _("A change of this page is waiting for the editors. Please try again later.")
    FULL = "full", _("Too many corrections are waiting. Please try again later.")
