"""What a form says to the organisers who fill it in for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = Mapping[str, tuple[str | Promise, str | Promise | None]]  # label; hint, None: as it is

SPEAKS: Final = _("Languages")
NEEDS: Final[Words] = {
    "needs_step_free": (_("Needs step-free access"), None),
    "needs_quiet": (_("Needs a quiet place to talk"), None),
    "needs_interpreter": (_("Needs an interpreter"), None),
}
REGISTRATION: Final[Words] = {
    "name": (_("Name"), None),
    "email": (_("Email address"), _("The confirmation and the personal link are sent to this address.")),
    "organisation": (
        _("Organisation"),
        _(
            "Start typing to see organisations in our directory. If it is not listed, type it in full; "
            "the directory editors will add it."
        ),
    ),
    "role": (_("Role"), None),
    "speaks": (SPEAKS, None),
    "diet": (
        _("Dietary requirements"),
        _("For example vegetarian, vegan or an allergy. Catering gets this without the name."),
    ),
    "has_lunch": (_("Will be there for lunch"), None),
    **NEEDS,
    "sees_role": (_("Role"), None),
    "sees_speaks": (SPEAKS, None),
}
_MISSING: Final = {
    "name": _("Enter a name."),
    "email": _("Enter an email address."),
    "organisation": _("Enter the name of the organisation."),
}


def speak_of_others(form: forms.Form, words: Words) -> None:
    """Labels and hints that speak of the person, for whoever fills the form in for them."""
    for name, (label, hint) in words.items():
        if name in form.fields:
            field = form.fields[name]
            field.label = label
            field.help_text = field.help_text if hint is None else hint


def speak_of_the_registered(form: forms.Form) -> None:
    """The form of a registration, with what is missing said in the same manner."""
    speak_of_others(form, REGISTRATION)
    for name, fault in _MISSING.items():
        form.fields[name].error_messages["required"] = fault
