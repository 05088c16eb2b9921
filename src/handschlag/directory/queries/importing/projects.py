"""Which participations of a catalogue the directory has already, and which actors its numbers mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from handschlag.directory.models import Participation
from handschlag.directory.rules.imports.catalogues import Catalogue
from handschlag.directory.rules.imports.parts import Part

AT_A_TIME = 500
Key = tuple[str, str, str]


@dataclass(slots=True, kw_only=True)
class Taken:
    """By project, organisation and grant: the actor; and the actors that a number of the catalogue means."""

    parts: dict[Key, int] = field(default_factory=dict)
    meant: dict[str, set[int]] = field(default_factory=dict)

    def actor_of(self, parts: Iterable[Part]) -> int | None:
        """The one actor that these numbers meant before; a merge leads them to the actor that is kept."""
        found = {actor for part in parts for actor in self.meant.get(part.organisation or part.grant, ())}
        return found.pop() if len(found) == 1 else None


def taken_parts(catalogue: Catalogue, parts: Sequence[Part]) -> Taken:
    """As far as these parts ask for it."""
    found = Taken()
    numbers = sorted({part.organisation or part.grant for part in parts})
    of_organisations = catalogue is Catalogue.CORDIS
    for some in (numbers[start : start + AT_A_TIME] for start in range(0, len(numbers), AT_A_TIME)):
        asked = {"organisation__in" if of_organisations else "reference__in": some}
        for project, organisation, grant, actor in rows(catalogue, asked):
            found.parts[project, organisation, grant] = actor
            found.meant.setdefault(organisation or grant, set()).add(actor)
    return found


def rows(catalogue: Catalogue, asked: dict[str, list[str]]) -> Iterator[tuple[str, str, str, int]]:
    listed = Participation.objects.filter(project__catalogue=catalogue.value, **asked)
    return listed.values_list("project__reference", "organisation", "reference", "actor_id").iterator()
