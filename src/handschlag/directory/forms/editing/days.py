"""Days that may be known to the year only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A day, or the first day of a year of which no more is known."""

    day: date
    is_year_only: bool = False


class DayOrYear(forms.DateField):
    """`17.10.2019`, `2019-10-17` or just `2019`."""

    default_error_messages = {  # noqa: RUF012 - Django's own way
        "invalid": _("Type a day such as 17.10.2019, or a year such as 2019.")
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y"])
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if YEAR.fullmatch(text):
            return _Known(day=date(int(text), 1, 1), is_year_only=True)
        day = super().to_python(text)
        return None if day is None else _Known(day=day)


def format_day(day: date | None, *, is_year_only: bool) -> str:
    """A known day as somebody would type it."""
    if day is None:
        return ""
    return str(day.year) if is_year_only else f"{day:%d.%m.%Y}"


def whole_day() -> forms.DateField:
    """A field for a day that is known; the browser's own calendar helps where there is one."""
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
