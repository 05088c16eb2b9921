"""What columns about matchmaking and travel say: several things in one cell, and moments of the event."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.common.rules.folding import folded_name
from handschlag.common.table_import.rules import cells
from handschlag.common.table_import.rules.faults import CellFault, Unreadable

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
