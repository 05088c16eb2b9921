"""What somebody says in three minutes: three offers, three needs, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.matching.engine.vocabulary import Term, called, term, understood
from handschlag.matching.models import Direction, Participant
from handschlag.matching.queries.drafts import drafted_statements
from handschlag.matching.rules.kind_names import KIND_LABELS
from handschlag.matching.rules.kinds import kind_read
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


class _NamedTopics(forms.MultipleChoiceField):
    """Topics of a text; those that a changed text no longer names are let go."""

    def clean(self, value: Any) -> list[str]:
        return [code for code in self.to_python(value) if self.valid_value(code)]


_LINE: Final = {"rows": 1, "autocomplete": "off", "enterkeyhint": "next", "class": "hs-people__text"}
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
            widget=forms.Textarea(attrs=_LINE),
        )
        self._add_what_is_read(direction, place)
        self.fields[f"{direction}_{place}_term"] = OneLine(
            label=_("Add a topic from our list"),
            max_length=120,
            required=False,
            widget=forms.TextInput(attrs={"list": "vocabulary", "autocomplete": "off"}),
        )

    def _add_what_is_read(self, direction: str, place: int) -> None:
        """The kind and the topics of the text as it stands in the form now."""
        name = f"{direction}_{place}"
        said = str((self.data if self.is_bound else self.initial).get(name) or "")
        kinds = KIND_LABELS[direction]
        read = kind_read(said, direction)
        unstated = _("Recognised: %(kind)s") % {"kind": _(kinds[read])} if read else _("Please choose")
        self.fields[f"{name}_kind"] = forms.ChoiceField(
            label=_("What you offer is") if direction == Direction.OFFER else _("You are looking for"),
            choices=[("", unstated), *((one.value, _(label)) for one, label in kinds.items())],
            required=False,
        )
        found = understood(said, self.language)
        if found:
            self.fields[f"{name}_not"] = _NamedTopics(
                label=_("Topics we recognised. Tick what does not fit"),
                choices=[(one.code, _label_in(self.language, one)) for one in found],
                required=False,
                widget=forms.CheckboxSelectMultiple,
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
        lines = [(direction, place) for direction in Direction.values for place in range(1, EACH + 1)]
        return tuple(self._statement(*line) for line in lines if self._given_in(*line))

    def _statement(self, direction: str, place: int) -> StatementData:
        stated = called(self._given_in(direction, place, "_term"))
        return StatementData(
            direction=direction,
            text=self._given_in(direction, place),
            language=self.language,
            concepts=(stated.code,) if stated else (),
            not_meant=tuple(self._given_in(direction, place, "_not")),
            kind=self._given_in(direction, place, "_kind"),
        )

    def _given_in(self, direction: str, place: int, part: str = "") -> Any:
        return self.cleaned_data.get(f"{direction}_{place}{part}") or ""

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


def with_taken(form: ProfileForm, chosen: Iterable[tuple[str, str]]) -> ProfileForm:
    """What was sent, unjudged, with these sentences of a direction each on the lines that are still blank."""
    given = {name: form[name].value() for name in form.fields}
    for direction, text in chosen:
        names = (f"{direction}_{place}" for place in range(1, EACH + 1))
        blank = next((name for name in names if not (given[name] or "").strip()), None)
        if blank:
            given[blank] = text
    return ProfileForm(initial=given, language=form.language)


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
    for one in participant.statements.all() or drafted_statements(registration):
        places[one.direction] += 1
        key = f"{one.direction}_{places[one.direction]}"
        stated = term(one.concepts[0]) if one.concepts else None
        label = _label_in("en" if is_english else "de", stated) if stated else ""
        given[key] = one.text or label
        given[f"{key}_term"] = label
        given[f"{key}_not"] = one.not_meant
        given[f"{key}_kind"] = "" if one.kind == kind_read(one.text, one.direction) else one.kind
    return given


def _label_in(language: str, topic: Term) -> str:
    return topic.label_en if language == "en" else topic.label_de
