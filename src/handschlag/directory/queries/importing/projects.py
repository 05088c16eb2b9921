"""Which participations of a catalogue the directory has already, and which actors its numbers mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched

from handschlag.common.table_import.models import AT_A_TIME
from handschlag.directory.models import Participation
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.participations import ImportedParticipation

Key = tuple[str, str, str]


@dataclass(slots=True, kw_only=True)
class TakenParticipations:
    """Which parts there are, which actors a number of the catalogue means, and what projects are called here.

    A grant is one part, also when its ministry has another name by now.
    """

    parts: set[Key] = field(default_factory=set)
    grants: dict[str, str] = field(default_factory=dict)
    meant: dict[str, set[int]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)

    def has(self, part: ImportedParticipation) -> bool:
        return part.key in self.parts or part.grant in self.grants

    def named(self, part: ImportedParticipation) -> ImportedParticipation:
        """The part in the project that its companions are in already."""
        return replace(part, project=self.renamed.get(part.project, part.project))

    def actor_of(self, parts: Iterable[ImportedParticipation]) -> int | None:
        """The one actor that these numbers meant before; a merge leads them to the actor that is kept."""
        found = {actor for part in parts for actor in self.meant.get(part.organisation or part.grant, ())}
        return found.pop() if len(found) == 1 else None


def taken_parts(catalogue: Catalogue, parts: Sequence[ImportedParticipation]) -> TakenParticipations:
    """As far as these parts ask for it."""
    found = TakenParticipations()
    numbers = sorted({part.organisation or part.grant for part in parts})
    of_organisations = catalogue is Catalogue.CORDIS
    for some in batched(numbers, AT_A_TIME):
        asked = {"organisation__in" if of_organisations else "reference__in": some}
        for project, organisation, grant, actor in _rows(catalogue, asked):
            found.parts.add((project, organisation, grant))
            if grant:
                found.grants[grant] = project
            found.meant.setdefault(organisation or grant, set()).add(actor)
    known = {part.project: found.grants[part.grant] for part in parts if part.grant in found.grants}
    found.renamed = {name: reference for name, reference in known.items() if name != reference}
    return found


def _rows(catalogue: Catalogue, asked: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str, int]]:
    listed = Participation.objects.filter(project__catalogue=catalogue.value, **asked)
    return listed.values_list("project__reference", "organisation", "reference", "actor_id").iterator()
