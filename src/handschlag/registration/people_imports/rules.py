"""What a list of participants may hold, how its rows are read, and what each would do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from handschlag.accounts.codes_and_links import normalised_address
from handschlag.common.names import folded_name
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.common.table_import import cells
from handschlag.common.table_import.cells import CellFault, ParsedRow, Unreadable, load_fields
from handschlag.common.table_import.reading import texts_by_field
from handschlag.registration.hooks import ImportedStatement

MOST_STATEMENTS: Final = 3
LONGEST_STATEMENT: Final = 240
_BETWEEN: Final = re.compile(r"[\n;|]+")
_EACH: Final = re.compile(r"\s*[;|]\s*|\n")
_BULLET: Final = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s+")
_TIME: Final = re.compile(r"(?:^|(?<=[T ]))(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s*(?:Uhr|h))?$")
_NO: Final = frozenset({"nein", "no", "n", "keine", "none"})
_LANGUAGES: Final[Mapping[str, str]] = {
    word: code
    for code, words in {
        "de": "deutsch german",
        "en": "englisch english",
        "fr": "franzoesisch french",
        "pl": "polnisch polish",
        "cs": "tschechisch czech",
        "nl": "niederlaendisch dutch",
        "it": "italienisch italian",
        "es": "spanisch spanish",
        "uk": "ukrainisch ukrainian",
        "gsg": "dgs gebaerdensprache",
    }.items()
    for word in (code, *words.split())
}


class ProfileFault(Reason):
    """What can be wrong with these cells."""

    TOO_MANY = "too_many", _("At most %(most)s, each on a line of its own or with a semicolon between.")
    NO_KIND = (
        "no_such_kind",
        _("We do not know the kind “%(word)s”. Known kinds: %(known)s. Or leave the cell empty."),
    )
    MORE_KINDS = "more_kinds", _("There are more kinds here than statements.")
    NO_LANGUAGE = "no_such_language", _("We do not know the language “%(word)s”.")
    NO_NETWORK = "no_such_network", _("The directory has no network called “%(word)s”.")
    NO_CATEGORY = "no_such_category", _("The event has no category called “%(word)s”.")
    NO_MOMENT = "no_moment", _("Enter a day and a time, for example 14.04.2027 09:30.")
    NOT_AT_EVENT = "not_at_event", _("The event is over by then, or has not begun.")
    LEAVES_BEFORE = "leaves_before", _("The departure is before the arrival.")
    NO_DAY = "no_day_of_consent", _("Enter the day on which this person agreed, for example 03.03.2027.")
    LATER = "agrees_later", _("This day is still to come: nobody has agreed yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFrame:
    """What cells are read against: the event, the words for kinds, the networks of the directory."""

    first_day: date
    last_day: date
    zone: ZoneInfo
    uploaded_on: date
    kinds: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # direction -> word -> code
    networks: Mapping[str, int] = field(default_factory=dict)  # folded name -> network
    categories: Mapping[str, int] = field(default_factory=dict)  # folded name -> category


def _several(cell: str, *, most: int | None = None) -> tuple[str, ...]:
    """The things of one cell, each on a line of its own or between semicolons.

    >>> _several("- Linsen; - Laser")
    ('Linsen', 'Laser')
    """
    parts = (" ".join(_BULLET.sub("", part).split()) for part in _BETWEEN.split(cell))
    found = tuple(dict.fromkeys(filter(None, parts)))
    if most is not None and len(found) > most:
        raise Unreadable(ProfileFault.TOO_MANY, most=most)
    return found


def statements(cell: str) -> tuple[str, ...]:
    """Offers or needs: at most three."""
    found = _several(cells.text(cell, longest=len(cell)), most=MOST_STATEMENTS)
    longest = max(map(len, found), default=0)
    if longest > LONGEST_STATEMENT:
        raise Unreadable(CellFault.TOO_LONG, most=LONGEST_STATEMENT, length=longest)
    return found


def kinds(cell: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of kinds, in the order of the statements that they belong to; an empty line leaves one out.

    >>> kinds("Geld;;Geld", {"Geld": "investor"})
    ('investor', '', 'investor')
    """
    words = [" ".join(_BULLET.sub("", part).split()) for part in _EACH.split(cell.rstrip(" \n;|"))]
    if len(words) > MOST_STATEMENTS:
        raise Unreadable(ProfileFault.TOO_MANY, most=MOST_STATEMENTS)
    codes = {"": "", **{folded_name(name): code for name, code in names.items()}}
    first = {code: name for name, code in reversed([*names.items()])}  # to suggest
    known = "; ".join(reversed(first.values()))
    return tuple(_known(word, codes, ProfileFault.NO_KIND, known=known) for word in words)


def languages(cell: str) -> tuple[str, ...]:
    """Codes of the languages that somebody speaks; words between commas, semicolons or blanks."""
    words = filter(None, re.split(r"[\s,;|/]+", cell))
    return tuple(dict.fromkeys(_known(word, _LANGUAGES, ProfileFault.NO_LANGUAGE) for word in words))


