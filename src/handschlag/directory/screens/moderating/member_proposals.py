"""Memberships that other networks propose: the list, and the page on which one is decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.times import format_short_date
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import MemberProposal
from handschlag.directory.queries.member_proposals import PAGE, proposals_to_decide
from handschlag.directory.screens.editing.content_texts import day
from handschlag.directory.screens.editing.network_entry import public_url
from handschlag.directory.screens.moderating.queue import tabs


@dataclass(frozen=True, slots=True, kw_only=True)
class _MemberProposalRow:
    actor: str
    network: str
    who: str
    asked: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MemberProposalsScreen:
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Link, ...]
    rows: tuple[_MemberProposalRow, ...]
    total: int
    pages: Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _MemberProposalScreen:
    crumbs: tuple[Crumb, ...]
    actor: str
    actor_url: str
    network: str
    network_url: str
    since: str
    who: str
    asked: str


def member_proposals_screen(by: Subject, *, page: int) -> _MemberProposalsScreen:
    is_editor = may(by, Action.DECIDE_MEMBERSHIP)
    paginator = Paginator(proposals_to_decide(by), PAGE)
    shown = paginator.get_page(page)
    return _MemberProposalsScreen(
        crumbs=() if is_editor else (_desk(), Crumb(_("Proposed members"))),
        tabs=tabs("member_proposals") if is_editor else (),
        rows=tuple(
            _MemberProposalRow(
                actor=row.actor.name,
                network=row.network.name,
                who=_who(row),
                asked=format_short_date(row.at),
                url=reverse("directory:member_proposal", args=[row.pk]),
            )
            for row in shown.object_list
        ),
        total=paginator.count,
        pages=Pages(number=shown.number, count=paginator.num_pages),
    )


def member_proposal_screen(row: MemberProposal) -> _MemberProposalScreen:
    here = Crumb(_("Proposed members"), reverse("directory:member_proposals"))
    return _MemberProposalScreen(
        crumbs=(_desk(), here, Crumb(row.actor.name)),
        actor=row.actor.name,
        actor_url=public_url(row.actor),
        network=row.network.name,
        network_url=public_url(row.network),
        since=day(row.since) if row.since else "",
        who=_who(row),
        asked=format_short_date(row.at),
    )


def _desk() -> Crumb:
    return Crumb(_("Your networks"), reverse("directory:manage"))


def _who(row: MemberProposal) -> str:
    return (row.by.name or row.by.email) if row.by else ""
