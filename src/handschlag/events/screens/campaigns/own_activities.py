"""What a host sees: the own activities, and the form of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Link
from handschlag.directory.models import Network
from handschlag.events.models import Activity, ActivityState, Campaign
from handschlag.events.queries.campaigns.entries import alike, waiting_change
from handschlag.events.rules.campaigns.states import (
    PUBLIC,
    ActivityStage,
    ActivityTransition,
    is_transition_possible,
)
from handschlag.events.screens.campaigns.filters import with_query

FOLDED = ("venue", "street", "postcode", "language", "fields_of_work", "programme", "fee_note_de")
IN_ENGLISH = ("title_en", "text_en", "fee_note_en")
FIRST = ("title_de", "day", "begins", "ends", "last_day")


TONES = {
    ActivityStage.PUBLISHED: "ok",
    ActivityStage.IN_REVIEW: "you",
    ActivityStage.DECLINED: "wait",
    ActivityStage.CANCELLED: "wait",
}


def _fields_of(form: forms.Form, names: Sequence[str]) -> tuple[forms.BoundField, ...]:
    return tuple(form[name] for name in names)


def entry_screen(
    campaign: Campaign,
    network: Network | None,
    activity: Activity | None,
    form: forms.Form,
    *,
    networks: Sequence[Network] = (),
) -> dict[str, Any]:
    """The form of one's own activity; without an activity, the one to enter a new one."""
    is_public = activity is not None and activity.state in PUBLIC
    change = waiting_change(activity) if activity is not None and is_public else None
    host = network.name if network else activity.host if activity else ""
    return {
        "activity": activity,
        "campaign": campaign,
        "network": host,
        "networks": _network_links(campaign, network, networks),
        "form": form,
        "first": _fields_of(form, FIRST),
        "folded": _fields_of(form, FOLDED),
        "in_english": _fields_of(form, IN_ENGLISH),
        "is_folded_open": any(form[name].errors for name in (*FOLDED, *IN_ENGLISH)),
        "note": _note_of(activity),
        "is_waiting": change is not None,
        "alike": alike(activity) if activity else (),
        "moves": _moves_of(activity) if activity else (),
        "may_cancel": activity is not None
        and is_transition_possible(ActivityTransition.CANCEL, activity.state),
        "is_public": is_public,
        "may_send": not is_public and not _in_review(activity),
    }


def _in_review(activity: Activity | None) -> bool:
    return activity is not None and activity.state == ActivityState.IN_REVIEW


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
            url=with_query(here, f"campaign={campaign.slug}&network={one.slug}"),
            is_current=one == network,
        )
        for one in networks
    )


MOVES = (
    ActivityTransition.WITHDRAW,
    ActivityTransition.BRING_BACK,
    ActivityTransition.REINSTATE,
    ActivityTransition.DISCARD,
)


def _moves_of(activity: Activity) -> tuple[str, ...]:
    """The steps that a button takes."""
    return tuple(step.value for step in MOVES if is_transition_possible(step, activity.state))
