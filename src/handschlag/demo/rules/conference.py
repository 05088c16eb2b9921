"""The invented conference of spring 2027: rooms, tracks, speakers and 24 sessions. Nothing of it is real."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

FIRST_DAY = date(2027, 4, 14)
LAST_DAY = date(2027, 4, 15)
OPENS, CLOSES = time(8, 30), time(18, 0)
EVENING = time(22, 0)  # the first day has a reception
TITLE = ("Netzwerke verbinden 2027", "Connecting networks 2027")
SUMMARY = (
    "Konferenz mit Ausstellung und Gesprächen zu zweit (erfunden)",
    "Conference with exhibition and one-to-one meetings (invented)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hall:
    key: str
    de: str
    en: str
    zone: tuple[str, str]
    seats: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guest:
    """Somebody who speaks; `key` is how sessions name them."""

    key: str
    name: str
    de: str
    en: str
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One session: day 0 or 1, from and until, where, what, by whom."""

    day: int
    starts: str
    ends: str
    hall: str
    kind: str
    de: str
    en: str
    track: str = ""
    language: str = "de"
    seats: int | None = None
    guests: tuple[str, ...] = ()
    moderator: str = ""
    about: tuple[str, str] = ("", "")


GROUND, UPPER = ("Erdgeschoss", "Ground floor"), ("Erster Stock", "First floor")
HALLS = (
    _Hall(key="1", de="Saal 1", en="Hall 1", zone=GROUND, seats=260),
    _Hall(key="2", de="Saal 2", en="Hall 2", zone=GROUND, seats=90),
    _Hall(key="w", de="Werkstatt", en="Workshop room", zone=UPPER, seats=40),
    _Hall(key="g", de="Galerie", en="Gallery", zone=UPPER, seats=60),
    _Hall(key="f", de="Foyer", en="Foyer", zone=GROUND, seats=None),
)
TRACKS = {
    "t": ("Transfer", "Transfer"),
    "d": ("Messen und Daten", "Measuring and data"),
    "c": ("Netzwerke führen", "Running networks"),
    "m": ("Förderung", "Funding"),
}

NOTES = ("", "Der Vortrag über Spektren beginnt später, und ein Vortrag entfällt.")


def demo_speakers(rows: Iterable[Mapping[str, str]]) -> tuple[_Guest, ...]:
    """From the table of speakers."""
    return tuple(_Guest(**row) for row in rows)


def talks(rows: Iterable[Mapping[str, str]]) -> tuple[Talk, ...]:
    """From the table of sessions."""
    return tuple(
        Talk(
            day=int(row["day"]),
            starts=row["starts"],
            ends=row["ends"],
            hall=row["hall"],
            kind=row["kind"],
            de=row["de"],
            en=row["en"],
            track=row["track"],
            language=row["language"],
            seats=int(row["seats"]) if row["seats"] else None,
            guests=tuple(row["guests"].split()),
            moderator=row["moderator"],
            about=(row["about_de"], row["about_en"]),
        )
        for row in rows
    )
