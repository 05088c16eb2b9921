"""What editors see: what waits, and one activity or change with what differs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_deadline
from handschlag.design.components.parts import FieldChange
from handschlag.events.models import Activity, ActivityChange, ActivityState, ChangeState
from handschlag.events.queries.campaigns.entries import (
    activity_content_of,
    alike,
    changes,
    live_changes,
    waiting,
    waiting_change,
)
from handschlag.events.queries.campaigns.names import Names, all_names
from handschlag.events.rules.campaigns.activity_content import NAMES, ActivityContent, applied
from handschlag.events.rules.campaigns.states import ActivityTransition, is_transition_possible
from handschlag.events.screens.campaigns import activity_labels

PAGE = 40
LABELS = {
    "title_de": gettext_lazy("Title"),
    "title_en": gettext_lazy("Title in English"),
    "text_de": gettext_lazy("Description for visitors"),
    "text_en": gettext_lazy("Text in English"),
    "starts_at": gettext_lazy("Begins"),
    "ends_at": gettext_lazy("Ends"),
    "is_online": gettext_lazy("Online"),
    "online_url": gettext_lazy("Address to take part online"),
    "venue": gettext_lazy("Building and room"),
    "street": gettext_lazy("Street and number"),
    "postcode": gettext_lazy("Postcode"),
    "spot": gettext_lazy("Place"),
    "audiences": gettext_lazy("For whom"),
    "language": gettext_lazy("Language"),
    "fee_cents": gettext_lazy("Fee"),
    "fee_note_de": gettext_lazy("About the fee"),
    "fee_note_en": gettext_lazy("About the fee, in English"),
    "link": gettext_lazy("Page with details or registration"),
    "fields": gettext_lazy("Fields of technology"),
    "programme": gettext_lazy("Programme"),
    "picture": gettext_lazy("Picture"),
}


def queue_screen(*, page: int) -> dict[str, Any]:
    """What has to be read before it is public, then what has changed at once."""
    kinds = {ChangeState.WAITING: _("changed text"), ChangeState.LIVE: _("changed immediately")}
    rows = [(activity, _("new"), activity.changed_at) for activity in waiting()]
    rows += [
        (change.activity, kinds[ChangeState(change.state)], change.at)
        for change in changes(ChangeState.WAITING, ChangeState.LIVE)
    ]
    return {"rows": Paginator(rows, PAGE).get_page(page), "total": len(rows)}


def review_screen(activity: Activity, form: forms.Form) -> dict[str, Any]:
    """For editors: everything it says now, and what a waiting change would make different."""
    facts, change = activity_content_of(activity), waiting_change(activity)
    names = all_names()
    return {
        "activity": activity,
        "said": _differences(ActivityContent(language=""), facts, names),
        "proposed": _differences(facts, applied(facts, change.facts), names) if change else (),
        "live": [difference for row in live_changes(activity) for difference in _live_differences(row)],
        "change": change,
        "is_new": activity.state == ActivityState.IN_REVIEW,
        "is_public": activity.state in {ActivityState.PUBLISHED, ActivityState.CANCELLED},
        "may_take_back": is_transition_possible(ActivityTransition.TAKE_BACK, activity.state),
        "alike": alike(activity),
        "form": form,
    }


def _differences(before: ActivityContent, after: ActivityContent, names: Names) -> tuple[FieldChange, ...]:
    """The facts whose words differ."""
    found = [(name, _text_of(before, name, names), _text_of(after, name, names)) for name in NAMES]
    return tuple(
        FieldChange(label=str(LABELS[name]), old=old, new=new) for name, old, new in found if old != new
    )


def _live_differences(change: ActivityChange) -> Sequence[FieldChange]:
    """What changed at once, as it was kept then."""
    return [
        FieldChange(label=str(LABELS[name]), old=_kept(name, old), new=_kept(name, new))
        for name, (old, new) in change.facts.items()
        if name in LABELS
    ]


def _kept(name: str, value: str) -> str:
    if name in {"starts_at", "ends_at"}:
        return format_deadline(datetime.fromisoformat(value))
    if name == "fee_cents":
        return activity_labels.fee(int(value))
    return value


def _text_of(facts: ActivityContent, name: str, names: Names) -> str:
    """One fact in words; empty where it is not said."""
    value = getattr(facts, name)
    if isinstance(value, datetime):
        return format_deadline(value)
    if name == "audiences":
        return activity_labels.audiences(value)
    if name == "fields":
        return ", ".join(names.fields.get(code, code) for code in value)
    if name == "programme":
        return names.programmes.get(value, "")
    if name == "fee_cents":
        return activity_labels.fee(value) if facts.language else ""
    if name == "language":
        return str(activity_labels.SPOKEN.get(value, value))
    if name == "spot":
        return ", ".join(part for part in (value.place, names.lands.get(value.land, "")) if part)
    if isinstance(value, bool):
        return _("yes") if value else ""
    return str(value)
