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
    (Policy.AT_ONCE, _("At once: every yes is answered as soon as it is given")),
    (Policy.PRICED, _("At once where it is worth it, the rest in announced rounds")),
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
            text = _("That night the clocks change, and this hour is none or comes twice. Take another one.")
            raise forms.ValidationError(text) from fault
        except ValueError as fault:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from fault


def _count(label: Any, *, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, help_text=hint)


class SetUpForm(forms.Form):
    """Dates, policy of answers, budgets. `seen` is the version that was shown."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    profiles_from = _Moment(label=_("Profiles from"), help_text=_("From then on people describe themselves."))
    wishes_from = _Moment(label=_("Wishes from"), help_text=_("Requests are sent and answered."))
    answers_until = _Moment(label=_("Answers until"), help_text=_("Later wishes take what is free."))
    fixed_at = _Moment(
        label=_("Times are fixed from"),
        help_text=_("From then on nobody is moved without having agreed to it."),
    )
    policy = forms.ChoiceField(label=_("When is a yes answered?"), choices=POLICIES, widget=forms.RadioSelect)
    next_round_at = _Moment(
        label=_("First round"), required=False, help_text=_("Only with rounds; people are told this date.")
    )
    round_hours = _count(_("Hours between rounds"), least=1, most=168)
    wanted = _count(_("Meetings that each person should have"), least=1, most=40)
    musts = _count(_("“Must” wishes of each person"), least=0, most=20)
    most_sent = _count(_("Requests that each person may have open or agreed"), least=1, most=100)
    most_received = _count(_("Unanswered requests that somebody may have"), least=1, most=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("policy") in {Policy.PRICED, Policy.ROUNDS} and not cleaned.get("next_round_at"):
            self.add_error("next_round_at", _("Rounds are announced: say when the first one is."))
        return cleaned

    def settings(self) -> Settings:
        return Settings(**{name: self.cleaned_data[name] for name in Settings.__dataclass_fields__})


class CapacityForm(forms.Form):
    """What the simulator is asked."""

    people = _count(_("People in matching"), least=2, most=MOST_PEOPLE)
    slots = OneLine(label=_("Slots of each block"), max_length=40, help_text=_("For example 6, 6"))
    wanted = _count(_("Meetings a person, in the middle"), least=1, most=40)
    wished = forms.DecimalField(
        label=_("Mutual wishes a person"),
        min_value=1,
        max_value=80,
        decimal_places=1,
        localize=True,
        help_text=_("More than meetings: some wishes never find a time."),
    )
    places = _count(_("Places in the house"), least=1, most=1500)

    def clean_slots(self) -> tuple[int, ...]:
        parts = self.cleaned_data["slots"].replace("+", ",").replace(";", ",").split(",")
        if not all(part.strip().isdecimal() for part in parts):
            raise forms.ValidationError(_("Numbers with commas between them, for example 6, 6."))
        numbers = tuple(int(part) for part in parts)
        if not 0 < sum(numbers) <= MOST_SLOTS or 0 in numbers:
            text = _("Between 1 and %(most)s slots in all, and none of the blocks empty.")
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
        label=_("Languages, as two letters each"), max_length=60, help_text=_("For example de, en, pl")
    )

    def clean_languages(self) -> tuple[str, ...]:
        codes = [part.strip().lower() for part in self.cleaned_data["languages"].split(",")]
        if len(codes) < 2 or not all(len(code) == 2 and code.isalpha() for code in codes):
            raise forms.ValidationError(_("At least two languages, with commas between them."))
        return tuple(dict.fromkeys(codes))
