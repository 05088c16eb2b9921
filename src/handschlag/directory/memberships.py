"""Who belongs to a network, and since when; what a network proposes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.models import User, addressee
from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.directory.emails import Letter, address, post, reader
from handschlag.directory.entries import (
    EditRefusal,
    MemberRefusal,
    entered_actors,
    has_entered,
    manages,
    owns_actor,
)
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    MemberProposal,
    MemberProposalState,
    Membership,
    Network,
    Status,
)

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """One page of them, and how many there are of each sort (without the search)."""

    page: Page[Membership]
    open: int
    ended: int


def members_of(network: Network, *, text: str, is_ended: bool, page: int) -> Members:
    """`PAGE` memberships to a page, by name, of actors whose names have all words of `text`."""
    rows = Membership.objects.filter(network=network, actor__merged_into__isnull=True)
    chosen = _narrowed(rows, is_ended=is_ended)
    for word in text.split():
        chosen = chosen.filter(actor__name__icontains=word)
    ordered = chosen.select_related("actor").order_by("actor__name", "pk")
    return Members(
        page=Paginator(ordered, PAGE).get_page(page),
        open=_narrowed(rows, is_ended=False).count(),
        ended=_narrowed(rows, is_ended=True).count(),
    )


def _narrowed(rows: QuerySet[Membership], *, is_ended: bool) -> QuerySet[Membership]:
    return rows.filter(until__isnull=not is_ended)


def open_members(network: Network, ids: list[int]) -> tuple[Membership, ...]:
    """Those of the given memberships that are open, of this network only."""
    rows = Membership.objects.filter(network=network, pk__in=ids, until__isnull=True)
    return tuple(rows.select_related("actor").order_by("actor__name", "pk"))


def open_memberships(actor: Actor) -> QuerySet[Membership]:
    """The networks that the actor is a member of now, by name."""
    rows = Membership.objects.filter(actor=actor, until=None)
    return rows.select_related("network").order_by("network__name")


def proposals_to_decide(by: Subject) -> QuerySet[MemberProposal]:
    """Those that this person may decide: editors all, others those of actors that they entered."""
    rows = MemberProposal.objects.filter(state=MemberProposalState.OPEN).select_related(
        "network", "actor", "by"
    )
    if may(by, Action.DECIDE_MEMBERSHIP):
        return rows
    return rows.filter(actor_id__in=entered_actors(by).values("actor_id"))


def proposals_of(network: Network) -> tuple[MemberProposal, ...]:
    """What a network has proposed and waits for, by name."""
    rows = MemberProposal.objects.filter(network=network, state=MemberProposalState.OPEN)
    return tuple(rows.select_related("actor").order_by("actor__name", "pk"))


MOST_NAMED = 10


def tell_proposed(network: Network, *, actor_ids: Collection[int], now: datetime) -> None:
    """To everybody whose network entered one of the actors: one letter each, however many are proposed."""
    open_ones = Membership.objects.filter(actor_id__in=actor_ids, until__isnull=True, is_origin=True)
    pairs = open_ones.values_list("network__managers__user_id", "actor__name").order_by("actor__name")
    names: dict[int, list[str]] = {}
    for user_id, name in pairs.distinct():
        if user_id is not None:
            names.setdefault(user_id, []).append(name)
    for user in User.objects.filter(pk__in=names, is_active=True).order_by("pk"):
        _tell_owner(user, network, names[user.pk], now=now)


def _tell_owner(user: User, network: Network, names: list[str], *, now: datetime) -> None:
    def write() -> Letter:
        count = len(names)
        subject = ngettext(
            "“%(network)s” would like to name a member of yours",
            "“%(network)s” would like to name %(count)s members of yours",
            count,
        )
        more = _("And %(count)s more.") % {"count": count - MOST_NAMED} if count > MOST_NAMED else ""
        listed = ", ".join(f"“{name}”" for name in names[:MOST_NAMED])
        return Letter(
            subject=subject % {"network": network.name, "count": count},
            paragraphs=(
                _("“%(network)s” proposes these members: %(names)s.")
                % {"network": network.name, "names": listed},
                *((more,) if more else ()),
                _(
                    "Nothing changes until you or an editor agree. After that, the team of "
                    "“%(network)s” may propose changes to the entry. An editor reviews them first."
                )
                % {"network": network.name},
            ),
            url=address("directory:member_proposals"),
            link=_("Accept or decline"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


def tell_member_decided(proposal: MemberProposal, *, by: Subject, now: datetime) -> None:
    """To whoever proposed it."""
    user = reader(proposal.by_id)
    if user is None or user.pk == by.user_id:
        return

    def write() -> Letter:
        names = {"actor": proposal.actor.name, "network": proposal.network.name}
        if proposal.state == MemberProposalState.ACCEPTED:
            subject = _("“%(actor)s” is now a member of “%(network)s”") % names
            text = _(
                "The proposal was accepted. You may propose changes to the entry; an editor reads them first."
            )
        else:
            subject = _("“%(actor)s” does not become a member of “%(network)s”") % names
            text = _(
                "The proposal was declined. It can be made again after 30 days; talk to the "
                "organisation first."
            )
        return Letter(
            subject=subject,
            paragraphs=(text,),
            url=address("directory:manage_members", proposal.network.slug),
            link=_("The members of the network"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


A_NO_HOLDS = timedelta(days=30)


@transaction.atomic
def add_member(
    *,
    network_id: int,
    actor_id: int,
    since: date | None,
    by: Subject,
    now: datetime,
    is_new: bool = False,
) -> Membership | MemberProposal:
    """The actor belongs to the network from that day on; one that others entered is proposed to them."""
    network = _owned_network(network_id, by)
    actor = Actor.objects.filter(pk=actor_id, merged_into__isnull=True).first()
    if actor is None or not (is_new or _is_visible(actor, by)):
        raise Refusal(MemberRefusal.NO_SUCH_ACTOR)
    if not is_new and _is_of_others(actor, by):
        proposal = propose(network, actor, since=since, by=by, now=now)
        tell_proposed(network, actor_ids=[actor.pk], now=now)
        return proposal
    open_ones = MemberProposal.objects.filter(network=network, actor=actor, state=MemberProposalState.OPEN)
    open_ones.update(state=MemberProposalState.ACCEPTED, decided_at=now, decided_by_id=by.user_id)
    return begin(network.pk, actor.pk, since=since, is_origin=is_new, by=by, now=now)


def begin(
    network_id: int, actor_id: int, *, since: date | None, is_origin: bool, by: Subject, now: datetime
) -> Membership:
    """The actor is a member; whoever calls this has made sure that it may be."""
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                network_id=network_id, actor_id=actor_id, since=since, is_origin=is_origin
            )
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_MEMBER) from error
    _note(membership, "added", by=by, now=now)
    documents.refresh(network_ids=[network_id], actor_ids=[actor_id])
    return membership


def propose(
    network: Network, actor: Actor, *, since: date | None, by: Subject, now: datetime
) -> MemberProposal:
    """Nothing changes until the actor's own people or an editor agree; a no holds for a while."""
    if Membership.objects.filter(network=network, actor=actor, until__isnull=True).exists():
        raise Refusal(MemberRefusal.ALREADY_MEMBER)
    before = MemberProposal.objects.filter(network=network, actor=actor)
    if before.filter(state=MemberProposalState.DECLINED, decided_at__gt=now - A_NO_HOLDS).exists():
        raise Refusal(MemberRefusal.DECLINED_LATELY)
    try:
        with transaction.atomic():
            proposal = MemberProposal.objects.create(
                network=network, actor=actor, since=since, by_id=by.user_id, at=now
            )
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_PROPOSED) from error
    changes = {"network": [None, network.pk], "actor": [None, actor.pk]}
    audit.record(verb="member.proposed", target=proposal, by_id=by.user_id, now=now, changes=changes)
    return proposal


