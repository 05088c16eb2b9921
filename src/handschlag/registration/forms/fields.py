"""The fields that every registration has."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.registration import labels

_INCOMPLETE: Final = _("This email address is incomplete. It should look like name@example.org.")
EMAIL_FAULTS: Final = {"required": _("Enter your email address."), "invalid": _INCOMPLETE}


def _line(
    label: Any,
    longest: int,
    *,
    autocomplete: str = "",
    hint: Any = "",
    missing: Any = "",
    kind: str = "text",
) -> OneLine:
    """One line of text, with what a browser may fill in."""
    attrs = {"autocomplete": autocomplete} if autocomplete else {}
    widget = forms.TextInput(attrs={**attrs, "type": kind} if kind != "text" else attrs)
    field = OneLine(label=label, max_length=longest, required=bool(missing), help_text=hint, widget=widget)
    field.error_messages["required"] = missing
    return field


class PersonFields(forms.Form):
    """`topic` is a trap: people do not see it, and programs that fill in everything do."""

    name = _line(
        _("Your name"),
        120,
        autocomplete="name",
        missing=_("Enter your name."),
        hint=_("With title, as it should appear on the badge"),
    )
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        help_text=_("We send your confirmation and your personal link to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=EMAIL_FAULTS,
    )
    organisation = _line(
        _("Organisation"),
        200,
        missing=_("Enter the name of your organisation."),
        hint=_(
            "Start typing to see organisations in our directory. If yours is not listed, type it "
            "in full; the directory editors will add it."
        ),
    )
    which = forms.ChoiceField(
        label=_("Which organisation?"), required=False, widget=forms.RadioSelect, choices=()
    )
    role = _line(_("Your role"), 120, autocomplete="organization-title")
    place = _line(_("Place"), 100, autocomplete="address-level2")
    phone = _line(
        _("Telephone"),
        40,
        autocomplete="tel",
        kind="tel",
        hint=_("Only used on the day of the event if something changes"),
    )
    speaks = forms.MultipleChoiceField(
        label=_("Languages that you speak"),
        choices=labels.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    has_lunch = forms.BooleanField(label=_("I will be there for lunch."), required=False, initial=True)
    diet = _line(
        _("Dietary requirements"),
        200,
        hint=_("For example vegetarian, vegan or an allergy. Catering gets this without your name."),
    )
    needs_step_free = forms.BooleanField(label=_("I need step-free access."), required=False)
    needs_quiet = forms.BooleanField(label=_("I need a quiet place to talk."), required=False)
    needs_interpreter = forms.BooleanField(label=_("I need an interpreter."), required=False)
    needs = TidyText(
        label=_("Other requirements"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example sign language, a hearing loop, an assistant who comes along."),
    )
    topic = forms.CharField(required=False, max_length=200)
