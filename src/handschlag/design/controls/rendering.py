"""How one field of a form is drawn: which KERN control fits its widget, and what it is described by."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString


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
