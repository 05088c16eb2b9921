"""The page from which an actor's entry is looked after."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Membership
from handschlag.directory.screens.editing.content_texts import day
from handschlag.directory.screens.editing.network_entry import (
    EntryState,
    SectionView,
    entry_state,
    sections_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Belongs:
    """A network that the actor is a member of."""

    network: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ActorDesk:
    name: str
    crumbs: tuple[Crumb, ...]
    state: EntryState
    sections: tuple[SectionView, ...]
    memberships: tuple[_Belongs, ...]
    is_reviewed: bool


def actor_screen(by: Subject, actor: Actor, *, is_reviewed: bool) -> _ActorDesk:
    rows = Membership.objects.filter(actor=actor, until=None).select_related("network")
    return _ActorDesk(
        name=actor.name,
        crumbs=(Crumb(_("Your networks"), reverse("directory:manage")), Crumb(actor.name)),
        state=entry_state(by, actor),
        sections=sections_of(by, actor, "directory:edit_actor"),
        memberships=tuple(
            _Belongs(network=row.network.name, since=day(row.since) if row.since else "")
            for row in rows.order_by("network__name")
        ),
        is_reviewed=is_reviewed,
    )
