"""The steps of setting up an event: facts, rooms, tables, programme, and that everybody can read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_moment
from handschlag.events.hooks.checklist import ChecklistLine, LineState, state_of
from handschlag.events.hooks.sidebar import Phase
from handschlag.events.models import BlockPlace, Event, EventStatus
from handschlag.events.queries.contributions import call_of, counts_by_state, untold
from handschlag.events.queries.editing import changed_lately
from handschlag.events.queries.events import Counts, counts_of
from handschlag.events.rules.contributions import CallPhase, call_phase


def event_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """Seven queries at most."""
    counts = counts_of(event.pk)
    return (
        _facts(event),
        _rooms(event, counts),
        _tables(event),
        *_call(event, now),
        _programme(event, counts),
        _public(event),
    )


def _facts(event: Event) -> ChecklistLine:
    parts = (
        (event.summary_de or event.summary_en, _("one sentence about the event"), "basics"),
        (event.venue, _("building"), "venue"),
        (event.place, _("town"), "venue"),
        (event.contact_email or event.contact_phone, _("contact"), "contact"),
    )
    left = [(word, section) for value, word, section in parts if not value]
    missing = [word for word, _section in left]
    url = reverse("events:details", args=[event.slug])
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=10,
        label=_("Basic details"),
        state=state_of(missing),
        missing=missing,
        url=reverse("events:edit_event", args=[event.slug, left[0][1]]) if left else url,
    )


def _rooms(event: Event, counts: Counts) -> ChecklistLine:
    missing = [] if counts.rooms else [_("the first room")]
    rooms = ngettext("%(n)s room", "%(n)s rooms", counts.rooms)
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=20,
        label=_("Rooms and opening hours"),
        state=state_of(missing),
        missing=missing,
        fact=rooms % {"n": counts.rooms} if counts.rooms else "",
        url=reverse("events:times_and_rooms", args=[event.slug]),
    )


def _programme(event: Event, counts: Counts) -> ChecklistLine:
    changed = changed_lately(event.pk) if counts.version else 0
    missing = []
    if not counts.sessions:
        missing.append(_("the first session"))
    elif not counts.version:
        missing.append(_("publishing the programme"))
    elif changed:
        text = ngettext("publishing %(n)s changed session", "publishing %(n)s changed sessions", changed)
        missing.append(text % {"n": changed})
    name = "events:publish" if counts.sessions and missing else "events:programme_editor"
    sessions = ngettext("%(n)s session", "%(n)s sessions", counts.sessions) % {"n": counts.sessions}
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=30,
        label=_("Programme"),
        state=state_of(missing),
        missing=missing,
        fact=sessions if counts.sessions else "",
        url=reverse(name, args=[event.slug]),
    )


def _call(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """Only where the event calls for contributions: what waits for a decision, or for its email."""
    call = call_of(event.pk)
    if call is None:
        return ()
    counts = counts_by_state(event.pk)
    handed_in, waiting = counts.get("submitted", 0), untold(event.pk).count()
    is_over = call_phase(call.opens_at, call.closes_at, now=now) is CallPhase.OVER
    missing = []
    if not is_over:
        missing.append(_("the end of the call on %(moment)s") % {"moment": format_moment(call.closes_at)})
    if handed_in:
        text = ngettext("%(n)s contribution to decide", "%(n)s contributions to decide", handed_in)
        missing.append(text % {"n": handed_in})
    if waiting:
        text = ngettext("%(n)s email to a speaker", "%(n)s emails to speakers", waiting)
        missing.append(text % {"n": waiting})
    number = sum(counts.values()) - counts.get("unconfirmed", 0)
    fact = ngettext("%(n)s contribution", "%(n)s contributions", number) % {"n": number}
    return (
        ChecklistLine(
            phase=Phase.PREPARE,
            position=25,
            label=_("Call for contributions"),
            state=state_of(missing),
            missing=missing,
            fact=fact if number else "",
            url=reverse("events:contributions", args=[event.slug]),
        ),
    )


def _tables(event: Event) -> ChecklistLine:
    has_blocks = event.blocks.exists()
    has_places = has_blocks and BlockPlace.objects.filter(block__event=event).exists()
    missing = [] if has_blocks else [_("the first block of meeting times")]
    if not has_places:
        missing.append(_("tables"))
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=40,
        label=_("Meeting times and tables"),
        state=state_of(missing),
        missing=missing,
        url=reverse("events:grid", args=[event.slug]),
    )


def _public(event: Event) -> ChecklistLine:
    is_draft = event.status == EventStatus.DRAFT
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=50,
        label=_("Public page"),
        state=LineState.OPEN if is_draft else LineState.DONE,
        missing=[_("making the event public")] if is_draft else (),
        url=reverse("events:details", args=[event.slug]) + "#state",
    )
