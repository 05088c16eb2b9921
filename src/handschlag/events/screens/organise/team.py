"""Who looks after an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Subject
from handschlag.common.times import format_short_date
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event, EventOrganiser, ReceptionPass


@dataclass(frozen=True, slots=True, kw_only=True)
class _Organiser:
    name: str
    email: str
    since: str
    is_you: bool
    remove_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Helper:
    """Somebody who may work at the reception."""

    name: str
    email: str
    state: str
    change_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _TeamScreen:
    crumbs: Sequence[Crumb]
    people: Sequence[_Organiser]
    form: forms.Form
    is_alone: bool
    helpers: Sequence[_Helper]
    pass_form: forms.Form
    pass_url: str


def _crumbs_of(event: Event, *last: Crumb) -> tuple[Crumb, ...]:
    return (Crumb(_("Set up"), reverse("events:manage_event", args=[event.slug])), *last)


def team_screen(event: Event, by: Subject, form: forms.Form, pass_form: forms.Form) -> _TeamScreen:
    """The team, and who helps at the reception."""
    rows = EventOrganiser.objects.filter(event=event).select_related("user").order_by("since", "pk")
    people = tuple(
        _Organiser(
            name=row.user.name or row.user.email,
            email=row.user.email,
            since=format_short_date(row.since),
            is_you=row.user_id == by.user_id,
            remove_url=reverse("events:leave_team", args=[event.slug, row.user_id]),
        )
        for row in rows
    )
    return _TeamScreen(
        crumbs=_crumbs_of(event, Crumb(_("Team"))),
        people=people,
        form=form,
        is_alone=len(people) == 1,
        helpers=tuple(_helper_of(one) for one in event.reception_passes.filter(withdrawn_at=None)),
        pass_form=pass_form,
        pass_url=reverse("events:give_pass", args=[event.slug]),
    )


def _helper_of(one: ReceptionPass) -> _Helper:
    opened = format_short_date(one.opened_at) if one.opened_at else ""
    return _Helper(
        name=one.name,
        email=one.email,
        state=_("link opened on %(day)s") % {"day": opened} if opened else _("link not opened yet"),
        change_url=reverse("events:change_pass", args=[one.event.slug, one.pk]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LeaveScreen:
    title: str
    lead: str
    back_url: str
    crumbs: Sequence[Crumb]


def leave_screen(event: Event, row: EventOrganiser, by: Subject) -> _LeaveScreen:
    is_you = row.user_id == by.user_id
    back = reverse("events:team", args=[event.slug])
    name = row.user.name or row.user.email
    return _LeaveScreen(
        title=_("Leave the team?") if is_you else _("Remove %(name)s from the team?") % {"name": name},
        lead=_("You can then no longer edit the event. A colleague can add you again.")
        if is_you
        else _("The person can then no longer edit the event and gets an email. You can add them again."),
        back_url=back,
        crumbs=_crumbs_of(event, Crumb(_("Team"), back), Crumb(_("Remove"))),
    )
