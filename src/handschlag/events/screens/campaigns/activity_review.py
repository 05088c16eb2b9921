"""What editors see: what waits, and one activity or change with what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.language import pick
from handschlag.common.times import format_day_and_time, format_deadline
from handschlag.design.components.parts import Crumb, FieldChange, Pages
from handschlag.events.models import Activity, ActivityChange, ActivityState, ChangeState
from handschlag.events.queries.campaigns.entries import (
    activity_content_of,
    alike,
    changes,
    waiting,
    waiting_change,
)
from handschlag.events.queries.campaigns.names import Names, all_names
from handschlag.events.rules.campaigns.activity_content import NAMES, ActivityContent, applied
from handschlag.events.rules.campaigns.states import ActivityTransition, is_transition_possible
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.campaign import campaign_title

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueueRow:
    title: str
    url: str
    host: str
    campaign: str
    what: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _QueueScreen:
    rows: tuple[_QueueRow, ...]
    pages: Pages
    total: int


def queue_screen(*, page: int) -> _QueueScreen:
    """What has to be read before it is public, then what has changed at once."""
    new = [_row_of(one, _("new"), one.changed_at) for one in waiting()]
    texts = {ChangeState.WAITING: _("changed text"), ChangeState.LIVE: _("changed immediately")}
    changed = [
        _row_of(one.activity, texts[ChangeState(one.state)], one.at)
        for one in changes(ChangeState.WAITING, ChangeState.LIVE)
    ]
    rows = new + changed
    paginator = Paginator(rows, PAGE)
    shown = paginator.get_page(page)
    return _QueueScreen(
        rows=tuple(shown.object_list),
        pages=Pages(number=shown.number, count=paginator.num_pages),
        total=len(rows),
    )


def _row_of(activity: Activity, what: str, since: datetime) -> _QueueRow:
    return _QueueRow(
        title=pick(activity.title_de, activity.title_en),
        url=reverse("events:review_activity", args=[activity.pk]),
        host=activity.host,
        campaign=campaign_title(activity.campaign),
        what=what,
        since=format_day_and_time(since),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReviewScreen:
    title: str
    crumbs: tuple[Crumb, ...]
    host: str
    campaign: str
    state: str
    who: str
    version: int
    said: tuple[FieldChange, ...]
    proposed: tuple[FieldChange, ...]
    live: tuple[FieldChange, ...]
    change: int | None
    is_new: bool
    may_take_back: bool
    alike: Sequence[Activity]
    edit_url: str
    public_url: str
    form: forms.Form


def review_screen(activity: Activity, form: forms.Form) -> _ReviewScreen:
    """For editors: everything it says now, and what a waiting change would make different."""
    facts, change = activity_content_of(activity), waiting_change(activity)
    names = all_names()
    live = list(activity.changes.filter(state=ChangeState.LIVE))
    title = pick(activity.title_de, activity.title_en)
    who = activity.entered_by
    is_new = activity.state == ActivityState.IN_REVIEW
    is_public = activity.state in {ActivityState.PUBLISHED, ActivityState.CANCELLED}
    return _ReviewScreen(
        title=title,
        crumbs=(Crumb(_("Waiting for review"), reverse("events:activity_queue")), Crumb(title)),
        host=activity.host,
        campaign=campaign_title(activity.campaign),
        state=str(activity_labels.STATES[activity.state]),
        who=(who.name or who.email) if who else "",
        version=activity.version,
        said=_differences(ActivityContent(language=""), facts, names),
        proposed=_differences(facts, applied(facts, change.facts), names) if change else (),
        live=tuple(one for row in live for one in _live_changes(row)),
        change=change.pk if change else None,
        is_new=is_new,
        may_take_back=is_transition_possible(ActivityTransition.TAKE_BACK, activity.state),
        alike=alike(activity),
        edit_url=reverse("events:edit_activity", args=[activity.pk]),
        public_url=reverse("events:activity", args=[activity.campaign.slug, activity.slug])
        if is_public
        else "",
        form=form,
    )


def _differences(before: ActivityContent, after: ActivityContent, names: Names) -> tuple[FieldChange, ...]:
    """The facts whose words differ."""
    found = [(name, _text_of(before, name, names), _text_of(after, name, names)) for name in NAMES]
    return tuple(
        FieldChange(label=str(LABELS[name]), old=old, new=new) for name, old, new in found if old != new
    )


def _live_changes(change: ActivityChange) -> Sequence[FieldChange]:
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
