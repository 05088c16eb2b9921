"""What pages of imports say of catalogues: what will be a draft, what was passed over, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from handschlag.directory.models import Import, ImportAction
from handschlag.directory.queries.importing.waiting import waiting_of
from handschlag.directory.screens import texts

_PASSED_OVER: Final = {
    "abroad": ngettext_lazy(
        "%(n)s line is of an organisation outside Germany and is not taken.",
        "%(n)s lines are of organisations outside Germany and are not taken.",
        "number",
    ),
    "single": ngettext_lazy(
        "%(n)s line has no joint project; only its organisation is imported.",
        "%(n)s lines have no joint project; only their organisations are imported.",
        "number",
    ),
    "repeated": ngettext_lazy(
        "%(n)s line duplicates an earlier one.", "%(n)s lines duplicate earlier ones.", "number"
    ),
}


def of_catalogue(row: Import) -> tuple[str, ...]:
    """What follows from applying, and which lines are not taken."""
    counts, found = row.counts, []
    if counts[ImportAction.NEW]:
        found.append(
            _("New organisations are drafts: the public sees them once an editor has published them.")
        )
    if counts["projects"]:
        found.append(_("New joint projects are drafts too; they are published together, after applying."))
    if counts.get("taken"):
        found.append(
            _(
                "Known joint projects that you import are changed immediately. Each fact names the file as "
                "its source."
            )
        )
    if counts[ImportAction.CHANGED]:
        found.append(_("Existing entries only get missing facts; existing facts are not changed."))
    return (*found, *_passed_over(counts))


def _passed_over(counts: Mapping[str, Any]) -> list[str]:
    shown = ((counts.get(name, 0), words) for name, words in _PASSED_OVER.items())
    return [
        words % {"number": number, "n": number_format(number, force_grouping=True)}
        for number, words in shown
        if number
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What the import brought and the public does not see yet."""

    actors: int
    projects: int
    queue_url: str


def drafts_of(row: Import) -> Drafts | None:
    """How many actors and projects of this import wait to be published; none if nothing does."""
    waiting = waiting_of(row)
    if not waiting.actors and not waiting.projects:
        return None
    return Drafts(actors=waiting.actors, projects=waiting.projects, queue_url=reverse("directory:moderation"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """An organisation's part in one project, as a row of the check shows it."""

    title: str
    about: str


def part_lines(parts: Sequence[Mapping[str, Any]]) -> tuple[PartLine, ...]:
    """A line for each project, named by its acronym or else its title, with its grant and its dates."""
    return tuple(
        PartLine(
            title=part["acronym"] or part["title_de"] or part["title_en"],
            about=", ".join(filter(None, (part["grant"], span(part["starts_on"], part["ends_on"])))),
        )
        for part in parts
    )


def span(starts: str, ends: str) -> str:
    """From when to when, of days written as YYYY-MM-DD; an empty one is not known."""
    return texts.span(*(date.fromisoformat(one) if one else None for one in (starts, ends)))
