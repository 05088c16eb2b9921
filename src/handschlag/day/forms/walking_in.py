"""What the desk types for somebody who has not registered, and the meetings that are to be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.day.rules.walking_in import MOST, WalkIn
from handschlag.design.controls.fields import OneLine
from handschlag.matching.engine.newcomers import ProposedMeeting

BOTH = ("de", "en")


class WalkInForm(forms.Form):
    """Four fields and the consent; an address where the person names one, a category where there are some."""

    name = OneLine(label=_("Name"), max_length=120)
    organisation = OneLine(label=_("Organisation"), max_length=200)
    offers = OneLine(label=_("Offers"), max_length=240, required=False)
    needs = OneLine(label=_("Looking for"), max_length=240, required=False)
    email = forms.EmailField(
        label=_("Email address"),
        max_length=254,
        required=False,
        help_text=_("The person then also gets their personal link by email."),
    )
    category = forms.TypedChoiceField(
        label=_("Category"), coerce=int, help_text=_("It also decides who may meet whom.")
    )
    speaks = forms.ChoiceField(
        label=_("Speaks"),
        choices=[("de", _("German")), ("en", _("English")), ("both", _("German and English"))],
    )
    agrees = forms.BooleanField(
        label=_("Has received the privacy notice on paper and agrees to matchmaking."),
        error_messages={"required": _("Without consent this person is not included in matchmaking.")},
    )

    def __init__(self, *args: Any, categories: Iterable[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = list(categories)
        if choices:
            self.fields["category"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        else:
            del self.fields["category"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("offers") and not cleaned.get("needs") and "needs" not in self.errors:
            self.add_error("offers", _("Enter at least one thing the person offers or is looking for."))
        return cleaned

    def walk_in(self, *, language: str) -> WalkIn:
        """`language` is that of the sheet where the person speaks both."""
        data = self.cleaned_data
        return WalkIn(
            name=data["name"],
            organisation=data["organisation"],
            offers=data["offers"],
            needs=data["needs"],
            email=normalised_address(data["email"]) if data["email"] else "",
            language=language if data["speaks"] == "both" else data["speaks"],
            category_id=data.get("category"),
            speaks=BOTH if data["speaks"] == "both" else (data["speaks"],),
        )


def wanted_in(values: Iterable[str]) -> tuple[ProposedMeeting, ...]:
    """The ticked meetings, as the page wrote them; what nobody could have ticked is left out."""
    found = [one for one in map(_wanted, values) if one is not None]
    return tuple(found[:MOST])


def _wanted(value: str) -> ProposedMeeting | None:
    parts = value.split(" ")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 16 for part in parts[:2]):
        return None
    try:
        starts_at = parse_datetime(parts[2])
    except ValueError:
        return None
    if starts_at is None or starts_at.tzinfo is None:
        return None
    return ProposedMeeting(partner=int(parts[0]), place=int(parts[1]), starts_at=starts_at)
