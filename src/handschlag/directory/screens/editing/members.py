"""The members of a network: the list, adding one, ending memberships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.times import format_short_date
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import Actor, MemberProposal, Membership, Network, Status
from handschlag.directory.queries.candidates import like
from handschlag.directory.queries.managing import entered_actors, managed_ids
from handschlag.directory.queries.member_proposals import proposals_of
from handschlag.directory.queries.members import Members
from handschlag.directory.rules.duplicates import Candidate, DuplicateReason
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing import network_entry as page
from handschlag.directory.screens.editing.content_texts import day
from handschlag.directory.screens.editing.kinds import kind_word

NEW = 0  # the id of an actor that is not there yet


@dataclass(frozen=True, slots=True, kw_only=True)
class _MemberRow:
    pk: int
    name: str
    url: str
    kind: str
    place: str
    status: str
    since: str
    until: str
    dates_url: str
    reopen_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProposedRow:
    """An actor that others keep, who have not agreed yet."""

    name: str
    url: str
    since: str
    asked: str
    withdraw_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MembersScreen:
    name: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Link, ...]
    switch: tuple[Link, ...]
    proposed: tuple[_ProposedRow, ...]
    rows: tuple[_MemberRow, ...]
    pages: Pages
    total: int
    text: str
    is_ended: bool
    add_url: str
    import_url: str
    end_url: str


def _member_row(row: Membership) -> _MemberRow:
    args = [row.network.slug, row.pk]
    return _MemberRow(
        pk=row.pk,
        name=row.actor.name,
        url=reverse("directory:manage_actor", args=[row.actor.slug]),
        kind=kind_word(row.actor.kind),
        place=row.actor.place,
        status="" if row.actor.status == Status.PUBLISHED else entry_labels.status(row.actor.status),
        since=day(row.since) if row.since else "",
        until=day(row.until) if row.until else "",
        dates_url=reverse("directory:member_dates", args=args),
        reopen_url=reverse("directory:reopen_member", args=args) if row.until else "",
    )


def _proposed_row(row: MemberProposal) -> _ProposedRow:
    return _ProposedRow(
        name=row.actor.name,
        url=page.public_url(row.actor),
        since=day(row.since) if row.since else "",
        asked=format_short_date(row.at),
        withdraw_url=reverse("directory:withdraw_member", args=[row.pk]),
    )


def members_screen(network: Network, found: Members, *, text: str, is_ended: bool) -> _MembersScreen:
    here = reverse("directory:manage_members", args=[network.slug])
    for row in found.rows:
        row.network = network
    return _MembersScreen(
        name=network.name,
        crumbs=page.crumbs(network, Crumb(_("Members"))),
        tabs=page.tabs(network, "manage_members"),
        switch=(
            Link(label=_("Open (%(n)s)") % {"n": found.open}, url=here, is_current=not is_ended),
            Link(label=_("Ended (%(n)s)") % {"n": found.ended}, url=f"{here}?ended=1", is_current=is_ended),
        ),
        proposed=() if is_ended else tuple(map(_proposed_row, proposals_of(network))),
        rows=tuple(map(_member_row, found.rows)),
        pages=Pages(
            number=found.number,
            count=found.pages,
            query=urlencode({**({"q": text} if text else {}), **({"ended": 1} if is_ended else {})}),
        ),
        total=found.total,
        text=text,
        is_ended=is_ended,
        add_url=reverse("directory:add_member", args=[network.slug]),
        import_url=f"{reverse('directory:new_import')}?{urlencode({'into': f'network:{network.pk}'})}",
        end_url=reverse("directory:end_members", args=[network.slug]),
    )


REASONS = {
    DuplicateReason.SAME_ROR: lambda: _("the same ROR id"),
    DuplicateReason.SAME_NAME: lambda: _("the same name, apart from the legal form"),
    DuplicateReason.SAME_NAME_ELSEWHERE: lambda: _("the same name in another place"),
    DuplicateReason.SIMILAR_NAME: lambda: _("a similar name"),
    DuplicateReason.SAME_WEBSITE: lambda: _("the same website"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyActor:
    """An actor that is there already and may be meant."""

    pk: int
    name: str
    place: str
    kind: str
    reasons: tuple[str, ...]
    is_member: bool
    is_of_others: bool
    url: str


def likely_actors(network: Network | None, new: Candidate, by: Subject) -> tuple[LikelyActor, ...]:
    """Actors that may be the new one: those that are public, or of this person's own networks."""
    public = Actor.objects.filter(status=Status.PUBLISHED)
    if may(by, Action.PUBLISH_ACTOR):
        seen = Actor.objects.all()
    else:
        own = Actor.objects.filter(memberships__network_id__in=managed_ids(by)).values("pk")
        seen = public | Actor.objects.filter(pk__in=own)
    found = like(new, seen)
    ids = [one.second if one.first == new.id else one.first for one in found]
    actors = Actor.objects.in_bulk(ids)
    entered = set(entered_actors(by).filter(actor_id__in=ids).values_list("actor_id", flat=True))
    is_editor = may(by, Action.PUBLISH_ACTOR)
    members = set(
        Membership.objects.filter(network=network, until=None, actor_id__in=ids).values_list(
            "actor_id", flat=True
        )
    )
    return tuple(
        LikelyActor(
            pk=pk,
            name=actors[pk].name,
            place=actors[pk].place,
            kind=kind_word(actors[pk].kind),
            reasons=tuple(REASONS[reason]() for reason in one.reasons),
            is_member=pk in members,
            is_of_others=not is_editor and pk not in entered,
            url=page.public_url(actors[pk]),
        )
        for pk, one in zip(ids, found, strict=True)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _AddScreen:
    network: str
    crumbs: tuple[Crumb, ...]
    find: forms.Form
    is_asked: bool
    proposed: tuple[LikelyActor, ...]
    since: forms.Form
    new: forms.Form | None
    is_public_at_once: bool


def add_screen(
    network: Network,
    by: Subject,
    *,
    find: forms.Form,
    since: forms.Form,
    new: forms.Form | None,
    name: str,
) -> _AddScreen:
    members = Crumb(_("Members"), reverse("directory:manage_members", args=[network.slug]))
    return _AddScreen(
        network=network.name,
        crumbs=page.crumbs(network, members, Crumb(_("Add a member"))),
        find=find,
        is_asked=bool(name),
        proposed=likely_actors(network, Candidate(id=NEW, name=name), by) if name else (),
        since=since,
        new=new,
        is_public_at_once=may(by, Action.PUBLISH_ACTOR),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _EndScreen:
    """The memberships that are about to end, by name, before they do."""

    network: str
    crumbs: tuple[Crumb, ...]
    members: tuple[_MemberRow, ...]
    form: forms.Form
    back_url: str
    faults: tuple[str, ...]


def end_screen(
    network: Network, rows: tuple[Membership, ...], form: forms.Form, faults: tuple[str, ...] = ()
) -> _EndScreen:
    back = reverse("directory:manage_members", args=[network.slug])
    for row in rows:
        row.network = network
    return _EndScreen(
        network=network.name,
        crumbs=page.crumbs(network, Crumb(_("Members"), back), Crumb(_("End memberships"))),
        members=tuple(map(_member_row, rows)),
        form=form,
        back_url=back,
        faults=faults,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _DatesScreen:
    network: str
    actor: str
    crumbs: tuple[Crumb, ...]
    form: forms.Form
    back_url: str


def dates_screen(network: Network, row: Membership, form: forms.Form) -> _DatesScreen:
    back = reverse("directory:manage_members", args=[network.slug])
    return _DatesScreen(
        network=network.name,
        actor=row.actor.name,
        crumbs=page.crumbs(network, Crumb(_("Members"), back), Crumb(row.actor.name)),
        form=form,
        back_url=back,
    )


def early_names(rows: tuple[Membership, ...], until: date) -> tuple[str, ...]:
    """Who began after the day that was typed."""
    return tuple(row.actor.name for row in rows if row.since is not None and row.since > until)
