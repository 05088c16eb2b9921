"""What the parts of a participant's pages are given: plain values, made by screens, printed by templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handschlag.design.components.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the five pages; `short` stands in the phone's bar, `fact_words` says what `fact` counts."""

    label: str
    url: str
    icon: str
    is_current: bool = False
    fact: str = ""
    fact_words: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What stands around a participant's pages; `name` draws the own hand where nobody is signed in."""

    event: str
    when: str
    url: str
    tabs: Sequence[Tab]
    name: str = ""
    own_url: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadFigure:
    """A figure of the page's head; with `total`, that many small hands, the first `used` of them filled."""

    label: str
    value: str
    rest: str = ""
    used: int = 0
    total: int = 0

    @property
    def hands(self) -> Sequence[bool]:
        return tuple(place < self.used for place in range(self.total))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence, and the words in it that are the evidence."""

    mark: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A wish towards somebody in a field `name`; `locked` values cannot be chosen now, and `why`.

    `fault` says why the last choice was not taken; `place` is its id on a page that leads back to it.
    """

    name: str
    about: str
    chosen: str = ""
    locked: Sequence[str] = ()
    why: str = ""
    fault: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReason:
    """Why two people should meet, in both directions; `both` holds for either.

    A direction in which nothing fits is folded away, as long as the other one does.
    """

    name: str
    gets: Phrase
    gives: Phrase
    ballot: Ballot | None = None
    url: str = ""
    organisation: str = ""
    role: str = ""
    network: str = ""
    bridge: str = ""
    gets_fit: str = ""
    gives_fit: str = ""
    both: str = ""
    is_wished: bool = False
    colleagues: Sequence[Link] = ()

    @property
    def shows_gets(self) -> bool:
        return bool(self.gets_fit) or not self.gives_fit

    @property
    def shows_gives(self) -> bool:
        return bool(self.gives_fit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What fills one slot or several of somebody, or that nothing does."""

    label: str
    sub: str = ""
    span: int = 1
    is_free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A yes that does not work out: why, and the same slots for both; `they` is what the other is called."""

    reason: str
    times: Sequence[str]
    mine: Sequence[Piece]
    theirs: Sequence[Piece]
    they: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyCard:
    """One way out: what to do, what it costs, and a button that says what happens.

    A form is sent to `url` with `fields`; a way that `is_link` leads to a page instead.
    """

    title: str
    text: str
    cost: str
    label: str
    url: str
    fields: Sequence[tuple[str, str]] = ()
    is_link: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyCards:
    """Up to three ways out, and how to decline kindly."""

    ways: Sequence[RemedyCard]
    title: str = ""
    decline: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What moved: its old and its new time, and why."""

    title: str
    old: str
    new: str
    why: str = ""


type StopKind = Literal["meeting", "talk", "break", "free", "offer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One thing of the day, `minutes` long, in one of three lanes; `place` is the number of a table.

    `room_url` leads into the room of what takes place online.
    `options` are the things of which one may choose, where there are several.
    """

    time: str
    minutes: int
    title: str
    kind: StopKind
    lane: Literal[0, 1, 2]
    sub: str = ""
    place: str = ""
    is_fixed: bool = False
    url: str = ""
    room_url: str = ""
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day from its beginning to its end without a hole; the names of the lanes from left to right."""

    lanes: tuple[str, str, str]
    stops: Sequence[Stop]
