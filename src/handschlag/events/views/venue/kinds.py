"""The things of this part: which form, which verbs, which list they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handschlag.events.actions.venue import exhibits, meeting_grid, stands
from handschlag.events.forms.fields import RowForm
from handschlag.events.forms.venue.exhibition import DeskForm, ExhibitForm, StaffForm, StandForm, StandsForm
from handschlag.events.forms.venue.meeting_grid import BlockForm, PlaceForm, PlacesForm


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueObjectKind:
    """`start` is what an empty form shows; `many` says that the form for new ones takes codes."""

    home: str
    current: str
    form: type[RowForm]
    change: Callable[..., None]
    remove: Callable[..., None]
    add: Callable[..., object]
    choices: tuple[str, ...] = ()
    new_form: type[RowForm] | None = None
    start: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_many(self) -> bool:
        return self.new_form is not None


EXHIBITION, GRID = "events:exhibits", "events:grid"
THINGS: dict[str, VenueObjectKind] = {
    "stand": VenueObjectKind(
        home="events:stands",
        current=EXHIBITION,
        form=StandForm,
        new_form=StandsForm,
        add=stands.add_stands,
        change=stands.change_stand,
        remove=stands.remove_stand,
        choices=("zone",),
        start={"width": 30, "depth": 20, "has_power": True, "is_step_free": True},
    ),
    "exhibit": VenueObjectKind(
        home=EXHIBITION,
        current=EXHIBITION,
        form=ExhibitForm,
        add=exhibits.add_exhibit,
        change=exhibits.change_exhibit,
        remove=exhibits.remove_exhibit,
        choices=("programme", "stand"),
    ),
    "staff": VenueObjectKind(
        home="events:stand_staff",
        current=EXHIBITION,
        form=StaffForm,
        add=stands.add_staff,
        change=stands.change_staff,
        remove=stands.remove_staff,
        choices=("stand",),
        start={"speaks_german": True},
    ),
    "desk": VenueObjectKind(
        home="events:desks",
        current=EXHIBITION,
        form=DeskForm,
        add=exhibits.add_desk,
        change=exhibits.change_desk,
        remove=exhibits.remove_desk,
        choices=("programme", "stand"),
    ),
    "place": VenueObjectKind(
        home="events:places",
        current=GRID,
        form=PlaceForm,
        new_form=PlacesForm,
        add=meeting_grid.add_places,
        change=meeting_grid.change_place,
        remove=meeting_grid.remove_place,
        choices=("zone", "room"),
        start={"kind": "table", "seats": 2, "is_step_free": True},
    ),
    "block": VenueObjectKind(
        home=GRID,
        current=GRID,
        form=BlockForm,
        add=meeting_grid.add_block,
        change=meeting_grid.change_block,
        remove=meeting_grid.remove_block,
        start={"meeting_minutes": 15, "change_minutes": 5},
    ),
}
