"""What organisers type: people to invite, one on each line."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.design.controls.fields import TidyText
from handschlag.registration.actions.invitations import Invitee

MOST: Final = 500
PARTED: Final = re.compile(r"[;\t,]")
BRACKETS: Final = re.compile(r"^(.*?)<([^<>]+)>$")


class InviteForm(forms.Form):
    """`Ada Lindqvist; ada@example.org; Werkstatt Ada`, or an address alone, or `Ada <ada@example.org>`."""

    people = TidyText(
        label=_("People to invite"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One person per line: an email address, or name; email address; organisation. People "
            "already invited or registered are skipped."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language of emails"), choices=[("de", _("German")), ("en", _("English"))]
    )

    def clean_people(self) -> list[dict[str, str]]:
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("You can process up to %(most)s people at once.") % {"most": MOST})
        found, faults = [], []
        for number, line in enumerate(lines, start=1):
            guest = _read(line)
            if guest is None:
                faults.append(
                    _("Line %(number)s has no valid email address: %(line)s")
                    % {"number": number, "line": line[:80]}
                )
            else:
                found.append(guest)
        if faults:
            raise ValidationError(faults[:10])
        return found

    def guests(self) -> list[Invitee]:
        language: Any = self.cleaned_data["language"]
        return [Invitee(language=language, **one) for one in self.cleaned_data["people"]]


def _read(line: str) -> dict[str, str] | None:
    """One line as a guest; None where no part of it is an address."""
    parts = [part.strip() for part in PARTED.split(line)]
    bracket = BRACKETS.match(line.strip())
    if bracket:
        parts = [bracket[1].strip().strip('"'), bracket[2].strip()]
    address = next((part for part in parts if _is_address(part)), None)
    if address is None:
        return None
    rest = [part for part in parts if part and part != address]
    return {
        "email": normalised_address(address),
        "name": rest[0][:120] if rest else "",
        "organisation": rest[1][:200] if len(rest) > 1 else "",
    }


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254
