"""What somebody says who hosts a topic table."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.design.controls.fields import OneLine
from handschlag.matching.rules.tables import FEWEST, MOST_SEATS, TOPIC_LETTERS, WORDS_LETTERS

_SEATS: Final = [(number, str(number)) for number in range(FEWEST, MOST_SEATS + 1)]


class TableForm(forms.Form):
    """Topic, a sentence, seats."""

    topic = OneLine(
        label=_("Topic (one line)"),
        max_length=TOPIC_LETTERS,
        help_text=_("For example: Hydrogen safety in small companies"),
    )
    words = OneLine(label=_("What you want to talk about"), max_length=WORDS_LETTERS, required=False)
    seats = forms.TypedChoiceField(
        label=_("Seats, including yours"), choices=_SEATS, coerce=int, initial=MOST_SEATS - 1
    )
