"""When somebody is there, what they want to hear, and which slots they keep free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import format_time, format_weekday, local, zone
from handschlag.matching.actions.times import Times
from handschlag.matching.models import Participant
from handschlag.registration import labels
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.rules.days import days_between, moment

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TimesForm(forms.Form):
    """`slots` are the beginnings of all slots of the event."""

    has_lunch = forms.BooleanField(label=_("I will be there for lunch."), required=False)

    def __init__(
        self,
        *args: Any,
        first: date,
        last: date,
        offers: Mapping[int, Offer],
        slots: Iterable[datetime],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.offers = offers
        self.days = days_between(first, last)
        for name, label in (("arrives", _("Time of arrival")), ("leaves", _("Time of departure"))):
            if len(self.days) > 1:
                self.fields[f"{name}_day"] = forms.ChoiceField(
                    label=_("Day of arrival") if name == "arrives" else _("Day of departure"),
                    choices=[
                        ("", _("same as the event")),
                        *((one.isoformat(), format_weekday(one)) for one in self.days),
                    ],
                    required=False,
                )
            self.fields[f"{name}_time"] = forms.TimeField(label=label, required=False, widget=TIME)
        for pk in offers:
            self.fields[f"wish_{pk}"] = forms.ChoiceField(
                choices=labels.WISHES, required=False, widget=forms.RadioSelect
            )
        self.fields["blocked"] = forms.TypedMultipleChoiceField(
            label=_("Keep free"),
            choices=[(at.isoformat(), format_time(at)) for at in slots],
            coerce=datetime.fromisoformat,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        for name in ("arrives", "leaves"):
            self.cleaned_data[f"{name}_at"] = self.moment_of(name)
        arrives_at, leaves_at = self.cleaned_data["arrives_at"], self.cleaned_data["leaves_at"]
        if arrives_at and leaves_at and leaves_at <= arrives_at:
            self.add_error("leaves_time", _("The departure must be after the arrival."))
        return self.cleaned_data

    def moment_of(self, name: str) -> datetime | None:
        at = self.cleaned_data.get(f"{name}_time")
        chosen = self.cleaned_data.get(f"{name}_day")
        if at is None:
            return None
        day = date.fromisoformat(chosen) if chosen else self.days[0 if name == "arrives" else -1]
        if name == "leaves" and at.hour < 6:
            day += timedelta(days=1)
        found = moment(day, at, zone())
        if found is None:
            self.add_error(
                f"{name}_time",
                _("This time does not exist because the clocks go forward. Enter another time."),
            )
        return found

    def times(self) -> Times:
        """Everything as one value; only for a form that is valid."""
        given = self.cleaned_data
        return Times(
            arrives_at=given["arrives_at"],
            leaves_at=given["leaves_at"],
            has_lunch=given["has_lunch"],
            talks={pk: given[f"wish_{pk}"] for pk in self.offers if given[f"wish_{pk}"]},
            blocked=frozenset(given["blocked"]),
        )


def initial_times(participant: Participant) -> dict[str, Any]:
    """What was said before."""
    registration = participant.registration
    given: dict[str, Any] = {"has_lunch": registration.has_lunch}
    for name in ("arrives", "leaves"):
        at = getattr(registration, f"{name}_at")
        if at is not None:
            there = local(at)
            night = name == "leaves" and there.hour < 6
            given[f"{name}_time"] = there.time()
            given[f"{name}_day"] = (there.date() - timedelta(days=int(night))).isoformat()
    for session, wish in registration.choices.values_list("session_id", "wish"):
        given[f"wish_{session}"] = wish
    given["blocked"] = [at.isoformat() for at in participant.blocked.values_list("starts_at", flat=True)]
    return given
