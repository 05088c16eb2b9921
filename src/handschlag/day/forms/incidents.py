"""What organisers type on the day."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import clock_of, local_date, zone
from handschlag.day.actions.incident_closing import MOST_MINUTES, MOST_MOVED
from handschlag.day.actions.incident_opening import NEEDED, IncidentSubject
from handschlag.day.models import IncidentKind
from handschlag.events.rules.moments import OddMoment, moment_at

UNTIL_NEEDED: Final = {IncidentKind.LATE, IncidentKind.OVERRUN}
UNTIL_ASKED: Final = {*UNTIL_NEEDED, IncidentKind.PLACE_LOST, IncidentKind.ROOM_LOST}
LABELS: Final = {
    "participant_id": _("Who?"),
    "place_id": _("Which table?"),
    "room_id": _("Which room?"),
    "session_id": _("Which talk?"),
}


class IncidentForm(forms.Form):
    """What happened to whom or what, from when, and until when."""

    subject = forms.TypedChoiceField(coerce=int)
    from_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    until_at = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Empty: for the rest of the day."),
    )
    is_supposed = forms.BooleanField(
        label=_("Simulation only: nothing is sent"), required=False, widget=forms.CheckboxInput
    )

    def __init__(
        self,
        data: Any = None,
        *,
        kind: IncidentKind,
        choices: list[tuple[int, str]],
        now: datetime,
        **more: Any,
    ) -> None:
        first = {"from_at": clock_of(now)}
        super().__init__(data, initial={**first, **more.pop("initial", {})}, **more)
        self.kind, self.day = kind, local_date(now)
        subject = self.fields["subject"]
        assert isinstance(subject, forms.TypedChoiceField)
        subject.label = LABELS[NEEDED[kind]]
        subject.choices = [("", "–"), *choices]
        self.fields["until_at"].required = kind in UNTIL_NEEDED
        if kind in UNTIL_NEEDED:
            self.fields["until_at"].help_text = ""
        if kind not in UNTIL_ASKED:
            del self.fields["until_at"]
        if kind is IncidentKind.NO_SHOW:
            del self.fields["is_supposed"]

    def clean_from_at(self) -> datetime:
        return self.moment(self.cleaned_data["from_at"])

    def clean_until_at(self) -> datetime | None:
        found: time | None = self.cleaned_data["until_at"]
        return None if found is None else self.moment(found)

    def moment(self, at: time) -> datetime:
        try:
            return moment_at(self.day, at, zone())
        except OddMoment as fault:
            text = _(
                "The clocks change that night, so this time does not exist or exists twice. Enter "
                "another time."
            )
            raise forms.ValidationError(text) from fault

    def about(self) -> IncidentSubject:
        return IncidentSubject(**{NEEDED[self.kind]: self.cleaned_data["subject"]})


class RulesForm(forms.Form):
    """How long a meeting stays before it begins, what is taken unasked (empty: nothing), what is offered."""

    freeze_minutes = forms.IntegerField(min_value=0, max_value=MOST_MINUTES)
    automatic_up_to = forms.IntegerField(min_value=0, max_value=MOST_MOVED, required=False)
    offers_freed_times = forms.BooleanField(required=False)
