"""Catalogues have a line for each grant: the lines of one organisation become one row of the import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from handschlag.common.rules.folding import folded_name
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.import_fields import OF_PROJECTS, EntryField, in_line

_GERMANY = frozenset({"de", "deutschland", "germany", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """One line of the file, as texts by fact."""

    number: int
    texts: Mapping[str, str]

    def said(self, fact: str) -> str:
        return self.texts.get(fact, "")


@dataclass(slots=True, kw_only=True)
class _Grouped:
    """The rows of the import: number of the first line, and texts. How many lines were not taken, and why."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    abroad: int = 0
    single: int = 0
    repeated: int = 0


def grouped(lines: Iterable[CatalogueLine], catalogue: Catalogue) -> _Grouped:
    """Facts of an organisation are those of its first line that has them; each project keeps its line."""
    every = list(lines)
    found, groups = _Grouped(), _Groups()
    joint = _joint_lines(every, catalogue)
    seen: set[tuple[tuple[str, str], ...]] = set()
    for line in every:
        if folded_name(line.said(EntryField.COUNTRY)) not in _GERMANY:
            found.abroad += 1
            continue
        same = tuple(sorted(line.texts.items()))
        if same in seen:
            found.repeated += 1
            continue
        seen.add(same)
        texts = found.rows.setdefault(groups.first_line(line), {})
        for fact, text in line.texts.items():
            if fact not in OF_PROJECTS and text:
                texts.setdefault(fact, text)
        if line.number in joint:
            texts |= {in_line(fact, line.number): line.said(fact) for fact in _project_fields(line)}
        else:
            found.single += 1
    return found


def _project_fields(line: CatalogueLine) -> Iterator[str]:
    return (fact for fact in line.texts if fact in OF_PROJECTS)


def _joint_lines(lines: list[CatalogueLine], catalogue: Catalogue) -> set[int]:
    """The numbers of lines that tell of joint projects.

    The Förderkatalog names the joint project. CORDIS does not: a file that also has organisations elsewhere
    is taken to be complete, and a project with one organisation in it is not joint.
    """
    if any(EntryField.JOINT in line.texts for line in lines):
        return {line.number for line in lines if line.said(EntryField.JOINT)}
    if catalogue is Catalogue.FOERDERKATALOG:
        return set()
    is_complete = any(folded_name(line.said(EntryField.COUNTRY)) not in _GERMANY for line in lines)
    partners: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        partner = line.said(EntryField.ORGANISATION) or line.said(EntryField.NAME)
        partners[line.said(EntryField.PROJECT)].add(partner)
    joint = {project for project, found in partners.items() if not is_complete or len(found) > 1}
    return {line.number for line in lines if line.said(EntryField.PROJECT) in joint}


@dataclass(slots=True)
class _Groups:
    """Which lines are of one organisation: those with one number, or one name in one place."""

    by_number: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, str], int] = field(default_factory=dict)

    def first_line(self, line: CatalogueLine) -> int:
        if not line.said(EntryField.NAME):
            return line.number
        organisation = line.said(EntryField.ORGANISATION)
        name = (folded_name(line.said(EntryField.NAME)), folded_name(line.said(EntryField.PLACE)))
        first = self.by_number.get(organisation) or self.by_name.get(name) or line.number
        self.by_name.setdefault(name, first)
        if organisation:
            self.by_number.setdefault(organisation, first)
        return first
