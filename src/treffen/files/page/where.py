"""Names of places: in full, by number after the word for them, and short for narrow cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from treffen.problem import EntityKind, Parts, PlaceId, PlaceKind
from treffen.words import Language, Text

PLACE_WORDS = {
    PlaceKind.TABLE: (Text("Tisch", "Table"), Text("Tische", "Tables")),
    PlaceKind.STAND: (Text("Stand", "Stand"), Text("Stände", "Stands")),
    PlaceKind.ROOM: (Text("Raum", "Room"), Text("Räume", "Rooms")),
    PlaceKind.LINK: (Text("Link", "Link"), Text("Links", "Links")),
}
ANY_PLACE = (Text("Ort", "Place"), Text("Orte", "Places"))
NUMBERED = re.compile(r"(?P<head>\D*?)0*(?P<number>\d+)")


def bare_numbers(names: Iterable[str]) -> dict[str, str]:
    """`Tisch 7` as `7`, if all names differ by their number alone; otherwise the names themselves."""
    all_names = list(names)
    found = [NUMBERED.fullmatch(n) for n in all_names]
    matches = [m for m in found if m is not None]
    numbers = {m["number"] for m in matches}
    if (
        len(matches) < len(all_names)
        or len({m["head"] for m in matches}) != 1
        or len(numbers) < len(set(all_names))
    ):
        return {n: n for n in all_names}
    return {n: m["number"] for n, m in zip(all_names, matches, strict=True)}


class Where:
    """Names the places of one problem in one language."""

    def __init__(self, problem: Parts, *, labels: Mapping[tuple[str, str], str], language: Language) -> None:
        self._labels = labels
        self._language = language
        self._kinds = {p.id: p.kind for p in problem.places}
        self.kinds = tuple(kind for kind, _ in Counter(self._kinds.values()).most_common())
        """The kinds of places there are, the most frequent first."""

    def _label(self, id: PlaceId) -> str:
        return self._labels.get((EntityKind.PLACE, id)) or id

    @cached_property
    def _numbers(self) -> dict[PlaceId, str]:
        """The numbers of places, where a kind of places is told apart by numbers alone."""
        numbers: dict[PlaceId, str] = {}
        for kind in self.kinds:
            ids = [id for id, k in self._kinds.items() if k is kind]
            bare = bare_numbers(map(self._label, ids))
            numbers |= {id: bare[self._label(id)] for id in ids}
        return numbers

    def number(self, id: PlaceId) -> str:
        """What follows the word for the kind of a place: its number, otherwise its name."""
        return self._numbers.get(id) or self._label(id)

    def full(self, id: PlaceId) -> str:
        """The full name of a place, with the word for it where it is a number."""
        number = self.number(id)
        return f"{self.word(id)} {number}" if number.isdigit() else self._label(id)

    @cached_property
    def _letters(self) -> dict[PlaceKind, str]:
        """What stands before a number: nothing for the most frequent kind, else a letter."""
        letters = {kind: PLACE_WORDS[kind][0].said(self._language)[0] for kind in self.kinds}
        return letters | dict.fromkeys(self.kinds[:1], "")

    @cached_property
    def _codes(self) -> dict[PlaceId, str]:
        numbers = {id: self.number(id) for id in self._kinds}
        codes = {id: self._letters[self._kinds[id]] + n if n.isdigit() else n for id, n in numbers.items()}
        return codes if len(set(codes.values())) == len(codes) else {id: self._label(id) for id in codes}

    def short(self, id: PlaceId) -> str:
        """A place in a narrow cell: `14` for a table, `S4` for a stand beside tables."""
        return self._codes.get(id) or self._label(id)

    def key(self) -> str:
        """What short names mean: `Tisch, S = Stand`."""
        with_letter = {kind: letter for kind, letter in self._letters.items() if letter}
        is_coded = all(
            self._codes[id] == self._letters[kind] + self.number(id) for id, kind in self._kinds.items()
        )
        if not with_letter or not is_coded:
            return self.noun(many=False)
        words = {kind: PLACE_WORDS[kind][0].said(self._language) for kind in self.kinds}
        return ", ".join(
            [words[self.kinds[0]], *(f"{letter} = {words[kind]}" for kind, letter in with_letter.items())]
        )

    def word(self, id: PlaceId) -> str:
        """`Tisch`, `Stand`, `Raum` ..."""
        return PLACE_WORDS[self._kinds[id]][0].said(self._language) if id in self._kinds else ""

    def noun(self, *, many: bool = True) -> str:
        """The word for all places of the event: their kind if they share one."""
        words = PLACE_WORDS[self.kinds[0]] if len(self.kinds) == 1 else ANY_PLACE
        return words[many].said(self._language)
