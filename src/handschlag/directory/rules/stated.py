"""What sources state about networks, one statement a row, and which of several leads.

Sources are trusted in an order; what changes over time (members, labels) is led by the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# The most trusted first. A mirror is a copy of somebody else's page: it is named, never linked.
TRUST: Final = ("own", "programme", "public_body", "press", "encyclopaedia", "mirror")
MIRROR: Final = "mirror"
# What the table calls a fact, where the directory has a field for it.
FIELDS: Final[Mapping[str, str]] = {
    "city": "place",
    "focus_de": "description_de",
    "focus_en": "description_en",
    "label": "labels",
    "management": "management_body",
    "postcode_street": "street",
    "programme": "in_programmes",
    "status": "standing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One statement: `copied_on` is the day, month or year of the copy that was read, where it is known."""

    fact: str
    value: str
    source: str
    source_kind: str
    copied_on: str = ""
    note: str = ""


def stated_by_network(rows: Iterable[Mapping[str, str]]) -> Mapping[str, tuple[Stated, ...]]:
    """The statements of a table by the id of their network."""
    found: dict[str, list[Stated]] = {}
    for row in rows:
        found.setdefault(row["id"], []).append(
            Stated(
                fact=FIELDS.get(row["field"], row["field"]),
                value=row["value"],
                source=row["source"],
                source_kind=row["source_kind"],
                copied_on=row["copy_date"],
                note=row["note"],
            )
        )
    return {key: tuple(statements) for key, statements in found.items()}


def most_trusted_first(statements: Iterable[Stated]) -> list[Stated]:
    """By the order of trust, then the newest copy; of equal ones the first of the table.

    >>> old = Stated(fact="founded", value="1999", source="a", source_kind="press", copied_on="2001")
    >>> new = Stated(fact="founded", value="2000", source="b", source_kind="press", copied_on="2019-04")
    >>> own = Stated(fact="founded", value="1998", source="c", source_kind="own")
    >>> [one.value for one in most_trusted_first((old, new, own))]
    ['1998', '2000', '1999']
    """
    newest = sorted(statements, key=lambda one: one.copied_on, reverse=True)
    return sorted(newest, key=lambda one: TRUST.index(one.source_kind))


def leading(statements: Iterable[Stated], fact: str) -> Stated | None:
    """The statement that the page shows for a fact; the others stand beside it."""
    return next(iter(most_trusted_first(one for one in statements if one.fact == fact)), None)


def disagreeing(statements: Iterable[Stated], fact: str) -> list[Stated]:
    """What sources say about a fact where they do not say the same; empty where they agree.

    >>> def founded(year, kind): return Stated(fact="founded", value=year, source=kind, source_kind=kind)
    >>> [one.value for one in disagreeing((founded("2000", "press"), founded("2001-05", "own")), "founded")]
    ['2001-05', '2000']
    >>> disagreeing((founded("2000", "press"), founded("2000-05", "own")), "founded")
    []
    """
    ordered = most_trusted_first(one for one in statements if one.fact == fact)
    return ordered if len({_compared(one) for one in ordered}) > 1 else []


def _compared(statement: Stated) -> str:
    """What two statements have in common that say the same."""
    plain = statement.value.casefold().strip().rstrip("/")
    if statement.fact == "founded":
        return plain[:4]
    if statement.fact == "website":
        return plain.partition("//")[2].removeprefix("www.").partition("/")[0]
    return plain
