"""What somebody says in three minutes: three offers, three needs, and what belongs to them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.matching.engine.vocabulary import Term, called, term
from handschlag.matching.models import Direction, Participant
from handschlag.matching.rules.profile import (
    EACH,
    LONGEST,
    NOBODY,
    PARTICIPANTS,
    SEEN,
    FieldKind,
    Profile,
    ProfileColumns,
    ProfileField,
    RegistrationExtras,
    StatementData,
    asked_fields,
    is_seen,
)
from handschlag.registration import labels

AUDIENCES: Final = ((PARTICIPANTS, _("participants in matchmaking")), (NOBODY, _("organisers only")))


def _field_for(asked: ProfileField) -> forms.Field:
    """The form's field for what the profile declares."""
    texts: dict[str, Any] = {"label": _(asked.label), "help_text": _(asked.hint) if asked.hint else ""}
    match asked.kind:
        case FieldKind.LINE:
            return OneLine(max_length=asked.most, required=False, **texts)
        case FieldKind.NUMBER:
            return forms.IntegerField(min_value=asked.least, max_value=asked.most, required=False, **texts)
        case FieldKind.YES:
            return forms.BooleanField(required=False, **texts)
        case FieldKind.LANGUAGES:
            tick = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=labels.LANGUAGES, required=False, widget=tick, **texts)


class ProfileForm(forms.Form):
    """`language` is that of the words, as the page is read."""

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language
        for name, asked in asked_fields(ProfileColumns, RegistrationExtras).items():
            self.fields[name] = _field_for(asked)
        for direction in Direction.values:
            for place in range(1, EACH + 1):
                self.add_statement(direction, place)
        for name, label in SEEN.items():
            self.fields[f"sees_{name}"] = forms.ChoiceField(
                label=_(label), choices=AUDIENCES, initial=PARTICIPANTS, required=False
            )

    def add_statement(self, direction: str, place: int) -> None:
        label = _("Offer %(n)s") if direction == Direction.OFFER else _("Looking for (%(n)s)")
        self.fields[f"{direction}_{place}"] = OneLine(
            label=str(label) % {"n": place},
            max_length=LONGEST,
            required=place == 1,
            error_messages={"required": _("Enter at least one item.")},
            widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off", "class": "hs-people__text"}),
        )
        self.fields[f"{direction}_{place}_term"] = OneLine(
            label=_("Keyword, if we did not recognise your words"),
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs={"list": "vocabulary", "autocomplete": "off"}),
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        for direction in Direction.values:
            for place in range(1, EACH + 1):
                name = f"{direction}_{place}_term"
                if given.get(name) and called(given[name]) is None:
                    self.add_error(name, _("This keyword is not on our list. Choose one of the suggestions."))
        least, most = given.get("least"), given.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The maximum must not be lower than the minimum."))
        return given

    def statements(self) -> tuple[StatementData, ...]:
        """In their order; those that are empty are left out."""
        given = self.cleaned_data
        found = []
        for direction in Direction.values:
            for place in range(1, EACH + 1):
                text = given.get(f"{direction}_{place}", "")
                stated = called(given.get(f"{direction}_{place}_term", ""))
                if text:
                    concepts = (stated.code,) if stated else ()
                    found.append(
                        StatementData(
                            direction=direction, text=text, language=self.language, concepts=concepts
                        )
                    )
        return tuple(found)

    def profile(self) -> Profile:
        """Everything as one value; only for a form that is valid."""
        given = self.cleaned_data
        return Profile(
            **self._given(ProfileColumns),
            statements=self.statements(),
            visibility={name: given[f"sees_{name}"] or PARTICIPANTS for name in SEEN},
            about=RegistrationExtras(**self._given(RegistrationExtras)),
        )

    def _given(self, part: type[ProfileColumns | RegistrationExtras]) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in asked_fields(part)}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def initial_of(participant: Participant, *, is_english: bool) -> dict[str, Any]:
    """What was said before."""
    registration = participant.registration
    given = {name: getattr(registration, name) for name in asked_fields(RegistrationExtras)}
    given["speaks"] = given["speaks"] or [registration.language]
    given |= {name: getattr(participant, name) for name in asked_fields(ProfileColumns)}
    for name in SEEN:
        chosen = participant.visibility.get(name, PARTICIPANTS)
        is_open = is_seen(name, registered=registration.visibility, profile=participant.visibility)
        given[f"sees_{name}"] = chosen if is_open else NOBODY
    places = dict.fromkeys(Direction.values, 0)
    for one in participant.statements.all():
        places[one.direction] += 1
        key = f"{one.direction}_{places[one.direction]}"
        stated = term(one.concepts[0]) if one.concepts else None
        given[key] = one.text or (_stated_label(stated, is_english=is_english) if stated else "")
        given[f"{key}_term"] = _stated_label(stated, is_english=is_english) if stated else ""
    return given


def _stated_label(stated: Term, *, is_english: bool) -> str:
    return stated.label_en if is_english else stated.label_de
