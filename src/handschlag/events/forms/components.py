"""Days, zones, rooms, tracks, speakers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import clock_of, zone
from handschlag.directory.models import Network
from handschlag.events.forms.fields import (
    ODD,
    MomentField,
    RoomAddress,
    RowForm,
    clock_input,
    day_input,
    number,
    text,
    title,
    whole_minutes,
    yes,
)
from handschlag.events.rules.components import EventComponent
from handschlag.events.rules.moments import OddMoment, span_of

ORDER = _("Smaller numbers come first.")


class _DayForm(RowForm):
    day = forms.DateField(label=_("Day"), widget=day_input())
    opens = forms.TimeField(label=_("Opens at"), widget=clock_input())
    closes = forms.TimeField(
        label=_("Closes at"),
        widget=clock_input(),
        help_text=_("A time before the opening means the next day: 18:00 to 1:00 goes over midnight."),
    )

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        if not isinstance(values.get("opens_at"), datetime):
            return dict(values)
        opens, closes = values["opens_at"], values["closes_at"]
        assert isinstance(opens, datetime)
        assert isinstance(closes, datetime)
        return {"day": values["day"], "opens": clock_of(opens), "closes": clock_of(closes)}

    def clean(self) -> dict[str, Any]:
        day, opens, closes = (self.cleaned_data.get(name) for name in ("day", "opens", "closes"))
        if day is not None and opens is not None and closes is not None:
            try:
                self.span = span_of(day, whole_minutes(opens), whole_minutes(closes), zone())
            except OddMoment as odd:
                self.add_error(None, str(ODD[odd.fault]))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        starts, ends = self.span
        return {"day": self.cleaned_data["day"], "opens_at": starts, "closes_at": ends}


class _NamedForm(RowForm):
    name_de = title(_("Name, German"), longest=80, required=True)
    name_en = title(_("Name, English"), longest=80)
    position = forms.IntegerField(
        label=_("Order"), min_value=0, max_value=9999, initial=0, required=False, help_text=ORDER
    )

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0


class _ZoneForm(_NamedForm):
    is_step_free = yes(_("Step-free access"))
    is_quiet = yes(_("Quiet"))
    closes_at = MomentField(
        label=_("This area is available until"),
        required=False,
        help_text=_("After this time it and its rooms cannot be used. Empty: no limit."),
    )
    facts = ("name_de", "name_en", "is_step_free", "is_quiet", "closes_at", "position")
    field_order = ("seen", "name_de", "name_en", "is_step_free", "is_quiet", "closes_at", "position")


class _RoomForm(_NamedForm):
    zone = forms.ChoiceField(label=_("Area"), required=False, choices=[("", _("none"))])
    seats = number(_("Number of places"), least=1)
    is_step_free = yes(_("Step-free access"))
    closes_at = MomentField(
        label=_("The room is available until"),
        required=False,
        help_text=_("After this time it cannot be used. Empty: no limit."),
    )
    is_online = yes(
        _("Sessions in this room can also be followed online"),
        _("Registered people enter from ten minutes before the session."),
    )
    online_url = RoomAddress(
        label=_("Address of the transmission"),
        required=False,
        help_text=_("Only if the rooms are not those of the event’s provider. We show it to nobody."),
    )
    facts = (
        *("name_de", "name_en", "seats", "is_step_free", "closes_at", "position"),
        *("is_online", "online_url"),
    )
    rows = ("zone",)
    field_order = (
        *("seen", "name_de", "name_en", "zone", "seats", "is_step_free", "closes_at", "position"),
        *("is_online", "online_url"),
    )


class _TrackForm(_NamedForm):
    facts = ("name_de", "name_en", "position")
    field_order = ("seen", "name_de", "name_en", "position")


class _SpeakerForm(RowForm):
    name = title(_("Name"), longest=120, required=True)
    role_de = title(_("Role, German"))
    role_en = title(_("Role, English"))
    organisation = title(_("Organisation"))
    network = title(
        _("Network"), hint=_("By its name or short name in the directory, if the person belongs to one.")
    )
    about_de = text(_("About the person, German"), rows=4)
    about_en = text(_("About the person, English"), rows=4)
    facts = ("name", "role_de", "role_en", "organisation", "about_de", "about_en")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        network = Network.objects.filter(pk=str(values.get("network_id") or 0)).first()
        return {**values, "network": network.name if network else ""}

    def clean_network(self) -> int | None:
        name = self.cleaned_data["network"]
        if not name:
            return None
        rows = Network.objects.filter(name__iexact=name) | Network.objects.filter(short_name__iexact=name)
        found = rows.order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("The directory has no network of this name."))
        return found.pk

    def values(self) -> dict[str, Any]:
        return {**super().values(), "network_id": self.cleaned_data["network"]}


PART_FORMS: dict[EventComponent, type[RowForm]] = {
    EventComponent.DAY: _DayForm,
    EventComponent.ZONE: _ZoneForm,
    EventComponent.ROOM: _RoomForm,
    EventComponent.TRACK: _TrackForm,
    EventComponent.SPEAKER: _SpeakerForm,
}
