"""JSON of others, walked key by key: each value knows its path, and what nobody asked for is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from treffen.files.strict_json import BadNumber
from treffen.problem import LocatedFault, ReadingFault, ReadingFaultKind, Where

K = ReadingFaultKind
YEARS = range(1000, 9001)
"""The years of what is held: nobody means others, and at either end of time clocks cannot be put."""


@dataclass(slots=True)
class Findings:
    """What is wrong with a file, and what of it is left behind."""

    sheet: str
    faults: list[LocatedFault] = field(default_factory=list)
    beside: tuple[LocatedFault, ...] = ()
    _told: list[LocatedFault] = field(default_factory=list)
    _behind: Counter[str] = field(default_factory=Counter)
    _out: dict[tuple[str, str], int] = field(default_factory=dict)

    def refuse(
        self, kind: ReadingFaultKind, where: Where, *, field: str, value: object = "", expected: str = ""
    ) -> None:
        """Note a fault."""
        fault = ReadingFault(kind=kind, field=field, value=str(value)[:80], expected=expected)
        self.faults.append(LocatedFault(fault=fault, where=where))

    def leave_behind(self, key: str, count: int = 1) -> None:
        """An entry for which an event has no place."""
        self._behind[key] += count

    def leave_out(self, why: str, what: str = "", *, count: int = 1) -> None:
        """Something that an event could hold, and does not: `why` is one of the words for reasons."""
        self._out[why, what] = self._out.get((why, what), 0) + count

    def tell(self, kind: ReadingFaultKind, value: str) -> None:
        """Something about the file as a whole that need not be repaired."""
        self._told.append(self._notice(kind, value))

    def notices(self) -> tuple[LocatedFault, ...]:
        """What was left, counted, one notice for each kind of thing."""
        found = [*self.beside, *self._told]
        if self._behind:
            value = ", ".join(f"{key} ({n})" for key, n in sorted(self._behind.items()))
            found.append(self._notice(K.NOT_CARRIED_OVER, value))
        for (why, what), n in self._out.items():
            found.append(self._notice(K.LEFT_OUT, f"{what} ({n})" if what else str(n), why))
        return tuple(found)

    def _notice(self, kind: ReadingFaultKind, value: str, expected: str = "") -> LocatedFault:
        return LocatedFault(
            fault=ReadingFault(kind=kind, value=value, expected=expected), where=Where(sheet=self.sheet)
        )


@dataclass(frozen=True, slots=True)
class Node:
    """One value in JSON and its path. Nothing is raised: what is wrong is noted, and counts as absent."""

    findings: Findings
    value: object
    path: str = ""

    @property
    def where(self) -> Where:
        """The place of this value."""
        return Where(sheet=self.findings.sheet, path=self.path)

    @property
    def _name(self) -> str:
        return self.path.rpartition(".")[2].partition("[")[0]

    def __getitem__(self, key: str) -> Node:
        """What stands under a key; nothing where there is no such key, or no object."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Node(self.findings, value, f"{self.path}.{key}" if self.path else key)

    def members(self) -> Iterator[Node]:
        """The members of a list; none where there is none."""
        if isinstance(self.value, list):
            for at, one in enumerate(self.value):
                yield Node(self.findings, one, f"{self.path}[{at}]")
        elif self.value is not None:
            self._refuse_type("list")

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The entries of an object."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield str(key), self[key]
        elif self.value is not None:
            self._refuse_type("object")

    def is_object(self) -> bool:
        """Whether this is an object; a fault if not."""
        if not isinstance(self.value, dict):
            self._refuse_type("object")
        return isinstance(self.value, dict)

    def text(self) -> str:
        """A text, or a number as text; in several languages the first. Empty if there is none."""
        value = self.value
        if isinstance(value, Mapping):
            value = next((one for one in value.values() if isinstance(one, str) and one), None)
        if isinstance(value, str):
            return " ".join(value.split())
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self._refuse_type("text")
        return ""

    def needed(self) -> str:
        """A text that has to be there."""
        found = self.text()
        if not found and (self.value is None or isinstance(self.value, (str, Mapping))):
            self.findings.refuse(K.MISSING_KEY, self.where, field=self._name, value=self._name)
        return found

    def moment(self, zone: tzinfo) -> datetime | None:
        """A date with a time; without an offset in `zone`."""
        text = self.text()
        if not text:
            return None
        try:
            found = datetime.fromisoformat(text)
        except ValueError:
            self.refuse_time("2027-04-20T10:00:00+02:00")
            return None
        return found if found.tzinfo is not None else found.replace(tzinfo=zone)

    def needed_moment(self, zone: tzinfo) -> datetime | None:
        """A date with a time that has to be there."""
        return self.moment(zone) if self.needed() else None

    def session_time(self, zone: tzinfo) -> datetime | None:
        """When something is held: such a moment, in a year that somebody can mean."""
        found = self.needed_moment(zone)
        if found is None or found.year in YEARS:
            return found
        self.refuse_time("2027-04-20T10:00:00+02:00")
        return None

    def refuse_time(self, expected: str) -> None:
        """A fault: this is no time that an event can have."""
        self.findings.refuse(K.NOT_A_TIME, self.where, field=self._name, value=self.text(), expected=expected)

    def refuse_end(self, end: datetime, *, after: datetime) -> None:
        """A fault: this ends before it begins, or at once."""
        value, expected = end.isoformat(), f"> {after.isoformat()}"
        self.findings.refuse(K.CONTRADICTION, self.where, field=self._name, value=value, expected=expected)

    def leave_all_but(self, *known: str) -> None:
        """Everything that has content and that nobody asked for."""
        for key, one in self.entries():
            if key not in known and one.value not in (None, "", [], {}, False):
                self.findings.leave_behind(key)

    def _refuse_type(self, expected: str) -> None:
        value = self.value
        shown = "[...]" if isinstance(value, list) else "{...}" if isinstance(value, dict) else value
        shown = repr(shown) if isinstance(shown, BadNumber) else shown
        self.findings.refuse(K.WRONG_TYPE, self.where, field=self._name, value=shown, expected=expected)
