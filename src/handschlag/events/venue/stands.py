"""Stands: added, many at a time, changed and removed; and who answers questions at them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.access import organises
from handschlag.events.editing import DAYS_KEPT, MOST_ON_PLAN, MOST_STAFF, EventComponent, VenueRefusal
from handschlag.events.fields import RowForm, title, yes
from handschlag.events.models import Event, Stand, StandStaff, Zone
from handschlag.events.venue.drawing import Area, in_rows
from handschlag.events.venue.objects import (
    CodesField,
    Metres,
    add_object,
    change_object,
    change_object_seen,
    choice,
    locked_object,
    own_venue,
    remove_object_seen,
    same_event,
    unchanged,
    verb_of,
)

GAP, MARGIN = 10, 10  # decimetres between stands, and from the wall of a zone


def area_of(event: Event, zone_id: int | None) -> Area:
    """Where new things go: into their zone, if it is drawn, else onto the whole plan."""
    zone = Zone.objects.filter(pk=zone_id or 0).first()
    if zone is not None and zone.width:
        return Area(
            left=zone.left + MARGIN,
            top=zone.top + MARGIN,
            width=max(0, zone.width - 2 * MARGIN),
            depth=max(0, zone.depth - 2 * MARGIN),
        )
    return Area(
        left=MARGIN,
        top=MARGIN,
        width=max(0, event.plan_width - 2 * MARGIN),
        depth=max(0, event.plan_depth - 2 * MARGIN),
    )


@transaction.atomic
def add_stands(
    *, event_id: int, codes: Sequence[str], values: Mapping[str, Any], by: Subject, now: datetime
) -> tuple[Stand, ...]:
    """Stands with these codes, in rows in their zone; none of them if one code is taken."""
    event = own_venue(event_id, by)
    same_event(event, values)
    taken = set(Stand.objects.filter(event=event).values_list("code", flat=True))
    if twice := sorted(taken & set(codes)):
        raise Refusal(VenueRefusal.CODE_TAKEN, codes=twice)
    if len(taken) + len(codes) > MOST_ON_PLAN:
        raise Refusal(VenueRefusal.FULL)
    width, depth = values["width"], values["depth"]
    area = area_of(event, values.get("zone_id"))
    corners = in_rows(len(codes), area=area, width=width, depth=depth, gap=GAP)
    rows = Stand.objects.bulk_create(
        Stand(event=event, code=code, left=left, top=top, **values)
        for code, (left, top) in zip(codes, corners, strict=True)
    )
    noted(rows, by=by, now=now)
    return tuple(rows)


def noted(rows: Iterable[Any], *, by: Subject, now: datetime) -> None:
    """The audit trail says of each row that it was added, with its code; there must be at least one."""
    made = list(rows)
    targets = ((row, {"code": [None, row.code]}) for row in made)
    audit.record_all(verb=verb_of(made[0], "added"), targets=targets, by_id=by.user_id, now=now)


@transaction.atomic
def change_stand(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The stand says this; refused where somebody changed it since it was shown."""
    change_object_seen(Stand, event_id=event_id, pk=pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def remove_stand(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The stand goes, and with it the names of who staffs it and its place to meet; its exhibits stay."""
    remove_object_seen(EventComponent.STAND, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


@transaction.atomic
def add_staff(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> StandStaff:
    """Somebody staffs a stand. Their name is kept for the organisers; `is_named` lets the public read it."""
    event = own_venue(event_id, by)
    same_event(event, values)
    if StandStaff.objects.filter(stand_id=values["stand_id"]).count() >= MOST_STAFF:
        raise Refusal(VenueRefusal.FULL)
    return add_object(StandStaff(**values), by=by, now=now)


@transaction.atomic
def change_staff(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The contact at a stand says this; refused where it changed since it was shown."""
    event = own_venue(event_id, by)
    same_event(event, values)
    row = locked_object(StandStaff, pk=pk, stand__event=event)
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)


@transaction.atomic
def remove_staff(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The contact is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.STAFF, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


@transaction.atomic
def note_export(*, event_id: int, by: Subject, now: datetime) -> None:
    """A list of names leaves the platform: who took it is written down."""
    require(by, Action.EDIT_EVENT, owns=organises(by, event_id))
    event = Event.objects.get(pk=event_id)
    number = StandStaff.objects.filter(stand__event=event).count()
    changes = {"people": [None, number]}
    audit.record(verb="staff.exported", target=event, by_id=by.user_id, now=now, changes=changes)


@transaction.atomic
def forget_staff(*, now: datetime) -> int:
    """Names go when nobody has a reason to keep them: some weeks after the last day."""
    gone = StandStaff.objects.filter(
        is_demo=False, stand__event__last_day__lt=(now - timedelta(days=DAYS_KEPT)).date()
    )
    return gone.delete()[0]


class StandsForm(RowForm):
    """Many stands at once."""

    codes = CodesField(_("Numbers of the stands"), _("One or many: A1, or A1..A20, B1..B5."))
    zone = choice(_("Area"))
    width = Metres(_("Width of each, in metres"), least=0)
    depth = Metres(_("Depth of each, in metres"), least=0)
    has_power = yes(_("With power"))
    is_step_free = yes(_("Step-free access"))
    facts = ("width", "depth", "has_power", "is_step_free")
    rows = ("zone",)


class StandForm(RowForm):
    code = title(_("Number"), longest=10, required=True)
    zone = choice(_("Area"))
    left = Metres(_("Metres from the left wall"))
    top = Metres(_("Metres from the upper wall"))
    width = Metres(_("Width, in metres"), hint=_("0 removes it from the plan."))
    depth = Metres(_("Depth, in metres"))
    has_power = yes(_("With power"))
    is_step_free = yes(_("Step-free access"))
    facts = ("code", "left", "top", "width", "depth", "has_power", "is_step_free")
    rows = ("zone",)


class StaffForm(RowForm):
    stand = choice(_("Stand"), required=True)
    name = title(_("Name"), longest=120, required=True)
    organisation = title(_("Organisation"))
    email = forms.EmailField(
        label=_("Email"), required=False, help_text=_("Only visible to the organisers, never public.")
    )
    speaks_german = yes(_("Speaks German"))
    speaks_english = yes(_("Speaks English"))
    is_named = yes(
        _("Name on the public page"),
        _("Only with the person’s consent. Otherwise the page only shows the languages."),
    )
    facts = ("name", "organisation", "email", "speaks_german", "speaks_english", "is_named")
    rows = ("stand",)