def _is_of_others(actor: Actor, by: Subject) -> bool:
    """Whether others have to agree before this person's network names the actor as its member."""
    return not may(by, Action.PUBLISH_ACTOR) and not has_entered(by, actor.pk)


def _is_visible(actor: Actor, by: Subject) -> bool:
    """Nobody learns of a draft of others by making it a member."""
    return actor.status == Status.PUBLISHED or may(by, Action.PUBLISH_ACTOR) or owns_actor(by, actor.pk)


def _owned_network(network_id: int, by: Subject) -> Network:
    network = Network.objects.filter(pk=network_id).first()
    if network is None:
        raise Refusal(EditRefusal.GONE)
    require(by, Action.EDIT_MEMBERSHIP, owns=manages(by, network.pk))
    return network


@transaction.atomic
def end_members(
    *, network_id: int, membership_ids: Iterable[int], until: date, by: Subject, now: datetime
) -> int:
    """These memberships end on that day: all of them, or none and the reason why."""
    network = _owned_network(network_id, by)
    rows = list(Membership.objects.select_for_update().filter(network=network, pk__in=list(membership_ids)))
    if not rows or any(row.until is not None for row in rows):
        raise Refusal(MemberRefusal.NOT_OPEN)
    early = [row for row in rows if row.since is not None and row.since > until]
    if early:
        raise Refusal(MemberRefusal.ENDS_BEFORE_IT_BEGINS, membership_ids=[row.pk for row in early])
    for row in rows:
        row.until = until
        row.save(update_fields=["until"])
        _note(row, "ended", by=by, now=now)
    documents.refresh(network_ids=[network.pk], actor_ids=[row.actor_id for row in rows])
    return len(rows)


