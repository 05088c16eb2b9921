"""What somebody says when registering; the same form for the own page and for organisers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.common.times import format_weekday, zone
from handschlag.directory.models import Actor
from handschlag.events.models import Event
from handschlag.events.queries.venue.meeting_grid import has_online_places
from handschlag.registration import labels
from handschlag.registration.forms.fields import PersonFields
from handschlag.registration.forms.for_others import speak_of_the_registered
from handschlag.registration.forms.questions import answer_field, field_of, said_in
from handschlag.registration.forms.starting import NIGHT_ENDS, language_of
from handschlag.registration.queries.categories import categories_of
from handschlag.registration.queries.organisations import organisation_called, resembling
from handschlag.registration.queries.programmes import Offer
from handschlag.registration.queries.questions import questions_of
from handschlag.registration.rules import consents, visibility
from handschlag.registration.rules.days import days_between, moment
from handschlag.registration.rules.registration_data import MOMENTS, PLAIN, RegistrationData

AS_WRITTEN: Final = "as-written"
TIME: Final = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RegistrationForm(PersonFields):
    """Fields for the sessions that can be chosen, the days, the consents and who sees what come from outside.

    `actor` is the organisation that was chosen before. `is_for_others`: the organisers fill it in. What a
    form does not ask stays as `before` says it.
    """

    has_sessions = True

    def __init__(
        self,
        *args: Any,
        event: Event,
        offers: Mapping[int, Offer],
        actor: Actor | None = None,
        is_for_others: bool = False,
        has_terms: bool = False,
        before: RegistrationData | None = None,
        asks_category: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.event, self.offers, self.actor = event, offers, actor
        self.before = before or RegistrationData(name="", language=language_of(get_language()))
        self.days = days_between(event.first_day, event.last_day)
        self.found: tuple[Actor, ...] = ()
        if asks_category:
            self.add_category(is_for_others=is_for_others)
        self.add_times()
        self.add_presence()
        self.add_wishes()
        self.questions = questions_of(event.pk)
        self.add_questions(is_for_others=is_for_others)
        self.add_choices(is_for_others=is_for_others)
        if is_for_others:
            speak_of_the_registered(self)
        if has_terms:
            self.fields["terms"] = forms.BooleanField(
                label=_("I accept the terms of participation."),
                error_messages={"required": _("You must accept the terms to take part.")},
            )
        if self.is_bound:
            self.offer(resembling(str(self.data.get("organisation", ""))[:200]))

    def add_category(self, *, is_for_others: bool) -> None:
        """One of those that are open; organisers may give any, or none."""
        known = [one for one in categories_of(self.event.pk) if one.is_open or is_for_others]
        if known:
            none = [("", _("no category"))] if is_for_others else []
            self.fields["category"] = forms.ChoiceField(
                label=_("You take part as") if not is_for_others else _("Category"),
                choices=[*none, *((str(one.pk), one.name) for one in known)],
                required=not is_for_others,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one.")},
            )

    def add_times(self) -> None:
        named = [(day.isoformat(), format_weekday(day)) for day in self.days]
        for name, label in (("arrives", _("Time of arrival")), ("leaves", _("Time of departure"))):
            if len(self.days) > 1:
                day_label = _("Day of arrival") if name == "arrives" else _("Day of departure")
                self.fields[f"{name}_day"] = forms.ChoiceField(
                    label=day_label, choices=[("", _("same as the event")), *named], required=False
                )
            self.fields[f"{name}_time"] = forms.TimeField(label=label, required=False, widget=TIME)

    def add_presence(self) -> None:
        """Only where people can meet online."""
        if has_online_places(self.event.pk):
            self.fields["is_remote"] = forms.BooleanField(
                label=_("I take part online, not on site."),
                required=False,
                help_text=_("Your meetings then take place in online rooms."),
            )

    def add_wishes(self) -> None:
        for pk in self.offers:
            self.fields[f"wish_{pk}"] = forms.ChoiceField(
                choices=labels.WISHES, required=False, widget=forms.RadioSelect
            )

    def add_questions(self, *, is_for_others: bool) -> None:
        """What the event asks beside; organisers may not know every answer."""
        for question in self.questions:
            is_required = question.is_required and not is_for_others
            self.fields[field_of(question)] = answer_field(question, is_required=is_required)

    def add_choices(self, *, is_for_others: bool) -> None:
        for name, label in labels.FACTS.items():
            self.fields[f"sees_{name}"] = forms.ChoiceField(
                label=str(label),
                choices=labels.AUDIENCES,
                initial=visibility.DEFAULTS[name].value,
                required=False,
            )
        for purpose in consents.VERSIONS:
            label, hint = labels.CONSENTS[purpose]
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=str(label), help_text=str(hint), required=False
            )
        if is_for_others:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of emails"), choices=[("de", _("German")), ("en", _("English"))]
            )

    def offer(self, actors: Any) -> None:
        """The organisations that may be meant, and the words as they were typed."""
        self.found = tuple(actors)
        places = [(str(one.pk), f"{one.name}, {one.place}" if one.place else one.name) for one in self.found]
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = (
            [*places, (AS_WRITTEN, _("Another organisation, as I have typed it"))] if places else []
        )

    @property
    def is_unclear(self) -> bool:
        return "which" in self.errors or bool(self.data.get("which"))

    def clean_email(self) -> str:
        return normalised_address(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        self.choose_organisation()
        if "arrives_time" in self.fields:
            self.read_times()
        return self.cleaned_data

    def read_times(self) -> None:
        for name in ("arrives", "leaves"):
            self.cleaned_data[f"{name}_at"] = self.moment_of(name)
        arrives_at, leaves_at = self.cleaned_data["arrives_at"], self.cleaned_data["leaves_at"]
        if arrives_at and leaves_at and leaves_at <= arrives_at:
            self.add_error("leaves_time", _("The departure must be after the arrival."))

    def choose_organisation(self) -> None:
        """The one that was picked, or the only one that is called so; asked once where several are alike."""
        text, picked = self.cleaned_data.get("organisation", ""), self.cleaned_data.get("which", "")
        chosen = next((one for one in self.found if str(one.pk) == picked), None)
        if not text or picked == AS_WRITTEN or chosen is not None:
            self.actor = chosen
        elif not (self.actor is not None and self.actor.name == text):
            self.actor = organisation_called(text, self.found)
            if self.actor is None and self.found:
                self.add_error("which", _("Our directory has organisations with a similar name. Choose one."))

    def moment_of(self, name: str) -> datetime | None:
        at = self.cleaned_data.get(f"{name}_time")
        day = self.day_of(name)
        if day is None or at is None:
            if self.cleaned_data.get(f"{name}_day") and at is None and f"{name}_time" not in self.errors:
                self.add_error(f"{name}_time", _("Enter the time as well."))
            return None
        if name == "leaves" and at < NIGHT_ENDS:
            day += timedelta(days=1)  # the night that follows
        found = moment(day, at, zone())
        if found is None:
            self.add_error(
                f"{name}_time",
                _("This time does not exist because the clocks go forward. Enter another time."),
            )
        return found

    def day_of(self, name: str) -> date | None:
        if len(self.days) == 1:
            return self.days[0]
        chosen = self.cleaned_data.get(f"{name}_day")
        if chosen:
            return date.fromisoformat(chosen)
        return self.days[0] if name == "arrives" else self.days[-1]

    def facts(self) -> RegistrationData:
        """What was said, on top of what was known `before`; only for a form that is valid."""
        given, before = self.cleaned_data, self.before
        said = {name: given[name] for name in (*PLAIN, *MOMENTS) if name in given}
        if "organisation" in given:
            said["actor_id"] = self.actor.pk if self.actor else None
            said["organisation"] = self.actor.name if self.actor else given["organisation"]
        if "speaks" in given:
            said["speaks"] = tuple(given["speaks"])
        if self.has_sessions:
            said["wishes"] = {pk: given[f"wish_{pk}"] for pk in self.offers if given[f"wish_{pk}"]}
        if "category" in given:
            said["category_id"] = int(given["category"]) if given["category"] else None
        said["answers"] = {
            **before.answers,
            **{one.pk: said_in(given[field_of(one)]) for one in self.questions if field_of(one) in given},
        }
        seen = {name: given[f"sees_{name}"] for name in visibility.FIELDS if f"sees_{name}" in given}
        return replace(
            before,
            **said,
            language=given.get("language") or before.language,
            visibility={
                **before.visibility,
                **{name: chosen or visibility.DEFAULTS[name].value for name, chosen in seen.items()},
            },
            consents=frozenset(
                purpose
                for purpose in consents.VERSIONS
                if given.get(f"consent_{purpose}", purpose in before.consents)
            ),
            has_accepted_terms=bool(given.get("terms", before.has_accepted_terms)),
        )
