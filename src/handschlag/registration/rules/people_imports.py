"""What a list of participants may hold, how its rows are read, and what each would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules import cells
from handschlag.common.table_import.rules.faults import CellFault
from handschlag.common.table_import.rules.fields import load_fields
from handschlag.common.table_import.rules.rows import ParsedRow
from handschlag.common.table_import.rules.sheets import texts_by_field
from handschlag.registration.rules import imported_profiles as profiles
from handschlag.registration.rules.imported_profiles import ImportFrame, ProfileFault

MOST_PEOPLE: Final = 5_000
PERSON_FIELDS: Final = load_fields(Path(__file__).with_name("people_columns.csv"))
_LONGEST: Final = {field.key: field.longest for field in PERSON_FIELDS}
_ENGLISH: Final = frozenset({"en", "englisch", "english", "eng", "en gb", "en us"})


class PersonField(StrEnum):
    """What the platform reads in columns. A name stands in one column, or in two."""

    NAME = "name"
    FIRST = "first_name"
    LAST = "last_name"
    TITLE = "title"
    EMAIL = "email"
    ORGANISATION = "organisation"
    LANGUAGE = "language"
    OFFERS = "offers"
    OFFER_KINDS = "offer_kinds"
    SEEKS = "seeks"
    SEEK_KINDS = "seek_kinds"
    SPEAKS = "speaks"
    ARRIVES = "arrives_at"
    LEAVES = "leaves_at"
    CONSENT = "consent_day"
    NETWORKS = "networks"
    CATEGORY = "category"


class ImportAction(StrEnum):
    """What a row would do."""

    NEW = "new"
    WAITS = "waits"  # on the waiting list: the house is full by then
    REGISTERED = "registered"  # this address is registered already: nothing happens
    LEFT_OUT = "left_out"
    FAULTY = "faulty"


REGISTERS: Final = frozenset({ImportAction.NEW, ImportAction.WAITS})


class PersonFault(StrEnum):
    """What can be wrong with a row beside its cells."""

    TWICE = "twice"
    FULL = "full"


OFFER, NEED = "offer", "need"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedStatement:
    """One thing that somebody offers or needs; without a `kind` its words say it."""

    direction: str
    text: str
    kind: str = ""


@dataclass(slots=True, kw_only=True)
class ImportedPerson(ParsedRow):
    """One row: what it says, what is wrong with it, whom it resembles."""

    action: ImportAction = ImportAction.NEW
    resembles: tuple[str, ...] = ()

    def value(self, field: str) -> str:
        return str(self.values.get(field, ""))

    @property
    def name(self) -> str:
        return self.value(PersonField.NAME)

    @property
    def email(self) -> str:
        return self.value(PersonField.EMAIL)

    @property
    def organisation(self) -> str:
        return self.value(PersonField.ORGANISATION)

    @property
    def statements(self) -> tuple[ImportedStatement, ...]:
        """Offers, then needs."""
        return (
            *self._statements(OFFER, PersonField.OFFERS, PersonField.OFFER_KINDS),
            *self._statements(NEED, PersonField.SEEKS, PersonField.SEEK_KINDS),
        )

    def _statements(self, direction: str, texts: str, kinds: str) -> Iterator[ImportedStatement]:
        for text, kind in zip_longest(self.values.get(texts, ()), self.values.get(kinds, ()), fillvalue=""):
            yield ImportedStatement(direction=direction, text=text, kind=kind)


def parse_people(
    rows: Sequence[Sequence[str]],
    *,
    columns: Mapping[int, str],
    first_row: int,
    corrected: Mapping[int, Mapping[str, str]],
    frame: ImportFrame,
) -> list[ImportedPerson]:
    """Every row below the headings with something in it."""
    at = {field: index for index, field in columns.items()}
    parts = (at[part] for part in (PersonField.LAST, PersonField.FIRST) if part in at)
    at.setdefault(PersonField.NAME, next(parts, -1))
    places = {field: index for field, index in at.items() if index >= 0}
    return [
        _parsed(
            ImportedPerson(number=number, texts={**texts, **corrected.get(number, {})}, columns=places), frame
        )
        for number, texts in texts_by_field(rows, columns=columns, first_row=first_row)
    ]


def _parsed(person: ImportedPerson, frame: ImportFrame) -> ImportedPerson:
    readers = _readers(frame)
    for field in person.texts:
        person.read(field, readers.get(field, partial(_read, field)))
    wrong = {fault.field for fault in person.faults}
    if not person.name:
        parts = map(person.value, (PersonField.TITLE, PersonField.FIRST, PersonField.LAST))
        person.values[PersonField.NAME] = " ".join(filter(None, parts))[: _LONGEST[PersonField.NAME]]
    for field in (PersonField.NAME, PersonField.EMAIL):
        if not person.value(field) and not wrong & {field, PersonField.FIRST, PersonField.LAST}:
            person.add_fault(field, CellFault.MISSING)
    _compare(person)
    return person


def _readers(frame: ImportFrame) -> Mapping[str, Callable[[str], Any]]:
    """Cells that say more than a line of text."""
    return {
        PersonField.OFFERS: profiles.statements,
        PersonField.OFFER_KINDS: lambda cell: profiles.kinds(cell, frame.kinds.get(OFFER, {})),
        PersonField.SEEKS: profiles.statements,
        PersonField.SEEK_KINDS: lambda cell: profiles.kinds(cell, frame.kinds.get(NEED, {})),
        PersonField.SPEAKS: profiles.languages,
        PersonField.ARRIVES: lambda cell: profiles.arrival(cell, frame),
        PersonField.LEAVES: lambda cell: profiles.departure(cell, frame),
        PersonField.CONSENT: lambda cell: profiles.consent_day(cell, frame),
        PersonField.CATEGORY: lambda cell: profiles.category(cell, frame.categories),
        PersonField.NETWORKS: lambda cell: profiles.networks(cell, frame.networks),
    }


def _compare(person: ImportedPerson) -> None:
    """Cells that can only be judged together."""
    for kinds, texts in (
        (PersonField.OFFER_KINDS, PersonField.OFFERS),
        (PersonField.SEEK_KINDS, PersonField.SEEKS),
    ):
        if len(person.values.get(kinds, ())) > len(person.values.get(texts, ())) and not person.faults:
            person.add_fault(kinds, ProfileFault.MORE_KINDS)
    arrives, leaves = person.values.get(PersonField.ARRIVES), person.values.get(PersonField.LEAVES)
    if arrives and leaves and leaves <= arrives:
        person.add_fault(PersonField.LEAVES, ProfileFault.LEAVES_BEFORE)


def _read(field: str, text: str) -> str:
    line = cells.line(text, longest=_LONGEST[field])
    if field == PersonField.EMAIL:
        return normalised_address(cells.email(line))
    if field == PersonField.NAME:
        return _in_order(line)
    if field == PersonField.LANGUAGE:
        return "en" if folded_name(line) in _ENGLISH else "de"
    return line


def _in_order(name: str) -> str:
    """As people are called, where a list has the family name first.

    >>> _in_order("Müller, Dr. Änne"), _in_order("Ada Kern, M.Sc."), _in_order("Kern, Ada, Dr.")
    ('Dr. Änne Müller', 'Ada Kern, M.Sc.', 'Kern, Ada, Dr.')
    >>> _in_order("Müller, Söhne & Co."), _in_order("Kern ,Ada"), _in_order(", Ada")
    ('Müller, Söhne & Co.', 'Ada Kern', 'Ada')
    """
    family, _, given = name.partition(",")
    is_turned = not {",", "&", "+"} & set(given) and any(
        word.istitle() and "." not in word for word in given.split()
    )
    return f"{given.strip()} {family}".strip() if is_turned else name


def decide_actions(
    people: Iterable[ImportedPerson],
    *,
    registered: frozenset[str],
    left_out: frozenset[int],
    free: int | None,
    has_waiting_list: bool,
    rooms: Mapping[int, int] | None = None,
) -> Counter[ImportAction]:
    """What every row would do, in the order of the file: the first rows have the free places. How many.

    `rooms` has the free places of categories with a limit of their own.
    """
    seen: dict[str, int] = {}
    left = dict(rooms or {})
    for person in people:
        if person.number in left_out:
            person.action = ImportAction.LEFT_OUT
            continue
        first = seen.setdefault(person.email, person.number) if person.email else person.number
        if first != person.number:
            person.add_fault(PersonField.EMAIL, PersonFault.TWICE, row=first)
        is_new = not person.faults and person.email not in registered
        category: int = person.values.get(PersonField.CATEGORY, 0)
        is_full = (free is not None and free <= 0) or left.get(category, 1) <= 0
        if is_new and is_full and not has_waiting_list:
            person.add_fault("", PersonFault.FULL)
        if person.faults:
            person.action = ImportAction.FAULTY
        elif not is_new:
            person.action = ImportAction.REGISTERED
        elif is_full:
            person.action = ImportAction.WAITS
        else:
            free = None if free is None else free - 1
            if category in left:
                left[category] -= 1
    return Counter(person.action for person in people)
