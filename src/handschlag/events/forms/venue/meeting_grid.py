"""Places to meet and blocks of slots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import clock_of, local_date, zone
from handschlag.events.forms.fields import (
    ODD,
    RoomAddress,
    RowForm,
    clock_input,
    day_input,
    title,
    whole_minutes,
    yes,
)
from handschlag.events.forms.venue.exhibition import choice
from handschlag.events.forms.venue.metres import CodesField
from handschlag.events.models import PlaceKind
from handschlag.events.rules.moments import OddMoment, span_of

KINDS = {
    PlaceKind.TABLE: _("Meeting table"),
    PlaceKind.STAND: _("Stand"),
    PlaceKind.ROOM: _("Room"),
    PlaceKind.LINK: _("Online"),
}


def _seats() -> forms.IntegerField:
    return forms.IntegerField(label=_("Number of places"), min_value=2, max_value=50, initial=2)


class _AnyPlace(RowForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    zone = choice(_("Area"))
    room = choice(
        _("Room"), hint=_("If it is in a programme room, we warn you when a session needs the room.")
    )
    seats = _seats()
    is_step_free = yes(_("Step-free access"))
    is_quiet = yes(_("Quiet"))
    url = RoomAddress(
        label=_("Address of the meeting online"),
        required=False,
        help_text=_("Only if the rooms are not those of the event’s provider. We show it to nobody."),
    )
    facts: tuple[str, ...] = ("kind", "seats", "is_step_free", "is_quiet", "url")
    rows = ("zone", "room")


class PlaceForm(_AnyPlace):
    code = title(_("Number"), longest=20, required=True)
    facts = ("code", *_AnyPlace.facts)
    field_order = ("seen", "code", "kind", "zone", "room", "seats", "is_step_free", "is_quiet", "url")


class PlacesForm(_AnyPlace):
    """Many places at once."""

    codes = CodesField(_("Numbers of the meeting points"), _("One or many: T1, or T1..T36."))
    field_order = ("seen", "codes", "kind", "zone", "room", "seats", "is_step_free", "is_quiet", "url")


class BlockForm(RowForm):
    name_de = title(_("Name, German"), longest=80, required=True)
    name_en = title(_("Name, English"), longest=80)
    day = forms.DateField(label=_("Day"), widget=day_input())
    begins = forms.TimeField(label=_("From"), widget=clock_input())
    ends = forms.TimeField(
        label=_("Until"), widget=clock_input(), help_text=_("A time before the beginning means the next day.")
    )
    meeting_minutes = forms.IntegerField(
        label=_("Length of a meeting in minutes"), min_value=5, max_value=240
    )
    change_minutes = forms.IntegerField(
        label=_("Walking time after each (minutes)"),
        min_value=0,
        max_value=60,
        help_text=_("No walking time is added after the last one."),
    )
    facts = ("name_de", "name_en", "meeting_minutes", "change_minutes")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        starts, ends = values.get("starts_at"), values.get("ends_at")
        if not (isinstance(starts, datetime) and isinstance(ends, datetime)):
            return dict(values)
        times = {"day": local_date(starts), "begins": clock_of(starts), "ends": clock_of(ends)}
        return {**values, **times}

    def clean(self) -> dict[str, Any]:
        day, begins, ends = (self.cleaned_data.get(name) for name in ("day", "begins", "ends"))
        if day is not None and begins is not None and ends is not None:
            try:
                self.span = span_of(day, whole_minutes(begins), whole_minutes(ends), zone())
            except OddMoment as odd:
                self.add_error(None, str(ODD[odd.fault]))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        starts, ends = self.span
        return {**super().values(), "starts_at": starts, "ends_at": ends}
