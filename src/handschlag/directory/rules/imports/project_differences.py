"""What a file tells otherwise of joint projects that are known: facts as texts, an empty one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from handschlag.directory.rules.imports.participations import ImportedParticipation

TEXTS = ("acronym", "title_de", "title_en", "programme", "funder")
OF_PROJECTS = (*TEXTS, "starts_on", "ends_on")
OF_PARTS = ("role", "title_de", "cents", "starts_on", "ends_on")

type Told = tuple[str, str, str]  # fact, as it is known, as the file tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPart:
    """A part as the directory has it; `key` is what the catalogue numbers it by."""

    id: int
    key: tuple[str, str]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownProject:
    id: int
    facts: Mapping[str, str]
    parts: Sequence[KnownPart] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A fact of a project, or of the part with the id `part`."""

    project: int
    part: int | None
    fact: str
    before: str
    after: str


def differences(known: KnownProject, said: Sequence[ImportedParticipation]) -> Iterator[Difference]:
    """What these lines of the file tell otherwise. What they do not tell is no difference."""
    for told in _of_project(known, said):
        yield Difference(project=known.id, part=None, fact=told[0], before=told[1], after=told[2])
    by_key = {(one.organisation, one.grant): one for one in said}
    for mine in known.parts:
        line = by_key.get(mine.key)
        for told in _of_part(mine, line) if line else ():
            yield Difference(project=known.id, part=mine.id, fact=told[0], before=told[1], after=told[2])


def _of_project(known: KnownProject, said: Sequence[ImportedParticipation]) -> Iterator[Told]:
    """A text differs where no line has it any more; days are those of all parts, of the file or known."""
    for fact in TEXTS:
        values = [value for part in said if (value := _text_of(part, fact))]
        if values and known.facts[fact] not in values:
            yield fact, known.facts[fact], values[0]
    told = {(one.organisation, one.grant) for one in said}
    rest = [one for one in known.parts if one.key not in told]
    starts = _earliest([*(one.starts_on for one in said), *(one.facts["starts_on"] for one in rest)])
    ends = _latest([*(one.ends_on for one in said), *(one.facts["ends_on"] for one in rest)])
    yield from _days(known.facts, starts, ends)


def _text_of(part: ImportedParticipation, fact: str) -> str:
    """Without the table of projects a file has no titles: short names stand for them, and say nothing."""
    value: str = getattr(part, fact)
    return "" if fact == "title_en" and value in {part.acronym, part.project} else value


def _of_part(known: KnownPart, said: ImportedParticipation) -> Iterator[Told]:
    for fact, name in (("role", "role"), ("title_de", "subject")):
        value: str = getattr(said, name)
        if value and value != known.facts[fact]:
            yield fact, known.facts[fact], value
    cents = "" if said.cents is None else str(said.cents)
    if cents and cents != known.facts["cents"]:
        yield "cents", known.facts["cents"], cents
    yield from _days(known.facts, said.starts_on, said.ends_on)


def _days(known: Mapping[str, str], starts: str, ends: str) -> Iterator[Told]:
    """Days that the file tells otherwise, unless the end would come before the beginning."""
    after = {"starts_on": starts or known["starts_on"], "ends_on": ends or known["ends_on"]}
    if after["starts_on"] and after["ends_on"] and after["ends_on"] < after["starts_on"]:
        return
    for fact, value in after.items():
        if value != known[fact]:
            yield fact, known[fact], value


def _earliest(days: Iterable[str]) -> str:
    return min(filter(None, days), default="")


def _latest(days: Iterable[str]) -> str:
    return max(filter(None, days), default="")
