"""What a list of participants may hold, how its rows are read, and what each would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, process

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.directory.rules.imports import cells
from handschlag.directory.rules.imports.cells import Unreadable
from handschlag.directory.rules.imports.faults import Reason
from handschlag.directory.rules.imports.grids import Grid, headings_at, letters
from handschlag.directory.rules.legal_forms import folded_name

ALIKE: Final = 88
MOST_PEOPLE: Final = 5_000


class Fact(StrEnum):
    """What a column may hold. A name stands in one column, or in two."""

    NAME = "name"
    FIRST = "first_name"
    LAST = "last_name"
    TITLE = "title"
    EMAIL = "email"
    ORGANISATION = "organisation"
    ROLE = "role"
    PHONE = "phone"
    PLACE = "place"
    LANGUAGE = "language"
    DIET = "diet"
    NEEDS = "needs"


HEADINGS: Final[Mapping[Fact, tuple[str, ...]]] = {
    Fact.NAME: (
        "Name",
        "Vor- und Nachname",
        "Teilnehmer",
        "Teilnehmerin",
        "Teilnehmer:in",
        "Full name",
        "Person",
    ),
    Fact.FIRST: ("Vorname", "First name", "Given name", "Forename"),
    Fact.LAST: ("Nachname", "Familienname", "Surname", "Last name", "Family name"),
    Fact.TITLE: ("Titel", "Akademischer Titel", "Title", "Academic title"),
    Fact.EMAIL: (
        "E-Mail",
        "E-Mail-Adresse",
        "Mail",
        "Mailadresse",
        "Email",
        "E-mail address",
        "Email address",
    ),
    Fact.ORGANISATION: (
        "Organisation",
        "Firma",
        "Unternehmen",
        "Institution",
        "Einrichtung",
        "Company",
        "Organization",
    ),
    Fact.ROLE: ("Funktion", "Position", "Rolle", "Role", "Job title", "Function"),
    Fact.PHONE: ("Telefon", "Telefonnummer", "Mobil", "Phone", "Telephone", "Mobile"),
    Fact.PLACE: ("Ort", "Stadt", "Wohnort", "Place", "City", "Town"),
    Fact.LANGUAGE: ("Sprache", "Language"),
    Fact.DIET: ("Verpflegung", "Essen", "Kost", "Ernährung", "Diet", "Food"),
    Fact.NEEDS: ("Bedarf", "Besondere Bedürfnisse", "Barrierefreiheit", "Needs", "Access needs"),
}
LONGEST: Final[Mapping[Fact, int]] = {
    Fact.NAME: 120, Fact.FIRST: 60, Fact.LAST: 80, Fact.TITLE: 30, Fact.EMAIL: 254, Fact.ORGANISATION: 200,
    Fact.ROLE: 120, Fact.PHONE: 40, Fact.PLACE: 100, Fact.LANGUAGE: 20, Fact.DIET: 200, Fact.NEEDS: 500,
}  # fmt: skip
ENGLISH: Final = frozenset({"en", "englisch", "english", "eng", "en gb", "en us"})


class Verdict(StrEnum):
    """What a row would do."""

    NEW = "new"
    WAITS = "waits"  # on the waiting list: the house is full by then
    REGISTERED = "registered"  # this address is registered already: nothing happens
    LEFT_OUT = "left_out"
    FAULTY = "faulty"


class More(StrEnum):
    """What can be wrong with a row beside its cells."""

    TWICE = "twice"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One cell, as its spreadsheet addresses it."""

    fact: Fact
    reason: Reason | More
    cell: str
    value: str = ""
    other_row: int = 0
    most: int = 0
    length: int = 0


