"""What somebody says who is interested in another organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.matching.rules.partner_search import LONGEST_PURPOSE, SHORTEST_PURPOSE


class InterestForm(forms.Form):
    """One line: it is all that the other side reads of whoever asks."""

    purpose = OneLine(
        label=_("What would you like to talk about?"),
        min_length=SHORTEST_PURPOSE,
        max_length=LONGEST_PURPOSE,
        help_text=_("One line of 20 to 200 characters. The other organisation reads it, and nobody else."),
    )