@transaction.atomic
def reopen_member(*, network_id: int, membership_id: int, by: Subject, now: datetime) -> Membership:
    """A membership that had ended goes on as if it had not."""
    network = _owned_network(network_id, by)
    row = Membership.objects.select_for_update().filter(network=network, pk=membership_id).first()
    if row is None or row.until is None:
        raise Refusal(MemberRefusal.NOT_OPEN)
    row.until = None
    try:
        with transaction.atomic():
            row.save(update_fields=["until"])
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_MEMBER) from error
    _note(row, "reopened", by=by, now=now)
    documents.refresh(network_ids=[network.pk], actor_ids=[row.actor_id])
    return row


def mark_of(membership: Membership) -> str:
    """A form sends back the dates that it showed."""
    return f"{membership.since or ''}/{membership.until or ''}"


@transaction.atomic
def set_dates(
    *,
    network_id: int,
    membership_id: int,
    since: date | None,
    until: date | None,
    seen: str,
    by: Subject,
    now: datetime,
) -> Membership:
    """A membership began and ended on these days; without an end it goes on."""
    network = _owned_network(network_id, by)
    row = Membership.objects.select_for_update().filter(network=network, pk=membership_id).first()
    if row is None:
        raise Refusal(MemberRefusal.NOT_OPEN)
    if mark_of(row) != seen:
        raise Refusal(EditRefusal.STALE)
    if since is not None and until is not None and since > until:
        raise Refusal(MemberRefusal.ENDS_BEFORE_IT_BEGINS, membership_ids=[row.pk])
    changes = {"since": [_iso(row.since), _iso(since)], "until": [_iso(row.until), _iso(until)]}
    row.since, row.until = since, until
    try:
        with transaction.atomic():
            row.save(update_fields=["since", "until"])
    except IntegrityError as error:
        raise Refusal(MemberRefusal.ALREADY_MEMBER) from error
    audit.record(verb="dated", target=row, by_id=by.user_id, now=now, changes=changes)
    documents.refresh(network_ids=[network.pk], actor_ids=[row.actor_id])
    return row


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _note(membership: Membership, verb: str, *, by: Subject, now: datetime) -> None:
    audit.record(verb=verb, target=membership, by_id=by.user_id, now=now, changes=describe(membership))


def describe(membership: Membership) -> dict[str, Any]:
    """What the audit trail says of a membership."""
    return {
        "network": [None, membership.network_id],
        "actor": [None, membership.actor_id],
        "until": [None, _iso(membership.until)],
    }
