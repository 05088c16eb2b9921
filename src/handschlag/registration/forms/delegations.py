"""Who comes along, one on each line."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import TidyText
from handschlag.registration.actions.delegations import MOST_COLLEAGUES
from handschlag.registration.forms.organising import InviteForm


class ColleaguesForm(InviteForm):
    """The same lines as organisers type, fewer of them."""

    people = TidyText(
        label=_("Your colleagues"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One person per line: name; email address."),
    )

    def clean_people(self) -> list[dict[str, str]]:
        found = super().clean_people()
        if len(found) > MOST_COLLEAGUES:
            raise ValidationError(
                _("You can register up to %(most)s colleagues.") % {"most": MOST_COLLEAGUES}
            )
        return found
