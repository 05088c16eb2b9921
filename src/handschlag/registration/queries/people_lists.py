"""What a list would do: the dry run. It is read anew whenever it is looked at, so that it is never old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handschlag.directory.queries.public import public_actors
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.events.models import Event
from handschlag.registration.models import PeopleList, Registration
from handschlag.registration.queries.occupancy import occupancy_of
from handschlag.registration.rules.people_lists import (
    Fact,
    Line,
    Verdict,
    counted,
    judge,
    read_lines,
)
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.resemblance import ComparedRegistration, likely_pairs

FAR = 1 << 60  # ids of rows, apart from those of registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    lines: Sequence[Line]
    counts: Mapping[Verdict, int]
    actors: Mapping[str, tuple[int, str]]  # organisation as it stands in the list -> actor and its name

    @property
    def new(self) -> Sequence[Line]:
        """Those who would be registered."""
        return [line for line in self.lines if line.verdict in {Verdict.NEW, Verdict.WAITS}]


def columns_of(row: PeopleList) -> dict[int, Fact]:
    return {int(index): Fact(fact) for index, fact in row.columns.items()}


def dry_run(row: PeopleList, event: Event) -> DryRun:
    """Every row's verdict, with faults, and with whom it resembles; a handful of queries for any length."""
    columns = columns_of(row)
    mended = {int(number): texts for number, texts in row.mended.items()}
    lines = read_lines(row.rows, columns=columns, first_row=row.first_row, mended=mended)
    living = Registration.objects.filter(event=event, state__in=ACTIVE, erased_at=None).order_by()
    known = list(living.values("pk", "name", "email", "organisation", "actor_id"))
    house = occupancy_of(event, counts_held=False)
    judge(
        lines,
        registered=frozenset(one["email"] for one in known),
        left_out=frozenset(row.left_out),
        free=None if house.free is None else house.free - house.waiting,
        has_waiting_list=house.has_waiting_list,
        columns=columns,
    )
    _resemble(lines, known)
    names = {line.organisation for line in lines if line.organisation}
    return DryRun(lines=lines, counts=counted(lines), actors=_actors_called(names))


def _resemble(lines: Sequence[Line], known: Sequence[Mapping[str, Any]]) -> None:
    """Rows that may be somebody who is registered, or another row, say who that is."""
    doing = [line for line in lines if line.verdict in {Verdict.NEW, Verdict.WAITS}]
    people = [
        ComparedRegistration(
            id=FAR + line.number, name=line.name, email=line.email, organisation=line.organisation
        )
        for line in doing
    ]
    people += [
        ComparedRegistration(
            id=one["pk"],
            name=one["name"],
            email=one["email"],
            organisation=one["organisation"],
            actor=one["actor_id"],
        )
        for one in known
    ]
    by_id = {person.id: person for person in people}
    at = {FAR + line.number: line for line in doing}
    for pair in likely_pairs(people):
        for mine, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if mine in at:
                found = by_id[other]
                at[mine].resembles = (*at[mine].resembles, f"{found.name}, {found.email}")


def _actors_called(names: set[str]) -> Mapping[str, tuple[int, str]]:
    """Actors of the directory by what the list calls them, whatever the legal form; where it is one only."""
    wanted = {bare_name(name) for name in names}
    if not wanted:
        return {}
    found: dict[str, list[tuple[int, str]]] = {}
    for pk, name in public_actors().order_by("pk").values_list("pk", "name"):
        bare = bare_name(name)
        if bare in wanted:
            found.setdefault(bare, []).append((pk, name))
    return {name: found[bare_name(name)][0] for name in names if len(found.get(bare_name(name), ())) == 1}
