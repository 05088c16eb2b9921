"""What somebody says in three minutes: three offers, three needs, and what belongs to them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.matching.actions.joining import Profile, RegistrationExtras, StatementData
from handschlag.matching.engine.vocabulary import Term, called, term
from handschlag.matching.models import Direction, Participant
from handschlag.matching.rules.profile import EACH, LONGEST, NOBODY, PARTICIPANTS, SEEN, is_seen
from handschlag.registration import labels

SHOWN: Final[dict[str, Any]] = {
    "organisation": _("Organisation"),
    "role": _("Your role"),
    "place": _("Place"),
    "speaks": _("Languages"),
    "goal": _("Your goal"),
}
AUDIENCES: Final = ((PARTICIPANTS, _("participants in matchmaking")), (NOBODY, _("organisers only")))


def _number(label: Any, *, least: int, most: int, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, help_text=hint)


class ProfileForm(forms.Form):
    """`language` is that of the words, as the page is read."""

    goal = OneLine(
        label=_("What would make the day a success for you?"),
        max_length=300,
        required=False,
        help_text=_("One sentence, for example: two partners for a joint project."),
    )
    speaks = forms.MultipleChoiceField(
        label=_("Languages that you speak"),
        choices=labels.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_step_free = forms.BooleanField(label=_("I need a step-free meeting point."), required=False)
    needs_quiet = forms.BooleanField(label=_("I need a quiet place to talk."), required=False)
    needs_interpreter = forms.BooleanField(label=_("I need an interpreter."), required=False)
    least = _number(_("Minimum number of meetings"), least=0, most=40, hint=_("Empty: no preference."))
    most = _number(_("Maximum number of meetings"), least=1, most=40, hint=_("Empty: as many as fit."))
    most_breaks = _number(
        _("Maximum number of waiting times"),
        least=0,
        most=40,
        hint=_("How often may you have to wait between two meetings? Leave empty if you have no preference."),
    )

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language
        for direction in Direction.values:
            for place in range(1, EACH + 1):
                self.add_statement(direction, place)
        for name, audience in SEEN.items():
            self.fields[f"sees_{name}"] = forms.ChoiceField(
                label=SHOWN[name], choices=AUDIENCES, initial=audience, required=False
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
            goal=given["goal"],
            least=given["least"],
            most=given["most"],
            most_breaks=given["most_breaks"],
            statements=self.statements(),
            visibility=tuple((name, given[f"sees_{name}"] or audience) for name, audience in SEEN.items()),
            about=RegistrationExtras(
                speaks=tuple(given["speaks"]),
                needs_step_free=given["needs_step_free"],
                needs_quiet=given["needs_quiet"],
                needs_interpreter=given["needs_interpreter"],
            ),
        )


def initial_of(participant: Participant, *, is_english: bool) -> dict[str, Any]:
    """What was said before."""
    registration = participant.registration
    plain = ("speaks", "needs_step_free", "needs_quiet", "needs_interpreter")
    given: dict[str, Any] = {name: getattr(registration, name) for name in plain}
    given["speaks"] = given["speaks"] or [registration.language]
    given |= {name: getattr(participant, name) for name in ("goal", "least", "most", "most_breaks")}
    for name, audience in SEEN.items():
        chosen = participant.visibility.get(name, audience)
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
