"""Who looks after a network, who is invited, and what it means to remove somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.models import PersonalLink
from handschlag.accounts.rules.policy import Subject
from handschlag.common.times import format_short_date
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.models import Invitation, ManagedNetwork, Network
from handschlag.directory.queries.invitations import waiting_invitations
from handschlag.directory.screens.editing import network_entry as page


@dataclass(frozen=True, slots=True, kw_only=True)
class _Colleague:
    user_id: int
    name: str
    email: str
    since: str
    is_you: bool
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invited:
    email: str
    until: str
    revoke_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _TeamScreen:
    name: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Link, ...]
    colleagues: tuple[_Colleague, ...]
    invited: tuple[_Invited, ...]
    form: forms.Form


def _colleague(row: ManagedNetwork, network: Network, by: Subject) -> _Colleague:
    return _Colleague(
        user_id=row.user_id,
        name=row.user.name or row.user.email,
        email=row.user.email,
        since=format_short_date(row.since),
        is_you=row.user_id == by.user_id,
        remove_url=reverse("directory:remove_colleague", args=[network.slug, row.user_id]),
    )


def team_screen(by: Subject, network: Network, form: forms.Form, *, now: datetime) -> _TeamScreen:
    rows = ManagedNetwork.objects.filter(network=network).select_related("user").order_by("since", "pk")
    return _TeamScreen(
        name=network.name,
        crumbs=page.crumbs(network, Crumb(_("Team"))),
        tabs=page.tabs(network, "manage_team"),
        colleagues=tuple(_colleague(row, network, by) for row in rows),
        invited=tuple(
            _Invited(
                email=row.email,
                until=format_short_date(row.expires_at),
                revoke_url=reverse("directory:revoke_invitation", args=[network.slug, row.pk]),
            )
            for row in waiting_invitations(network.pk, now).order_by("invited_at")
        ),
        form=form,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _RemoveScreen:
    """Before somebody is taken off: what it means, above all for the last one."""

    network: str
    crumbs: tuple[Crumb, ...]
    who: str
    is_you: bool
    is_last: bool
    back_url: str


def remove_screen(by: Subject, network: Network, row: ManagedNetwork) -> _RemoveScreen:
    back = reverse("directory:manage_team", args=[network.slug])
    return _RemoveScreen(
        network=network.name,
        crumbs=page.crumbs(network, Crumb(_("Team"), back), Crumb(_("Remove"))),
        who=row.user.name or row.user.email,
        is_you=row.user_id == by.user_id,
        is_last=ManagedNetwork.objects.filter(network=network).count() == 1,
        back_url=back,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _InvitationScreen:
    """What somebody sees who follows the link in the letter."""

    network: str
    inviter: str
    email: str
    until: str
    is_signed_in: bool
    is_for_you: bool
    sign_in_url: str


def invitation_screen(link: PersonalLink, *, email: str, sign_in_url: str) -> _InvitationScreen | None:
    row = Invitation.objects.select_related("network", "invited_by").filter(link=link).first()
    if row is None:
        return None
    return _InvitationScreen(
        network=row.network.name,
        inviter=row.invited_by.name if row.invited_by else "",
        email=row.email,
        until=format_short_date(row.expires_at),
        is_signed_in=bool(email),
        is_for_you=email == row.email,
        sign_in_url=sign_in_url,
    )
