"""The page from which an actor's entry is looked after."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor
from handschlag.directory.queries.managing import has_entered
from handschlag.directory.queries.members import open_memberships
from handschlag.directory.queries.public import is_public
from handschlag.directory.screens.editing.network_entry import entry_state, sections_of


def actor_screen(by: Subject, actor: Actor, *, is_reviewed: bool) -> dict[str, Any]:
    """What those see who look after the actor: its state, its sections, and open memberships by name."""
    return {
        "actor": actor,
        "crumbs": (Crumb(_("Your networks"), reverse("directory:manage")), Crumb(actor.name)),
        "state": entry_state(by, actor),
        "sections": sections_of(by, actor),
        "memberships": open_memberships(actor),
        "is_reviewed": is_reviewed,
        "has_partners": is_public(actor) and may(by, Action.FIND_PARTNERS, owns=has_entered(by, actor.pk)),
    }
