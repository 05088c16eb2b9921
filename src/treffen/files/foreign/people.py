"""Who of another system is who of the frame: by name first, for ids of two systems may be equal by chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from treffen.files.sheets.cell_grid import text_of
from treffen.files.sheets.lists import NOTHING, Item, split
from treffen.files.sheets.names import Names, folded
from treffen.files.sheets.reading_context import RowCells
from treffen.problem import EntityKind, Participant, ParticipantId

Labels = Mapping[tuple[EntityKind, str], str]


def guests(cells: RowCells, people: Names) -> Iterator[tuple[int, Item]]:
    """The people in the columns of guests: `;` and line breaks separate them, for names have commas."""
    for column, raw in cells.raws("requested"):
        text = text_of(raw)
        if text in people:
            yield column, Item(text)
        elif text.casefold() not in NOTHING:
            for item in split(text.replace("\n", ";"), separators=(";",)):
                yield column, item


@dataclass(slots=True)
class Matching:
    """The people of the frame, each of whom is one person of the other system at most."""

    before: Sequence[Participant]
    labels: Labels
    others: Iterable[str]
    said: list[str] = field(default_factory=list)
    _names: dict[ParticipantId, str] = field(default_factory=dict)
    _by_name: dict[str, list[ParticipantId]] = field(default_factory=dict)
    _taken: set[ParticipantId] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._counts = Counter(map(folded, self.others))
        for person in self.before:
            self._names[person.id] = self.labels.get((EntityKind.PARTICIPANT, person.id), "")
            self._by_name.setdefault(folded(self._names[person.id] or person.id), []).append(person.id)

    def own(self, id: str, name: str) -> ParticipantId | None:
        """The person of the frame who is meant, and is meant by nobody else; nothing if there is none."""
        named = self._by_name.get(folded(name or id), [])
        equal = ParticipantId(id)
        is_one = len(named) == 1 and self._counts[folded(name or id)] < 2
        if is_one:
            found = named[0]
        elif equal in named or (equal in self._names and not (name and self._names[equal])):
            found = equal
        else:
            return None
        if found in self._taken:
            return None
        self._taken.add(found)
        self.said.append(f"{name or id} = {found}" if (name or id) != found else found)
        return found

    def clashes(self, id: str) -> bool:
        """Whether somebody of the frame has this id."""
        return ParticipantId(id) in self._names

    def name_of(self, id: str) -> str:
        """What somebody of the frame is called."""
        return self._names[ParticipantId(id)] or id

    def fresh(self, id: str) -> ParticipantId:
        """This id, or one like it that nobody has, for somebody whom the frame does not have."""
        found, n = ParticipantId(id), 2
        while found in self._names:
            found, n = ParticipantId(f"{id}-{n}"), n + 1
        self._names[found] = id
        self._taken.add(found)
        return found
