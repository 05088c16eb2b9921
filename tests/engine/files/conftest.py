"""Invented problems with every feature, for round trips through every format."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from treffen.files import Reading, read_problem
from treffen.problem import (
    DEFAULT_GOALS,
    Delegation,
    Goal,
    Interpreter,
    Like,
    Meeting,
    Participant,
    Place,
    PlaceKind,
    Problem,
    Request,
    Slot,
    Talk,
    Walk,
)

SUMMER = timezone(timedelta(hours=2))
START = datetime(2027, 4, 20, 9, 0, tzinfo=SUMMER)
NEEDS = ("quiet", "step-free", "large screen", "it's 5 o'clock", "a=b", "x;y", "one, two", 'with "quotes"')
LANGUAGES = ("de", "en", "fr")
TRICKY = [
    "ada",
    "7",
    "007",
    "1e5",
    "A, B",
    "C; D",
    "E|F",
    '"G"',
    "H=2",
    "=1+1",
    "ja",
    "-",
    "10:00",
    "a b",
    "äö",
]
PLAIN = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)
IDS = st.one_of(st.sampled_from(TRICKY), PLAIN)


@dataclass
class Inventor:
    """Draws the nouns of one problem; every reference exists."""

    draw: st.DrawFn
    longest: int = 1  # slots of a block, once there are slots
    ids: dict[str, list[str]] = field(default_factory=dict)

    def names(self, most: int, least: int = 0) -> list[str]:
        return self.draw(st.lists(IDS, min_size=least, max_size=most, unique_by=str.casefold))

    def some(self, of: Iterable[str]) -> frozenset[Any]:
        known = list(of)
        return frozenset(self.draw(st.lists(st.sampled_from(known), max_size=3))) if known else frozenset()

    def maybe_some(self, of: Iterable[str]) -> Any:
        return self.draw(st.sampled_from([None, self.some(of)]))

    def one(self, *of: Any) -> Any:
        return self.draw(st.sampled_from(of))

    def slots(self) -> tuple[Slot, ...]:
        is_timed, morning = self.one(True, False), self.draw(st.integers(0, 5))
        length = timedelta(minutes=self.one(20, 30))
        found = []
        for index, id in enumerate(self.ids["slots"]):
            start = START + timedelta(minutes=30 * index) if is_timed else None
            block = "morning" if index < morning else ""
            found.append(Slot(id=id, block=block, start=start, end=start + length if start else None))
        self.longest = max(Counter(slot.block for slot in found).values())
        return tuple(found)

    def place(self, id: str) -> Place:
        kind, zone = self.draw(st.sampled_from(PlaceKind)), self.one("hall", "H; 2", "")
        return Place(
            id=id, kind=kind, zone=zone, features=self.some(NEEDS), open=self.maybe_some(self.ids["slots"])
        )

    def participant(self, id: str) -> Participant:
        liked = sorted(self.some(self.ids["talks"]))
        return Participant(
            id=id,
            organisation=self.one(None, "north", "south; co"),
            network=self.one(None, "alpha"),
            free=self.maybe_some(self.ids["slots"]),
            minimum=self.one(0, 1, 2),
            maximum=self.one(None, 2, 9),
            most_breaks=self.one(None, 0, 1),
            home=self.one(None, *self.ids["places"]),
            needs=self.some(NEEDS),
            languages=self.some(LANGUAGES),
            must_attend=self.some(t for t in self.ids["talks"] if t not in liked),
            likes=tuple(Like(talk=t, price=self.one(0, 1, 3)) for t in liked),
        )

    def request(self, id: str, earlier: list[str], staff: list[str]) -> Request:
        slots, places = self.maybe_some(self.ids["slots"]), self.maybe_some(self.ids["places"])
        people = st.lists(st.sampled_from(self.ids["people"]), min_size=2, max_size=3, unique=True)
        delegated = staff[:2] if len(staff) > 1 and self.one(True, False) else []
        return Request(
            id=id,
            participants=() if delegated else tuple(self.draw(people)),
            delegates=tuple(delegated),
            value=self.draw(st.integers(0, 10**9)),
            must=self.one(True, False),
            slots=slots,
            places=places,
            slot=self.one(None, *(self.ids["slots"] if slots is None else sorted(slots))),
            place=self.one(None, *(self.ids["places"] if places is None else sorted(places))),
            after=tuple(sorted(self.some(earlier))),
            length=self.draw(st.integers(1, min(3, self.longest))),
            needs=self.some(NEEDS),
        )

    def meeting(self, request: str, people: Iterable[Participant]) -> Meeting:
        staff = [p for p in people if p.organisation][: self.one(0, 1)]
        return Meeting(
            request=request,
            slot=self.one(*self.ids["slots"]),
            place=self.one(*self.ids["places"]),
            delegates=tuple(Delegation(organisation=p.organisation, participant=p.id) for p in staff),
            interpreter=self.one(None, *self.ids["interpreters"]),
        )


@st.composite
def invented(draw: st.DrawFn) -> Problem:
    """A sound problem: every feature may be there, every reference exists."""
    make = Inventor(draw)
    for kind, least, most in (("slots", 1, 5), ("places", 1, 4), ("talks", 0, 3), ("people", 3, 6)):
        make.ids[kind] = make.names(most, least)
    make.ids["interpreters"] = make.names(2)
    slots = make.slots()
    people = tuple(make.participant(id) for id in make.ids["people"])
    staff = sorted({p.organisation for p in people if p.organisation})
    asked: list[str] = []
    requests = []
    for id in make.names(5, 1):
        requests.append(make.request(id, asked, staff))
        asked.append(id)
    places = tuple(make.place(id) for id in make.ids["places"])
    zones = sorted({place.zone for place in places})
    interpreters = tuple(
        Interpreter(id=id, languages=make.some(LANGUAGES), free=make.maybe_some(make.ids["slots"]))
        for id in make.ids["interpreters"]
    )
    return Problem(
        title=make.one("", "Ein Tag in Würzburg"),
        slots=slots,
        places=places,
        talks=tuple(Talk(id=id, slots=make.some(make.ids["slots"])) for id in make.ids["talks"]),
        participants=people,
        interpreters=interpreters,
        requests=tuple(requests),
        walks=(Walk(here=zones[0], there=zones[-1], minutes=make.one(0, 9)),) if len(zones) > 1 else (),
        frozen=tuple(make.meeting(id, people) for id in asked[: make.one(0, 2)]),
        pair_once=make.one(True, False),
        most_breaks=make.one(None, 0, 2),
        break_spread=make.one(None, 0, 2),
        goals=make.one(DEFAULT_GOALS, (Goal.BREAKS, Goal.CHANGES), ()),
    )


@pytest.fixture(scope="session")
def problems() -> st.SearchStrategy[Problem]:
    """A strategy of sound problems with every feature."""
    return invented()


MINIMAL = {
    "Zeitfenster": "Beginn;Ende\n10:00;10:20\n10:20;10:40\n13:00;13:20\n",
    "Teilnehmende": "Name\nJörg Müller\nZoë Weiß\nÅsa\n",
    "Anfragen": "Wer;Mit wem;Wert\nJörg Müller;Zoë Weiß;3\nÅsa;jörg  müller;\n",
    "Veranstaltung": "Angabe;Wert\nAnzahl Tische;2\nDatum;20.04.2027\n",
}


class EventFolder:
    """A folder of CSV: a small sound event, with other files in place of its own."""

    minimal = MINIMAL

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, *, encoding: str = "utf-8", **files: str | bytes | None) -> Reading:
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir()
        for name, content in (MINIMAL | files).items():
            if content is not None:
                data = content if isinstance(content, bytes) else content.encode(encoding)
                (self.path / f"{name}.csv").write_bytes(data)
        return read_problem(self.path)

    @staticmethod
    def found(reading: Reading) -> list[tuple[str, str, str]]:
        """Kind, file and cell of each fault."""
        return [(f.fault.kind, f.where.sheet.removesuffix(".csv"), f.where.cell) for f in reading.faults]


@pytest.fixture
def event(tmp_path: Path) -> EventFolder:
    """A folder of CSV to be written and read."""
    return EventFolder(tmp_path / "event")
