"""What a host sees: the own activities, and the form of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.common.language import pick
from handschlag.design.components.parts import Crumb, Link, Pages
from handschlag.directory.models import Network
from handschlag.events.models import Activity, ActivityState, Campaign
from handschlag.events.queries.campaigns.entries import OwnActivityQuery, alike, my_activities, waiting_change
from handschlag.events.rules.campaigns.states import (
    PUBLIC,
    ActivityStage,
    ActivityTransition,
    is_transition_possible,
)
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.campaign import campaign_title, joined_words

PAGE = 30
FOLDED = ("venue", "street", "postcode", "language", "fields_of_work", "programme", "fee_note_de")
IN_ENGLISH = ("title_en", "text_en", "fee_note_en")
FIRST = ("title_de", "day", "begins", "ends", "last_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class _MyRow:
    title: str
    url: str
    when: str
    network: str
    state: str
    tone: str
    copy_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _MyScreen:
    rows: tuple[_MyRow, ...]
    pages: Pages
    total: int
    states: tuple[Link, ...]
    new_url: str
    is_narrowed: bool


TONES = {
    ActivityStage.PUBLISHED: "ok",
    ActivityStage.IN_REVIEW: "you",
    ActivityStage.DECLINED: "wait",
    ActivityStage.CANCELLED: "wait",
}


def my_screen(by: Subject, wanted: OwnActivityQuery) -> _MyScreen:
    paginator = Paginator(my_activities(by, wanted), PAGE)
    shown = paginator.get_page(wanted.page)
    here = reverse("events:my_activities")
    states = [("", _("all"))] + [
        (value, str(activity_labels.STATES[value])) for value in activity_labels.STATES
    ]
    return _MyScreen(
        rows=tuple(_my_row(one) for one in shown.object_list),
        pages=Pages(
            number=shown.number,
            count=paginator.num_pages,
            query=f"state={wanted.state}" if wanted.state else "",
        ),
        total=paginator.count,
        states=tuple(
            Link(
                label=label,
                url=joined_words(here, f"state={value}" if value else ""),
                is_current=value == wanted.state,
            )
            for value, label in states
        ),
        new_url=reverse("events:new_activity"),
        is_narrowed=bool(wanted.state),
    )


def _my_row(activity: Activity) -> _MyRow:
    return _MyRow(
        title=pick(activity.title_de, activity.title_en),
        url=reverse("events:edit_activity", args=[activity.pk]),
        when=activity_labels.whole(activity.starts_at, activity.ends_at),
        network=activity.host,
        state=str(activity_labels.STATES[activity.state]),
        tone=TONES.get(ActivityStage(activity.state), "plain"),
        copy_url=joined_words(reverse("events:new_activity"), f"copy={activity.pk}"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    title: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """A step that a button takes; `undo` says how it is taken back."""

    label: str
    url: str
    is_danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryScreen:
    """The form of an activity, what its state is, and what else can be done with it."""

    title: str
    campaign: str
    network: str
    crumbs: tuple[Crumb, ...]
    networks: tuple[Link, ...]
    form: forms.Form
    first: tuple[forms.BoundField, ...]
    folded: tuple[forms.BoundField, ...]
    in_english: tuple[forms.BoundField, ...]
    is_folded_open: bool
    state: str
    tone: str
    answer: str
    note: str
    waiting: bool
    alike: tuple[Alike, ...]
    ways: tuple[Link, ...]
    moves: tuple[_Move, ...]
    save_label: str
    send_label: str
    notice: str


def _fields_of(form: forms.Form, names: Sequence[str]) -> tuple[forms.BoundField, ...]:
    return tuple(form[name] for name in names)


def entry_screen(
    campaign: Campaign,
    network: Network | None,
    activity: Activity | None,
    form: forms.Form,
    *,
    networks: Sequence[Network] = (),
    notice: str = "",
) -> EntryScreen:
    is_public = activity is not None and activity.state in PUBLIC
    change = waiting_change(activity) if activity is not None and is_public else None
    title = pick(activity.title_de, activity.title_en) if activity else _("Enter an activity")
    host = network.name if network else activity.host if activity else ""
    return EntryScreen(
        title=title,
        campaign=campaign_title(campaign),
        network=host,
        crumbs=(
            Crumb(_("Your activities"), reverse("events:my_activities")),
            Crumb(title),
        ),
        networks=_network_links(campaign, network, networks),
        form=form,
        first=_fields_of(form, FIRST),
        folded=_fields_of(form, FOLDED),
        in_english=_fields_of(form, IN_ENGLISH),
        is_folded_open=any(form[name].errors for name in (*FOLDED, *IN_ENGLISH)),
        state=str(activity_labels.STATES[activity.state]) if activity else "",
        tone=TONES.get(ActivityStage(activity.state), "plain") if activity else "plain",
        answer=activity.answer if activity and activity.state == ActivityState.DECLINED else "",
        note=_note_of(activity),
        waiting=change is not None,
        alike=alike_rows(activity) if activity else (),
        ways=_ways_of(activity) if activity else (),
        moves=_moves_of(activity) if activity else (),
        save_label=_("Save the changes") if is_public else _("Save as a draft"),
        send_label="" if is_public or _in_review(activity) else _("Send to the editors"),
        notice=notice,
    )


def _ways_of(activity: Activity) -> tuple[Link, ...]:
    """Where one can go from here."""
    found = []
    if activity.state in PUBLIC:
        found.append(Link(label=_("The public page"), url=public_url(activity)))
    picture = reverse("events:activity_picture", args=[activity.pk])
    found.append(Link(label=_("Picture of the activity"), url=picture))
    copy = joined_words(reverse("events:new_activity"), f"copy={activity.pk}")
    found.append(Link(label=_("Copy as a new one"), url=copy))
    if is_transition_possible(ActivityTransition.CANCEL, activity.state):
        found.append(
            Link(label=_("Cancel activity"), url=reverse("events:call_off_activity", args=[activity.pk]))
        )
    return tuple(found)


def _in_review(activity: Activity | None) -> bool:
    return activity is not None and activity.state == ActivityState.IN_REVIEW


def public_url(activity: Activity) -> str:
    return reverse("events:activity", args=[activity.campaign.slug, activity.slug])


def _note_of(activity: Activity | None) -> str:
    """What happens when it is saved now."""
    if activity is None or activity.state == ActivityState.DRAFT:
        return _("Three minutes are enough. An editor reviews it before it is published.")
    if activity.state == ActivityState.IN_REVIEW:
        return _("It is being reviewed. You can still change it.")
    if activity.state == ActivityState.PUBLISHED:
        return _(
            "Changes to time, place, fee and language are public immediately. Changes to texts are "
            "reviewed first."
        )
    if activity.state == ActivityState.CANCELLED:
        return _("The event has been cancelled. Its page and subscribed calendars show this.")
    if activity.state == ActivityState.ARCHIVED:
        return _("It was discarded. Restore it to continue.")
    return _("The editors have commented on your activity. Change it and send it again.")


def _network_links(
    campaign: Campaign, network: Network | None, networks: Sequence[Network]
) -> tuple[Link, ...]:
    """For which network: only where there is a choice."""
    if len(networks) < 2:
        return ()
    here = reverse("events:new_activity")
    return tuple(
        Link(
            label=one.short_name or one.name,
            url=joined_words(here, f"campaign={campaign.slug}&network={one.slug}"),
            is_current=one == network,
        )
        for one in networks
    )


def alike_rows(activity: Activity) -> tuple[Alike, ...]:
    return tuple(
        Alike(
            title=pick(one.title_de, one.title_en),
            when=activity_labels.whole(one.starts_at, one.ends_at),
            url=reverse("events:edit_activity", args=[one.pk]),
        )
        for one in alike(activity)
    )


MOVES = (
    (ActivityTransition.WITHDRAW, "withdraw", False),
    (ActivityTransition.BRING_BACK, "bring_back", False),
    (ActivityTransition.REINSTATE, "reinstate", False),
    (ActivityTransition.DISCARD, "discard", True),
)


def _moves_of(activity: Activity) -> tuple[_Move, ...]:
    labels = {
        ActivityTransition.WITHDRAW: _("Withdraw and keep as draft"),
        ActivityTransition.BRING_BACK: _("Restore as a draft"),
        ActivityTransition.REINSTATE: _("Undo the cancellation"),
        ActivityTransition.DISCARD: _("Discard (can be restored)"),
    }
    return tuple(
        _Move(
            label=labels[step],
            url=reverse("events:move_activity", args=[activity.pk, name]),
            is_danger=is_danger,
        )
        for step, name, is_danger in MOVES
        if is_transition_possible(step, activity.state)
    )
