"""Two short forms without an account: taking a page over, and correcting one fact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine, TidyText
from handschlag.directory.queries.gazetteer import find_places, spot_at
from handschlag.directory.rules.contents import to_json

CORRECTABLE: Final = (
    ("website", _("Website")),
    ("place", _("Place")),
    ("street", _("Street and postcode of the office")),
    ("contact_phone", _("Telephone of the office")),
    ("contact_email", _("Email for enquiries")),
    ("management_body", _("Management body")),
    ("founded", _("Founded in")),
    ("legal_form", _("Legal form")),
    ("description_de", _("Description in German")),
    ("description_en", _("Description in English")),
)
LONGEST: Final[Mapping[str, int]] = {
    "contact_phone": 40,
    "description_de": 1000,
    "description_en": 1000,
    "legal_form": 40,
    "website": 300,
}
FIRST_YEAR: Final = 1500


class ClaimForm(forms.Form):
    """`topic` is a trap: people do not see it, and programs that fill in everything do."""

    email = forms.EmailField(
        label=_("Your address at the network"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    topic = forms.CharField(required=False)


class CorrectionForm(forms.Form):
    """One fact and its value; `topic` is a trap."""

    fact = forms.ChoiceField(
        label=_("What is missing or wrong?"), choices=CORRECTABLE, widget=forms.RadioSelect
    )
    value = TidyText(
        label=_("What should it say?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = OneLine(
        label=_("Where does it say so?"),
        help_text=_("An address or a title that others can look up."),
        max_length=400,
    )
    topic = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        fact, value = self.cleaned_data.get("fact", ""), self.cleaned_data.get("value", "")
        if fact and value:
            try:
                self.cleaned_data["change"] = _change(fact, " ".join(value.split()))
            except forms.ValidationError as fault:
                self.add_error("value", fault)
        return self.cleaned_data


def _change(fact: str, value: str) -> tuple[str, Any]:
    """The fact and its value as a proposal has them."""
    if fact == "website" and "://" not in value:
        value = f"https://{value}"
    if len(value) > LONGEST.get(fact, 200):
        raise forms.ValidationError(_("That is too long."))
    if fact == "website":
        URLValidator(schemes=["http", "https"])(value)
    if fact == "contact_email":
        EmailValidator()(value)
    if fact == "founded":
        if not (value.isdecimal() and len(value) == 4 and int(value) >= FIRST_YEAR):
            raise forms.ValidationError(_("Enter a year with four digits."))
        return fact, int(value)
    if fact == "place":
        found = find_places(value)
        if not found:
            raise forms.ValidationError(_("We do not know this place. Check the spelling."))
        return "spot", to_json(spot_at(found[0].pk))
    return fact, value
