"""What sources say beside the facts: members over the years, projects, and where they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.design.components.parts import Link
from handschlag.directory.models import NamedMember, Network, NetworkStatement
from handschlag.directory.queries import entry_facts
from handschlag.directory.queries.named_members import public_words
from handschlag.directory.queries.profiles import DISPUTED
from handschlag.directory.rules import stated_values
from handschlag.directory.rules.named_members import FACT, name_in
from handschlag.directory.rules.stated import Stated, disagreeing, most_trusted_first
from handschlag.directory.screens import entry_rows, source_words, texts
from handschlag.directory.screens.kind_labels import Word
from handschlag.directory.screens.provenance import FACTS

_HEADINGS: Final[dict[str, Word]] = {
    "topic": gettext_lazy("Topic"),
    "lands_served": gettext_lazy("Region served"),
    "members": gettext_lazy("Members over the years"),
    FACT: gettext_lazy("Organisations named by sources"),
    "project": gettext_lazy("Projects"),
    "event": gettext_lazy("Events"),
    "also_known_as": gettext_lazy("Also known as"),
    "standing": gettext_lazy("History"),
}


def statements(
    network: Network, laender: Mapping[str, str], *, named: Iterable[NamedMember] = ()
) -> list[tuple[str, Sequence[dict[str, Any]]]]:
    """Headings, and under each what sources say with where it stands; `laender` are their names by code.

    Whoever is `named` and has a page is linked; whoever was taken out of the directory is left out.
    """
    rows_of_names = list(named)
    said = list(map(_stated, entry_facts.statements_about(network)))
    years = {one.source: one.value for one in said if one.fact == "members_as_of"}
    found = []
    for fact, heading in _HEADINGS.items():
        ordered = most_trusted_first(one for one in said if one.fact == fact)
        if fact == "members":
            ordered = sorted(ordered, key=lambda one: _year_of(one, years), reverse=True)
        if fact == FACT:
            rows = [_row_of_names(one, rows_of_names) for one in ordered]
        else:
            rows = _once(_row(one, _text_of(one, years, laender)) for one in ordered)
        found.append((str(heading), [row for row in rows if row["text"] or row["names"]]))
    for fact in DISPUTED:
        rows = [_row(one, one.value) for one in disagreeing(said, fact)]
        found.append((_("%(fact)s: sources disagree") % {"fact": FACTS[fact]}, rows))
    return [(heading, rows) for heading, rows in found if rows]


def _stated(row: NetworkStatement) -> Stated:
    return Stated(
        fact=row.fact,
        value=row.value,
        source=row.source,
        source_kind=row.source_kind,
        copied_on=row.copied_on,
        note=row.note,
    )


def _row(statement: Stated, text: str) -> dict[str, Any]:
    """A text with its source; `language` is set where the text is known not to be in that of the page."""
    return {
        "text": text,
        "names": (),
        "language": stated_values.language_of(statement.value) if text == statement.value else "",
        "origins": source_words.origins(statement.source, source_kind=statement.source_kind),
        "when": source_words.copied(statement.source_kind, statement.copied_on),
    }


def _row_of_names(statement: Stated, named: Iterable[NamedMember]) -> dict[str, Any]:
    """The names as links where they have pages."""
    names = [
        Link(label=name_in(words), url=entry_rows.actor_url(actor) if actor else "")
        for words, actor in public_words(statement.value, statement.source, named)
    ]
    return {**_row(statement, ""), "names": names}


def _once(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same words of several sources are said once, with the most trusted one."""
    return list({row["text"]: row for row in reversed(list(rows))}.values())[::-1]


def _text_of(statement: Stated, years: Mapping[str, str], laender: Mapping[str, str]) -> str:
    if statement.fact == "members":
        return _members(int(statement.value), _year_of(statement, years))
    if statement.fact == "lands_served":
        codes = stated_values.laender_in(statement.value, laender)
        return ", ".join(laender[code] for code in codes) or statement.value
    return statement.value


def _year_of(statement: Stated, years: Mapping[str, str]) -> str:
    """The year for which a source gives its number of members; empty where nobody says it."""
    return years.get(statement.source, "")[:4] or statement.copied_on[:4]


def _members(number: int, year: str) -> str:
    said = ngettext("%(n)s member", "%(n)s members", number) % {"n": texts.number(number)}
    return f"{year}: {said}" if year else _("%(said)s, year not stated") % {"said": said}
