"""What the form of a profile says to the organisers who fill it in for somebody else."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.web.form_words import Words, speak_of_others
from handschlag.matching.models import Direction
from handschlag.matching.rules.profile import EACH
from handschlag.registration.labels import NEEDS_OF_OTHERS, SPOKEN_BY_OTHERS

_GOAL: Final = _("Goal")
_WORDS: Final[Words] = {
    "goal": (_GOAL, None),
    "speaks": (SPOKEN_BY_OTHERS, None),
    **NEEDS_OF_OTHERS,
    "most_breaks": (
        _("Maximum number of waiting times"),
        _("How often the person may have to wait between two meetings. Empty: no preference."),
    ),
    "sees_role": (_("Role"), None),
    "sees_speaks": (SPOKEN_BY_OTHERS, None),
    "sees_goal": (_GOAL, None),
}
_KIND: Final = {Direction.OFFER: _("Kind of offer"), Direction.NEED: _("What exactly is needed")}


def speak_of_the_participant(form: forms.Form) -> None:
    """Labels and hints speak of the person."""
    kinds: Words = {
        f"{direction}_{place}_kind": (label, None)
        for direction, label in _KIND.items()
        for place in range(1, EACH + 1)
    }
    speak_of_others(form, {**_WORDS, **kinds})
