"""Fields that the forms of events share: times of the place, rows of the event, the mark that was shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import local, zone
from handschlag.design.fields import OneLine, TidyText, WebAddress
from handschlag.events.moments import MomentFault, OddMoment, moment_at

ODD: dict[MomentFault, str | Promise] = {
    MomentFault.NO_SUCH_HOUR: _(
        "This time does not exist because the clocks go forward from 2:00 to 3:00. Enter a time from 3:00."
    ),
    MomentFault.HOUR_COMES_TWICE: _(
        "This time exists twice because the clocks go back from 3:00 to 2:00. Enter a time before "
        "2:00 or from 3:00."
    ),
}


SELECTED = mark_safe(" selected")


def day_input() -> forms.DateInput:
    """The browser's own choice of a day; it needs the date as 2026-05-31, whatever the language."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def clock_input() -> forms.TimeInput:
    """The browser's own choice of a time, in hours and minutes."""
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MomentField(forms.DateTimeField):
    """Day and time in the time of the place; hours that do not exist or come twice are told in words."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def prepare_value(self, value: Any) -> Any:
        return local(value) if isinstance(value, datetime) and is_aware(value) else value

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        try:
            plain = datetime.fromisoformat(str(value).strip())
        except ValueError as fault:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from fault
        return _moment_or_fault(plain)


def _moment_or_fault(plain: datetime) -> datetime:
    try:
        return moment_at(plain.date(), plain.time(), zone())
    except OddMoment as odd:
        raise forms.ValidationError(str(ODD[odd.fault])) from odd


class LongSelect(forms.Select):
    """A list of very many: drawn in one go, since a template for each option takes ten times as long."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        del renderer
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )
        found = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", found, options)


def title(label: Any, *, longest: int = 200, required: bool = False, hint: Any = "") -> OneLine:
    """One line of text, optional unless `required`; `longest` counts characters."""
    return OneLine(label=label, max_length=longest, required=required, help_text=hint)


def text(label: Any, *, rows: int = 6, hint: Any = "") -> TidyText:
    """Several lines of text, never required; `rows` is only the height of the field."""
    return TidyText(label=label, required=False, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


def number(label: Any, *, least: int = 0, most: int = 100_000, hint: Any = "") -> forms.IntegerField:
    """A whole number from `least` to `most`, never required."""
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, help_text=hint)


def yes(label: Any, hint: Any = "") -> forms.BooleanField:
    """A tick that may be left out."""
    return forms.BooleanField(label=label, required=False, help_text=hint)


def _chosen(value: str) -> int | None:
    """The row that was chosen in a list, or none."""
    return int(value) if value else None


class RoomAddress(WebAddress):
    """Where people are led to meet: only over a line that nobody reads along."""

    def clean(self, value: Any) -> str:
        address = super().clean(value)
        if address and not address.lower().startswith("https://"):
            raise forms.ValidationError(_("The address must begin with https://."))
        return address


class RowForm(forms.Form):
    """Facts of one row. `seen` is the mark of what was shown; `facts` are the names that an action takes."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    facts: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()  # names of fields that choose a row: `zone` gives `zone_id`

    def __init__(
        self,
        data: Any = None,
        *,
        values: Mapping[str, object] | None = None,
        choices: Mapping[str, Iterable[tuple[int, str]]] | None = None,
        seen: str = "",
    ) -> None:
        super().__init__(data, initial={**self.start(values or {}), "seen": seen})
        for name, options in (choices or {}).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            first = [] if field.required else [*field.choices][:1]  # type: ignore[misc]  # a list: see the forms
            field.choices = [*first, *((str(pk), label) for pk, label in options)]

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        """What the fields show at first."""
        shown = dict(values)
        for name in self.rows:
            shown[name] = str(shown.pop(f"{name}_id", None) or "")
        return shown

    def leave_out(self, *names: str) -> None:
        """The form does not ask for these facts, and what is there stays."""
        for name in names:
            self.fields.pop(name, None)
        self.facts = tuple(name for name in self.facts if name not in names)

    def values(self) -> dict[str, Any]:
        """The facts as an action takes them."""
        found = {name: self.cleaned_data[name] for name in self.facts}
        found.update({f"{name}_id": _chosen(self.cleaned_data[name]) for name in self.rows})
        return found


def whole_minutes(clock: time) -> time:
    """The time without seconds."""
    return clock.replace(second=0, microsecond=0)
