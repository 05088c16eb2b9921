"""What people type, tidied as it comes in; how one field of a form is drawn, and said to somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString
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


class Shape(StrEnum):
    LINE = "line"
    TEXT = "text"
    SELECT = "select"
    CHECK = "check"
    CHOICES = "choices"
    FILE = "file"
    HIDDEN = "hidden"


SHAPES: Final[tuple[tuple[type[forms.Widget], Shape], ...]] = (
    (forms.HiddenInput, Shape.HIDDEN),
    (forms.Textarea, Shape.TEXT),
    (forms.CheckboxSelectMultiple, Shape.CHOICES),
    (forms.RadioSelect, Shape.CHOICES),
    (forms.SelectMultiple, Shape.TEXT),
    (forms.Select, Shape.SELECT),
    (forms.CheckboxInput, Shape.CHECK),
    (forms.FileInput, Shape.FILE),
)
CLASSES: Final[dict[Shape, str]] = {
    Shape.LINE: "kern-form-input__input",
    Shape.TEXT: "kern-form-input__input hs-text",
    Shape.SELECT: "kern-form-input__select",
    Shape.CHECK: "kern-form-check__checkbox",
    Shape.FILE: "kern-form-input__input hs-file",
}


def shape_of(field: BoundField) -> Shape:
    """The first shape whose widget this is; a line of text for everything else."""
    widget = field.field.widget
    return next((shape for kind, shape in SHAPES if isinstance(widget, kind)), Shape.LINE)


def control(field: BoundField, shape: Shape) -> SafeString:
    """The control alone, with KERN's classes and the id that labels and descriptions refer to."""
    names = [CLASSES.get(shape, ""), field.field.widget.attrs.get("class", "")]
    if field.errors and (base := CLASSES.get(shape)):
        names.append(f"{base.split()[0]}--error")
    return field.as_widget(attrs={"class": " ".join(name for name in names if name)})


def choice_class(field: BoundField) -> str:
    """Round where one answer is wanted, square where several are."""
    widget = field.field.widget
    is_round = isinstance(widget, forms.RadioSelect) and not widget.allow_multiple_selected
    name = "kern-form-check__radio" if is_round else "kern-form-check__checkbox"
    return f"{name} {name}--error" if field.errors else name


type Words = Mapping[str, tuple[Any, Any]]  # label; hint, None: as it is; both as forms take them


def speak_of_others(form: forms.Form, words: Words) -> None:
    """Labels and hints that speak of the person, for whoever fills the form in for them."""
    for name, (label, hint) in words.items():
        if name in form.fields:
            field = form.fields[name]
            field.label = label
            field.help_text = field.help_text if hint is None else hint
