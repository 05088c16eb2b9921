"""What pages of imports say of catalogues: what will be a draft, what was passed over, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from handschlag.directory.models import Import, ImportAction
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


def part_lines(parts: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """A line for each project: its acronym or else its title, and its grant with its dates."""
    return [
        (
            part["acronym"] or part["title_de"] or part["title_en"],
            ", ".join(filter(None, (part["grant"], span(part["starts_on"], part["ends_on"])))),
        )
        for part in parts
    ]


def span(starts: str, ends: str) -> str:
    """From when to when, of days written as YYYY-MM-DD; an empty one is not known."""
    return texts.span(*(date.fromisoformat(one) if one else None for one in (starts, ends)))
