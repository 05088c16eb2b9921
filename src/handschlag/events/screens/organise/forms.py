"""A form on a page of the console, and what others wrote in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from handschlag.common.times import format_short_date, format_short_moment, format_time
from handschlag.design.components.parts import Crumb, FieldChange
from handschlag.events.queries.components import last_change


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondaryLink:
    """A link or a button beside the main one."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Somebody was faster: who and when, and what is there now beside what was typed."""

    who: str
    when: str
    changes: Sequence[FieldChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormScreen:
    title: str
    lead: str
    form: forms.Form
    button: str
    back_url: str
    crumbs: Sequence[Crumb]
    conflict: Conflict | None = None
    remove: SecondaryLink | None = None
    then: str = ""  # what the second button says, which saves and goes on


def conflict_about(row: models.Model, now_shown: forms.Form, typed: forms.Form) -> Conflict:
    """`now_shown` holds what is there now, `typed` what the person sent."""
    last = last_change(row)
    changes = []
    for bound in typed.visible_fields():
        there = _said(now_shown, bound.name, now_shown[bound.name].value())
        mine = _said(typed, bound.name, typed.cleaned_data.get(bound.name, bound.value()))
        if there != mine:
            changes.append(FieldChange(label=str(bound.label), old=there, new=mine))
    return Conflict(
        who=last.who if last else "",
        when=format_short_moment(last.at) if last else "",
        changes=tuple(changes),
    )


def _said(form: forms.Form, name: str, value: object) -> str:
    """A value of a field as people read it."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return format_short_moment(value)
    if isinstance(value, date):
        return format_short_date(value)
    if isinstance(value, time):
        return format_time(value)
    return "" if value is None else str(value).strip()