def networks(cell: str, known: Mapping[str, int]) -> tuple[int, ...]:
    """Networks of the directory; a comma separates them, too, unless it is a part of the name."""
    found: list[int] = []
    for part in _several(cell):
        words = [part] if folded_name(part) in known else part.split(",")
        found += [_known(word.strip(), known, ProfileFault.NO_NETWORK) for word in words if word.strip()]
    return tuple(dict.fromkeys(found))


def category(cell: str, known: Mapping[str, int]) -> int:
    """The category of the event that is called so."""
    return _known(" ".join(cell.split()), known, ProfileFault.NO_CATEGORY)


def _known[Value](word: str, known: Mapping[str, Value], fault: ProfileFault, /, **details: str) -> Value:
    folded = folded_name(word)
    if folded not in known:
        raise Unreadable(fault, word=word[:60], **details)
    return known[folded]


def arrival(cell: str, frame: ImportFrame) -> datetime | None:
    """From when the person is there; None for who is there from the beginning."""
    at = _moment(cell, day=frame.first_day, hour=time.min, zone=frame.zone)
    if at.date() > frame.last_day:
        raise Unreadable(ProfileFault.NOT_AT_EVENT)
    return at if at > datetime.combine(frame.first_day, time.min, frame.zone) else None


def departure(cell: str, frame: ImportFrame) -> datetime | None:
    """Until when the person is there; None for who stays to the end."""
    at = _moment(cell, day=frame.last_day, hour=time(23, 59), zone=frame.zone)
    if at.date() < frame.first_day:
        raise Unreadable(ProfileFault.NOT_AT_EVENT)
    return at if at < datetime.combine(frame.last_day, time(23, 59), frame.zone) else None


def _moment(cell: str, *, day: date, hour: time, zone: ZoneInfo) -> datetime:
    """A day, a time or both; what is not said is as given."""
    line = " ".join(cell.split())
    found = _TIME.search(line)
    rest = (line[: found.start()] if found else line).strip(" ,T")
    if found and not rest:
        rest = day.isoformat()
    try:
        clock = time(int(found[1]), int(found[2])) if found else hour
        return datetime.combine(cells.day(rest), clock, zone)
    except (ValueError, Unreadable):
        raise Unreadable(ProfileFault.NO_MOMENT) from None


def consent_day(cell: str, frame: ImportFrame) -> datetime | None:
    """When the person agreed to matchmaking; None for a no. A yes without its day proves nothing."""
    if folded_name(cell) in _NO or not folded_name(cell):
        return None
    try:
        day = cells.day(" ".join(cell.split()))
    except Unreadable:
        raise Unreadable(ProfileFault.NO_DAY) from None
    if day > frame.uploaded_on:
        raise Unreadable(ProfileFault.LATER)
    return datetime.combine(day, time.min, frame.zone)


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
    for name in person.texts:
        person.read(name, readers.get(name, partial(_read, name)))
    wrong = {fault.field for fault in person.faults}
    if not person.name:
        parts = map(person.value, (PersonField.TITLE, PersonField.FIRST, PersonField.LAST))
        person.values[PersonField.NAME] = " ".join(filter(None, parts))[: _LONGEST[PersonField.NAME]]
    for name in (PersonField.NAME, PersonField.EMAIL):
        if not person.value(name) and not wrong & {name, PersonField.FIRST, PersonField.LAST}:
            person.add_fault(name, CellFault.MISSING)
    _compare(person)
    return person


def _readers(frame: ImportFrame) -> Mapping[str, Callable[[str], Any]]:
    """Cells that say more than a line of text."""
    return {
        PersonField.OFFERS: statements,
        PersonField.OFFER_KINDS: lambda cell: kinds(cell, frame.kinds.get(OFFER, {})),
        PersonField.SEEKS: statements,
        PersonField.SEEK_KINDS: lambda cell: kinds(cell, frame.kinds.get(NEED, {})),
        PersonField.SPEAKS: languages,
        PersonField.ARRIVES: lambda cell: arrival(cell, frame),
        PersonField.LEAVES: lambda cell: departure(cell, frame),
        PersonField.CONSENT: lambda cell: consent_day(cell, frame),
        PersonField.CATEGORY: lambda cell: category(cell, frame.categories),
        PersonField.NETWORKS: lambda cell: networks(cell, frame.networks),
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


class ListRefusal(Reason):
    TOO_MANY = "too_many", _("The list has more than 5,000 rows. Split it into several files.")
    NO_NAME_OR_ADDRESS = (
        "no_name_or_address",
        _("Select the columns with the name and the email address."),
    )
    CHANGED_SINCE = (
        "changed_since",
        _(
            "Some people on this list have since changed or cancelled, or have already checked in. "
            "The import has not been undone."
        ),
    )
