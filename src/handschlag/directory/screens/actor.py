"""The page of one actor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Direction, Membership, NamedMember
from handschlag.directory.queries import entry_facts
from handschlag.directory.queries.actor_profiles import ActorProfile
from handschlag.directory.queries.public import is_public
from handschlag.directory.screens import (
    kind_labels,
    linked_data,
    provenance,
    related_entries,
    source_words,
    texts,
)
from handschlag.directory.screens.projects import projects_screen
from handschlag.directory.screens.texts import Prose


def actor_screen(profile: ActorProfile, *, today: date) -> dict[str, Any]:
    """What the page of an actor shows; memberships of `today` come first, former ones after them."""
    actor = profile.actor
    current = [one for one in profile.memberships if entry_facts.holds(one.since, one.until, today)]
    return {
        "slug": actor.slug,
        "actor": actor,
        "kind": kind_labels.actor_kind(actor.kind, actor.is_sme),
        "lead": _lead_of(actor),
        "crumbs": _crumbs(actor),
        "about": texts.prose(actor.description_de, actor.description_en),
        "parent": actor.parent if actor.parent and is_public(actor.parent) else None,
        "parts": profile.parts,
        "offers": _statements(actor, Direction.OFFER),
        "needs": _statements(actor, Direction.NEED),
        # Those of today first, then the former ones.
        "memberships": sorted(profile.memberships, key=lambda one: _is_over(one, today)),
        "stories": profile.stories,
        "similar": related_entries.similar_to(actor, current, profile.similar),
        "projects": projects_screen(actor, profile.projects),
        "named_by": [_named(one) for one in profile.named_by],
        "is_named_only": _is_named_only(profile),
        "proofs": () if actor.is_demo else provenance.of_actor(profile.sources),
        "is_demo": actor.is_demo,
        "today": today,
        "linked_data": linked_data.of_actor(actor, list(dict.fromkeys(one.network for one in current))),
    }


def _named(row: NamedMember) -> dict[str, Any]:
    """The network that a source names the actor with, and where that was read."""
    return {
        "network": row.network,
        "words": row.words if "(" in row.words else "",
        "origins": source_words.origins(row.source, source_kind=row.source_kind),
        "when": source_words.copied(row.source_kind, row.copied_on),
    }


def _is_named_only(profile: ActorProfile) -> bool:
    """Nobody has entered anything: all that is known is that sources name it."""
    actor = profile.actor
    is_untouched = actor.version == 1 and not profile.is_written_by_people
    is_untouched = is_untouched and not profile.memberships and not profile.sources
    return (
        bool(profile.named_by)
        and is_untouched
        and not any(entry_facts.statements_of(actor, one) for one in Direction)
    )


def _is_over(one: Membership, today: date) -> bool:
    return one.until is not None and one.until < today


def _crumbs(actor: Actor) -> Sequence[Crumb]:
    trail = [Crumb(_("Actors"), reverse("directory:actors"))]
    if actor.land:
        trail.append(Crumb(actor.land.name, reverse("directory:land", args=[actor.land.slug])))
    return (*trail, Crumb(actor.name))


def _lead_of(actor: Actor) -> str:
    """Small or medium-sized company in Jena, Thüringen."""
    kind = kind_labels.actor_kind(actor.kind, actor.is_sme)
    return _("%(kind)s in %(seat)s") % {"kind": kind, "seat": actor.seat} if actor.seat else kind


def _statements(actor: Actor, direction: Direction) -> list[Prose]:
    return [texts.prose(one.text_de, one.text_en) for one in entry_facts.statements_of(actor, direction)]
