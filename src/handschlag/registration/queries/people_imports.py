"""What a list would do: the dry run. It is read anew whenever it is looked at, so that it is never old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from handschlag.common.rules.folding import folded_name
from handschlag.directory.queries.public import public_actors, public_networks
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.events.models import Event
from handschlag.registration.hooks.profile_drafts import kinds_in_words
from handschlag.registration.models import PeopleList, Registration
from handschlag.registration.queries.occupancy import occupancy_of
from handschlag.registration.rules.imported_profiles import ImportFrame
from handschlag.registration.rules.people_imports import (
    REGISTERS,
    ImportAction,
    ImportedPerson,
    PersonField,
    decide_actions,
    parse_people,
)
from handschlag.registration.rules.places import ACTIVE
from handschlag.registration.rules.resemblance import ComparedRegistration, likely_pairs

_FAR = 1 << 60  # ids of rows, apart from those of registrations


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    people: Sequence[ImportedPerson]
    counts: Mapping[ImportAction, int]
    actors: Mapping[str, tuple[int, str]]  # organisation as it stands in the list -> actor and its name

    @property
    def new(self) -> Sequence[ImportedPerson]:
        """Those who would be registered."""
        return [person for person in self.people if person.action in REGISTERS]


def newest_lists(event: Event) -> Sequence[PeopleList]:
    """The twenty newest lists of the event, without what stands in them."""
    return list(PeopleList.objects.filter(event=event).defer("packed")[:20])


def dry_run(row: PeopleList, event: Event) -> DryRun:
    """What every row would do, its faults, and whom it resembles; a handful of queries for any length."""
    corrected = {int(number): texts for number, texts in row.mended.items()}
    people = parse_people(
        row.rows,
        columns=row.fields,
        first_row=row.first_row,
        corrected=corrected,
        frame=_frame_of(row, event),
    )
    living = Registration.objects.filter(event=event, state__in=ACTIVE, erased_at=None).order_by()
    known = [
        ComparedRegistration(id=pk, name=name, email=email, organisation=organisation, actor=actor)
        for pk, name, email, organisation, actor in living.values_list(
            "pk", "name", "email", "organisation", "actor_id"
        )
    ]
    house = occupancy_of(event, counts_held=False)
    counts = decide_actions(
        people,
        registered=frozenset(person.email for person in known),
        left_out=frozenset(row.left_out),
        free=None if house.free is None else house.free - house.waiting,
        has_waiting_list=house.has_waiting_list,
    )
    _resemble([person for person in people if person.action in REGISTERS], known)
    names = {person.organisation for person in people if person.organisation}
    return DryRun(people=people, counts=counts, actors=_actors_called(names))


def _frame_of(row: PeopleList, event: Event) -> ImportFrame:
    """What the cells of this list are read against; networks only where a column names them."""
    zone = ZoneInfo(event.time_zone)
    has_networks = PersonField.NETWORKS in row.fields.values()
    return ImportFrame(
        first_day=event.first_day,
        last_day=event.last_day,
        zone=zone,
        uploaded_on=row.created_at.astimezone(zone).date(),
        kinds=kinds_in_words(),
        networks=_networks_called() if has_networks else {},
    )


def _networks_called() -> Mapping[str, int]:
    """Public networks by their names and short names; of two with one name the older."""
    found: dict[str, int] = {}
    for pk, name, short in public_networks().order_by("pk").values_list("pk", "name", "short_name"):
        for word in filter(None, (name, short)):
            found.setdefault(folded_name(word), pk)
    return found


def _resemble(rows: Sequence[ImportedPerson], known: Sequence[ComparedRegistration]) -> None:
    """Rows that may be somebody who is registered, or another row, say who that is."""
    mine = [
        ComparedRegistration(
            id=_FAR + row.number, name=row.name, email=row.email, organisation=row.organisation
        )
        for row in rows
    ]
    by_id = {person.id: person for person in (*mine, *known)}
    at = {_FAR + row.number: row for row in rows}
    for pair in likely_pairs([*mine, *known]):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one in at:
                found = by_id[other]
                at[one].resembles = (*at[one].resembles, f"{found.name}, {found.email}")


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
