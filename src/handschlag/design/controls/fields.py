"""What people type, tidied as it comes in: prose, one line, the address of a website."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 5000


class TidyText(forms.CharField):
    """Prose: line ends of one kind, no blanks at line ends, no characters that no keyboard writes."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", LONGEST_TEXT)
        options.setdefault("widget", forms.Textarea(attrs={"rows": 8}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        text = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t\r")
        return "\n".join(line.rstrip() for line in text.splitlines()).strip()


class OneLine(forms.CharField):
    """A name or the like: one line, one blank between words."""

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "")
        return " ".join("".join(sign for sign in text if sign.isprintable() or sign.isspace()).split())


class WebAddress(forms.URLField):
    """A website; who leaves out the beginning means https. Nothing but the web is linked to."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 300)
        options.setdefault("assume_scheme", "https")
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        address = str(super().clean(value) or "")
        if address and not address.lower().startswith(("https://", "http://")):
            raise forms.ValidationError(_("A website begins with https:// or http://."))
        return address
