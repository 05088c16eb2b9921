"""What organisers type when they set up matching."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import local, zone
from handschlag.design.controls.fields import OneLine
from handschlag.events.rules.moments import OddMoment, moment_at
from handschlag.matching.actions.setting_up import Settings
from handschlag.matching.engine.capacity import MOST_PEOPLE, Inputs
from handschlag.matching.models import Policy

POLICIES: Final = (
    (Policy.AT_ONCE, _("Immediately: every yes is answered as soon as it is given")),
    (Policy.PRICED, _("Immediately where it pays off, otherwise in announced rounds")),
    (Policy.ROUNDS, _("In announced rounds only")),
)
MOST_SLOTS: Final = 40


class _Moment(forms.DateTimeField):
    """Day and time as the clocks at the event show it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return local(value) if isinstance(value, datetime) and is_aware(value) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            plain = datetime.fromisoformat(str(value).strip())
            return moment_at(plain.date(), plain.time(), zone())
        except OddMoment as fault:
            text = _(
                "The clocks change that night, so this time does not exist or exists twice. Enter "
                "another time."
            )
            raise forms.ValidationError(text) from fault
        except ValueError as fault:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from fault


def _count(label: Any, *, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


class SetUpForm(forms.Form):
    """Dates, policy of answers, budgets. `seen` is the version that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    profiles_from = _Moment(
        label=_("Profiles from"), help_text=_("From then on participants fill in their profiles.")
    )
    wishes_from = _Moment(label=_("Wishes from"), help_text=_("Requests are sent and answered."))
    answers_until = _Moment(
        label=_("Reply by"), help_text=_("Requests sent later get the time that is left.")
    )
    fixed_at = _Moment(
        label=_("Times are fixed from"),
        help_text=_("From then on nobody’s meeting is moved without their consent."),
    )
    policy = forms.ChoiceField(label=_("When we answer a yes"), choices=POLICIES, widget=forms.RadioSelect)
    next_round_at = _Moment(
        label=_("First round"), required=False, help_text=_("Only for rounds; this date is announced.")
    )
    round_hours = _count(_("Hours between rounds"), least=1, most=168)
    wanted = _count(_("Meetings per person"), least=1, most=40)
    musts = _count(_("“Must meet” choices per person"), least=0, most=20)
    most_sent = _count(_("Maximum open or confirmed requests per person"), least=1, most=100)
    most_received = _count(_("Maximum number of unanswered requests per person"), least=1, most=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("policy") in {Policy.PRICED, Policy.ROUNDS} and not cleaned.get("next_round_at"):
            self.add_error(
                "next_round_at", _("Enter the date of the first round; it is announced to participants.")
            )
        return cleaned

    def settings(self) -> Settings:
        return Settings(**{name: self.cleaned_data[name] for name in Settings.__dataclass_fields__})


class CapacityForm(forms.Form):
    """What the simulator is asked."""

    people = _count(_("People in matchmaking"), least=2, most=MOST_PEOPLE)
    slots = OneLine(label=_("Time slots in each block"), max_length=40, help_text=_("For example 6, 6"))
    wanted = _count(_("Average meetings per person"), least=1, most=40)
    wished = forms.DecimalField(
        label=_("Mutual wishes a person"),
        min_value=1,
        max_value=80,
        decimal_places=1,
        localize=True,
        help_text=_("More than the number of meetings, because some requests cannot be scheduled."),
    )
    places = _count(_("Tables available"), least=1, most=1500)

    def clean_slots(self) -> tuple[int, ...]:
        parts = self.cleaned_data["slots"].replace("+", ",").replace(";", ",").split(",")
        if not all(part.strip().isdecimal() for part in parts):
            raise forms.ValidationError(_("Enter numbers separated by commas, for example 6, 6."))
        numbers = tuple(int(part) for part in parts)
        if not 0 < sum(numbers) <= MOST_SLOTS or 0 in numbers:
            text = _("Enter 1 to %(most)s time slots in total, with at least one in each block.")
            raise forms.ValidationError(text, params={"most": MOST_SLOTS})
        return numbers

    def inputs(self) -> Inputs:
        found: Mapping[str, Any] = self.cleaned_data
        return Inputs(
            people=found["people"],
            blocks=found["slots"],
            wanted=found["wanted"],
            wished=round(found["wished"] * 10),
            places=found["places"],
        )


class InterpreterForm(forms.Form):
    name = OneLine(label=_("Name of the interpreter"), max_length=120)
    languages = OneLine(
        label=_("Languages, two letters each"), max_length=60, help_text=_("For example de, en, pl")
    )

    def clean_languages(self) -> tuple[str, ...]:
        codes = [part.strip().lower() for part in self.cleaned_data["languages"].split(",")]
        if len(codes) < 2 or not all(len(code) == 2 and code.isalpha() for code in codes):
            raise forms.ValidationError(_("Enter at least two languages, separated by commas."))
        return tuple(dict.fromkeys(codes))
