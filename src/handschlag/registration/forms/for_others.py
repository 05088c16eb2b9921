"""What a form says to the organisers who fill it in for somebody else."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.common.web.form_words import Words, speak_of_others
from handschlag.registration.labels import NEEDS_OF_OTHERS, SPOKEN_BY_OTHERS

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
    "speaks": (SPOKEN_BY_OTHERS, None),
    "diet": (
        _("Dietary requirements"),
        _("For example vegetarian, vegan or an allergy. Catering gets this without the name."),
    ),
    "has_lunch": (_("Will be there for lunch"), None),
    **NEEDS_OF_OTHERS,
    "sees_role": (_("Role"), None),
    "sees_speaks": (SPOKEN_BY_OTHERS, None),
}
_MISSING: Final = {
    "name": _("Enter a name."),
    "email": _("Enter an email address."),
    "organisation": _("Enter the name of the organisation."),
}


def speak_of_the_registered(form: forms.Form) -> None:
    """The form of a registration, with what is missing said in the same manner."""
    speak_of_others(form, REGISTRATION)
    for name, fault in _MISSING.items():
        form.fields[name].error_messages["required"] = fault
