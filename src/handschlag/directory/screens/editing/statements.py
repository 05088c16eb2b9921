"""What an actor offers and seeks: the list, and one statement as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from handschlag.accounts.rules.policy import Subject
from handschlag.directory.models import Actor
from handschlag.directory.queries.names import names_in
from handschlag.directory.rules.contents import ActorContent
from handschlag.directory.rules.provenance import etag_of
from handschlag.directory.rules.sections import Section
from handschlag.directory.screens.editing import entry_labels
from handschlag.directory.screens.editing.section import crumbs_of, words_of_saving


def statements_screen(by: Subject, actor: Actor, section: Section, content: ActorContent) -> dict[str, Any]:
    """The statements with their concepts in words; `seen` is the mark of how they stand now."""
    names = names_in([content])
    return {
        "actor": actor,
        "crumbs": crumbs_of(actor, entry_labels.section("statements")),
        "rows": [
            (said, [names.concepts.get(code, code) for code in said.concepts]) for said in content.statements
        ],
        "seen": etag_of(content, section.facts),
        "way": words_of_saving(by, actor, section)[0],
    }


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
) -> dict[str, Any]:
    """The form for one statement, with the search for concepts that goes with it."""
    way, button = words_of_saving(by, actor, section)
    return {
        "actor": actor,
        "is_new": is_new,
        "crumbs": crumbs_of(actor, entry_labels.section("statements")),
        "form": form,
        "search": search,
        "has_searched": has_searched,
        "has_found": has_found,
        "is_stale": is_stale,
        "way": way,
        "button": button,
    }
