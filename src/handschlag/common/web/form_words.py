"""Other words for the fields of a form: for whoever fills it in for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

type Words = Mapping[str, tuple[Any, Any]]  # label; hint, None: as it is; both as forms take them


def speak_of_others(form: forms.Form, words: Words) -> None:
    """Labels and hints that speak of the person, for whoever fills the form in for them."""
    for name, (label, hint) in words.items():
        if name in form.fields:
            field = form.fields[name]
            field.label = label
            field.help_text = field.help_text if hint is None else hint
