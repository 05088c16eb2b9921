"""What an actor offers and seeks: the list, and one statement as a form."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Actor, Direction, Status
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.review_modes import way_for
from handschlag.directory.rules.contents import ActorContent
from handschlag.directory.rules.provenance import etag_of
from handschlag.directory.rules.sections import Section
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.section import crumbs_of, home_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatementRow:
    number: int
    direction: str
    text_de: str
    text_en: str
    concepts: tuple[str, ...]
    url: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatementsScreen:
    actor: str
    crumbs: tuple[Crumb, ...]
    rows: tuple[_StatementRow, ...]
    seen: str
    way: str
    add_url: str
    order_url: str
    back_url: str


def _way_words(by: Subject, actor: Actor, section: Section) -> tuple[str, str]:
    """What saving does, and the words on its button."""
    if actor.status != Status.PUBLISHED:
        return str(entry_labels.DRAFT_WAY), _("Save")
    way = way_for(by, actor, section)
    return str(entry_labels.WAYS[way]), str(entry_labels.BUTTONS[way])


def statements_screen(
    by: Subject, actor: Actor, section: Section, content: ActorContent
) -> _StatementsScreen:
    names = names_in([content])
    last = len(content.statements) - 1
    return _StatementsScreen(
        actor=actor.name,
        crumbs=crumbs_of(actor, entry_labels.section("statements")),
        rows=tuple(
            _StatementRow(
                number=number,
                direction=_("Offers") if said.direction == Direction.OFFER else _("Looking for"),
                text_de=said.text_de,
                text_en=said.text_en,
                concepts=tuple(names.concepts.get(code, code) for code in said.concepts),
                url=reverse("directory:edit_statement", args=[actor.slug, number]),
                is_first=number == 0,
                is_last=number == last,
            )
            for number, said in enumerate(content.statements)
        ),
        seen=etag_of(content, section.facts),
        way=_way_words(by, actor, section)[0],
        add_url=reverse("directory:new_statement", args=[actor.slug]),
        order_url=reverse("directory:edit_actor", args=[actor.slug, "statements"]),
        back_url=home_of(actor),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _StatementScreen:
    actor: str
    title: str
    crumbs: tuple[Crumb, ...]
    form: forms.Form
    search: forms.Form
    has_searched: bool
    has_found: bool
    is_stale: bool
    way: str
    button: str
    action_url: str
    back_url: str


def statement_screen(
    by: Subject,
    actor: Actor,
    section: Section,
    *,
    form: forms.Form,
    search: forms.Form,
    is_new: bool,
    has_searched: bool = False,
    has_found: bool = False,
    is_stale: bool = False,
) -> _StatementScreen:
    way, button = _way_words(by, actor, section)
    return _StatementScreen(
        actor=actor.name,
        title=_("A new offer or need") if is_new else _("Change an offer or need"),
        crumbs=crumbs_of(actor, entry_labels.section("statements")),
        form=form,
        search=search,
        has_searched=has_searched,
        has_found=has_found,
        is_stale=is_stale,
        way=way,
        button=button,
        # A list that has changed has other numbers: what was typed becomes a statement of its own.
        action_url=reverse("directory:new_statement", args=[actor.slug]) if is_stale else "",
        back_url=reverse("directory:edit_actor", args=[actor.slug, "statements"]),
    )
