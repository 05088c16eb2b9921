"""Other words for the fields of a form: for whoever fills it in for somebody else."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise

type Words = Mapping[str, tuple[str | Promise, str | Promise | None]]  # label; hint, None: as it is


def speak_of_others(form: forms.Form, words: Words) -> None:
    """Labels and hints that speak of the person, for whoever fills the form in for them."""
    for name, (label, hint) in words.items():
        if name in form.fields:
            field = form.fields[name]
            field.label = label
            field.help_text = field.help_text if hint is None else hint