@dataclass(slots=True, kw_only=True)
class Line:
    """One row: what it says, what is wrong with it, whom it resembles."""

    number: int
    values: dict[Fact, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    verdict: Verdict = Verdict.NEW
    resembles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.values.get(Fact.NAME, "")

    @property
    def email(self) -> str:
        return self.values.get(Fact.EMAIL, "")

    @property
    def organisation(self) -> str:
        return self.values.get(Fact.ORGANISATION, "")


def guess(headings: Sequence[str]) -> dict[int, Fact]:
    """Which column holds which fact, by its heading; each fact once."""
    known = {folded_name(word): fact for fact, words in HEADINGS.items() for word in words}
    found: dict[int, Fact] = {}
    for is_exact in (True, False):
        for index, heading in enumerate(folded_name(one) for one in headings):
            hit = process.extractOne(heading, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
            fact = known.get(heading) if is_exact else known[hit[0]] if hit and heading else None
            if fact is not None and fact not in found.values():
                found.setdefault(index, fact)
    return found


def likeliest(grids: Sequence[Grid]) -> tuple[Grid, int]:
    """The sheet that is meant: one with a column of addresses, and of those the longest; and its headings."""

    def weight(grid: Grid) -> tuple[bool, int]:
        return Fact.EMAIL in guess(grid.rows[headings_at(grid)]).values(), len(grid.rows)

    best = max(grids, key=weight)
    return best, headings_at(best)


def read_lines(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[int, Fact],
    first_row: int,
    mended: Mapping[int, Mapping[str, str]],
) -> list[Line]:
    """Every row below the headings with something in it."""
    at = {fact: index for index, fact in columns.items()}
    lines = []
    for number, cells_of in enumerate(rows[1:], start=first_row + 1):
        texts = {fact: cells_of[index].strip() for fact, index in at.items() if index < len(cells_of)}
        if any(texts.values()):
            texts |= {Fact(fact): text.strip() for fact, text in mended.get(number, {}).items()}
            lines.append(_read_line(number, texts, at))
    return lines


def _read_line(number: int, texts: Mapping[Fact, str], at: Mapping[Fact, int]) -> Line:
    line = Line(number=number)
    for fact, text in texts.items():
        if text:
            take(line, fact, text, at)
    if not line.values.get(Fact.NAME):
        parts = (line.values.get(part, "") for part in (Fact.TITLE, Fact.FIRST, Fact.LAST))
        line.values[Fact.NAME] = " ".join(part for part in parts if part)[: LONGEST[Fact.NAME]]
    is_told = {fault.fact for fault in line.faults}
    for fact in (Fact.NAME, Fact.EMAIL):
        if not line.values.get(fact) and not is_told & {fact, Fact.FIRST, Fact.LAST}:
            line.faults.append(Fault(fact=fact, reason=Reason.MISSING, cell=_cell_of(fact, number, at)))
    return line


def take(line: Line, fact: Fact, text: str, at: Mapping[Fact, int]) -> None:
    """The value of a cell, or its fault."""
    try:
        line.values[fact] = READERS.get(fact, _plain)(text, LONGEST[fact])
    except Unreadable as wrong:
        line.faults.append(
            Fault(
                fact=fact,
                reason=wrong.reason,
                cell=_cell_of(fact, line.number, at),
                value=text,
                most=wrong.details.get("most", 0),
                length=wrong.details.get("length", 0),
            )
        )


def _plain(text: str, longest: int) -> str:
    return cells.line(text, longest=longest)


def address(text: str, longest: int) -> str:
    return normalised_address(cells.email(cells.line(text, longest=longest)))


def language(text: str, longest: int) -> str:
    return "en" if folded_name(cells.line(text, longest=longest)) in ENGLISH else "de"


READERS: Final[Mapping[Fact, Callable[[str, int], str]]] = {Fact.EMAIL: address, Fact.LANGUAGE: language}


def _cell_of(fact: Fact, number: int, at: Mapping[Fact, int]) -> str:
    """`C7`; the row alone where the file has no such column."""
    names = (fact, Fact.LAST, Fact.FIRST) if fact is Fact.NAME else (fact,)
    column = next((at[name] for name in names if name in at), None)
    return f"{letters(column)}{number}" if column is not None else str(number)


def judge(
    lines: Sequence[Line],
    *,
    registered: frozenset[str],
    left_out: frozenset[int],
    free: int | None,
    has_waiting_list: bool,
    columns: Mapping[int, Fact],
) -> None:
    """Every row gets its verdict, in the order of the file: the first rows have the free places."""
    at = {fact: index for index, fact in columns.items()}
    seen: dict[str, int] = {}
    for line in lines:
        if line.number in left_out:
            line.verdict = Verdict.LEFT_OUT
            continue
        if line.email in seen:
            cell = _cell_of(Fact.EMAIL, line.number, at)
            twice = Fault(
                fact=Fact.EMAIL, reason=More.TWICE, cell=cell, value=line.email, other_row=seen[line.email]
            )
            line.faults.append(twice)
        elif line.email:
            seen[line.email] = line.number
        if not line.faults and line.email in registered:
            line.verdict = Verdict.REGISTERED
        elif not line.faults and free is not None and free <= 0:
            _fill_up(line, has_waiting_list=has_waiting_list)
        elif not line.faults and free is not None:
            free -= 1
        if line.faults:
            line.verdict = Verdict.FAULTY


def _fill_up(line: Line, *, has_waiting_list: bool) -> None:
    if has_waiting_list:
        line.verdict = Verdict.WAITS
    else:
        line.faults.append(Fault(fact=Fact.NAME, reason=More.FULL, cell=str(line.number), value=line.name))


def counted(lines: Sequence[Line]) -> dict[Verdict, int]:
    return {verdict: sum(1 for line in lines if line.verdict is verdict) for verdict in Verdict}
