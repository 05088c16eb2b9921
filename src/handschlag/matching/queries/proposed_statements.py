"""Sentences that a new profile could begin with: from the organisation's entry and its joint projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import F

from handschlag.common.language import pick
from handschlag.directory.models import Actor, Project
from handschlag.directory.queries.projects import public_projects
from handschlag.directory.queries.public import is_public
from handschlag.matching.models import Direction, Participant
from handschlag.matching.rules.profile import EACH, LONGEST


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedStatement:
    """A sentence with where it is from: the entry of the organisation, or a project in which it took part."""

    key: str
    direction: str
    text: str
    actor: Actor
    project: Project | None = None


_PROJECTS: Final = EACH  # the newest


def proposed_statements(me: Participant) -> tuple[ProposedStatement, ...]:
    """In the order of the entry, then projects as offers; none for who has a profile."""
    actor = me.registration.actor
    if me.described_at is not None or actor is None or not is_public(actor):
        return ()
    return (*_of_entry(actor), *_of_projects(actor))


def _of_entry(actor: Actor) -> Iterator[ProposedStatement]:
    for one in actor.statements.all():
        yield ProposedStatement(
            key=f"s{one.pk}",
            direction=one.direction,
            text=(pick(one.text_de, one.text_en) or one.text_de or one.text_en)[:LONGEST],
            actor=actor,
        )


def _of_projects(actor: Actor) -> Iterator[ProposedStatement]:
    newest = F("starts_on").desc(nulls_last=True)
    for one in public_projects(actor).order_by(newest, "pk")[:_PROJECTS]:
        title = pick(one.title_de, one.title_en) or one.title_de or one.title_en
        yield ProposedStatement(
            key=f"p{one.pk}", direction=Direction.OFFER.value, text=title[:LONGEST], actor=actor, project=one
        )
