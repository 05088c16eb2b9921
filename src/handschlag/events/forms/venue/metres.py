"""Lengths: people say metres, rows keep decimetres."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handschlag.events.forms.fields import RowForm
from handschlag.events.rules.venue.codes import CodeFault, UnfitCodes, expand

MOST = 500
CODE_WORDS = {
    CodeFault.NONE: _("Name at least one, for instance A1..A20."),
    CodeFault.BACKWARDS: _("“%(part)s” counts backwards. Enter the lower number first."),
    CodeFault.TWO_STEMS: _("“%(part)s” starts with two different letters. Enter, for example, A1..A20."),
    CodeFault.TOO_MANY: _("You can add up to 200 in one go."),
    CodeFault.TOO_LONG: _("“%(part)s” is longer than ten characters."),
    CodeFault.TWICE: _("“%(part)s” is listed twice."),
}


class Metres(forms.DecimalField):
    """A length in metres with one digit; the value is in decimetres."""

    def __init__(self, label: Any, *, least: int = 0, required: bool = True, hint: Any = "") -> None:
        super().__init__(
            label=label,
            min_value=least,
            max_value=MOST,
            decimal_places=1,
            localize=True,
            required=required,
            help_text=hint,
        )
        self.widget.input_type = "text"
        self.widget.attrs.update({"inputmode": "decimal", "class": "hs-short"})

    def prepare_value(self, value: Any) -> Any:
        return (Decimal(value) / 10).normalize() if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        metres = super().clean(value)
        return None if metres is None else round(metres * 10)


class CodesField(forms.CharField):
    """`A1..A20, B3` as codes."""

    def __init__(self, label: Any, hint: Any) -> None:
        super().__init__(label=label, help_text=hint, max_length=2000)

    def clean(self, value: Any) -> tuple[str, ...]:
        try:
            return expand(super().clean(value))
        except UnfitCodes as no:
            raise forms.ValidationError(str(CODE_WORDS[no.fault]) % {"part": no.part}) from no


class PlanForm(RowForm):
    plan_width = Metres(_("Width of the plan, in metres"))
    plan_depth = Metres(
        _("Depth of the plan, in metres"), hint=_("0 by 0 removes the plan. What is on it is kept.")
    )
    facts = ("plan_width", "plan_depth")


class SpotForm(RowForm):
    """Where the middle of a table is."""

    left = Metres(_("Middle, metres from the left wall"), required=False)
    top = Metres(_("Middle, metres from the upper wall"), required=False, hint=_("Empty: not on the plan."))
    facts = ("left", "top")


class ShapeForm(RowForm):
    """Where a rectangle is; the database keeps no empty lengths."""

    left = Metres(_("Metres from the left wall"))
    top = Metres(_("Metres from the upper wall"))
    width = Metres(_("Width, in metres"), hint=_("0 removes it from the plan."))
    depth = Metres(_("Depth, in metres"))
    facts = ("left", "top", "width", "depth")
