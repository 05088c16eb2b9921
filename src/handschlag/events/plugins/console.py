"""What this app adds to its own console: entries of the sidebar, steps, emails; and the link to a call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.models import PersonalLink
from handschlag.common.times import format_moment
from handschlag.events.contributions import emails
from handschlag.events.contributions.calls import CallPhase, call_of, call_phase, counts_by_state, untold
from handschlag.events.hooks import (
    ChecklistLine,
    EmailGroup,
    EventEmail,
    EventLink,
    LineState,
    Phase,
    SidebarEntry,
    state_of,
)
from handschlag.events.models import BlockPlace, Contribution, ContributionState, Event, EventStatus
from handschlag.events.moments import EventTiming
from handschlag.events.my_events import Counts, counts_of
from handschlag.events.programme.draft import changed_lately

OVERVIEW, VENUE, PROGRAMME = "events:manage_event", "events:times_and_rooms", "events:programme_editor"


def _unpublished(event_id: int) -> str:
    """How many sessions changed since the last version."""
    number = changed_lately(event_id)
    return gettext("%(number)s new") % {"number": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name=OVERVIEW,
        label=_("Overview"),
        tab=_("Checklist"),
        position=10,
        bar={EventTiming.BEFORE: 50, EventTiming.AFTER: 60},
        icon="settings",
        help=_("Every step of the event, what is missing, and what comes next."),
        guide=_(
            "Work through the steps from top to bottom. Steps for later wait for another one and say "
            "for which."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:details",
        label=_("Basic details"),
        under=OVERVIEW,
        position=11,
        help=_("What the public reads about the event, and who can see it."),
        guide=_(
            "Change one section at a time. Nobody sees a draft. Make the event public at the bottom of "
            "the page."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:team",
        label=_("Team"),
        under=OVERVIEW,
        position=12,
        help=_("People who may change everything in this event, and helpers at reception."),
        guide=_(
            "Add colleagues who have an account as organisers. Helpers get a link that opens reception only."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name=VENUE,
        label=_("Venue and tables"),
        tab=_("Rooms and opening hours"),
        position=20,
        icon="building",
        help=_("Days, rooms, areas and tracks of the event."),
        guide=_(
            "Enter rooms first: sessions and meeting points lie in them. A room with a closing time is "
            "never booked after it."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:grid",
        label=_("Meeting times and tables"),
        under=VENUE,
        position=21,
        help=_("Blocks of meeting times, and the tables that are open in them."),
        guide=_("A block is a span of time that is cut into time slots. New tables are open in every block."),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:plan",
        label=_("Hall plan"),
        under=VENUE,
        position=22,
        help=_("Where rooms, stands and tables are."),
        guide=_(
            "Draw the outline of the hall and move stands and tables to their place. Participants see "
            "the plan on the day."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:exhibits",
        label=_("Exhibition"),
        under=VENUE,
        position=23,
        help=_("Stands, exhibits and contacts at stands."),
        guide=_(
            "Add stands with their codes, then exhibits and the people who are there. The exhibition is "
            "optional."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name=PROGRAMME,
        label=_("Programme"),
        tab=_("Sessions"),
        position=30,
        fact=_unpublished,
        bar={EventTiming.BEFORE: 60, EventTiming.DAY: 50, EventTiming.AFTER: 50},
        icon="calendar",
        help=_("The draft of the programme. Conflicts are shown at once."),
        guide=_(
            "Enter sessions with room, time and speakers. Nothing is public before you publish the programme."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:speakers",
        label=_("Speakers"),
        under=PROGRAMME,
        position=31,
        help=_("People who speak in sessions."),
        guide=_(
            "Add speakers here or while you enter a session. Everyone can see their names in the "
            "published programme."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:programme_imports",
        label=_("Import and export"),
        under=PROGRAMME,
        position=32,
        help=_("The whole programme with its speakers as a workbook."),
        guide=_(
            "Download the workbook, change or add rows, and upload it again. You see what each row does "
            "before anything changes."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:contributions",
        label=_("Call for contributions"),
        under=PROGRAMME,
        position=31,
        help=_("What people propose by a public form, with the scores of your team."),
        guide=_(
            "Set from when until when the form is open. Two of you score each contribution; what you accept "
            "becomes a session of the draft."
        ),
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="events:publish",
        label=_("Publish the programme"),
        under=PROGRAMME,
        position=32,
        bar={EventTiming.BEFORE: 80},
        icon="share",
        help=_("What changes in the public programme, and who is told."),
        guide=_(
            "Check the differences, then publish. People who chose a session that changed get an email. "
            "Every version can be restored."
        ),
    ),
)


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
        (event.summary_de or event.summary_en, gettext("one sentence about the event"), "basics"),
        (event.venue, gettext("building"), "venue"),
        (event.place, gettext("town"), "venue"),
        (event.contact_email or event.contact_phone, gettext("contact"), "contact"),
    )
    left = [(word, section) for value, word, section in parts if not value]
    missing = [word for word, _section in left]
    url = reverse("events:details", args=[event.slug])
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=10,
        label=gettext("Basic details"),
        state=state_of(missing),
        missing=missing,
        url=reverse("events:edit_event", args=[event.slug, left[0][1]]) if left else url,
    )


def _rooms(event: Event, counts: Counts) -> ChecklistLine:
    missing = [] if counts.rooms else [gettext("the first room")]
    rooms = ngettext("%(n)s room", "%(n)s rooms", counts.rooms)
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=20,
        label=gettext("Rooms and opening hours"),
        state=state_of(missing),
        missing=missing,
        fact=rooms % {"n": counts.rooms} if counts.rooms else "",
        url=reverse("events:times_and_rooms", args=[event.slug]),
    )


def _programme(event: Event, counts: Counts) -> ChecklistLine:
    changed = changed_lately(event.pk) if counts.version else 0
    missing = []
    if not counts.sessions:
        missing.append(gettext("the first session"))
    elif not counts.version:
        missing.append(gettext("publishing the programme"))
    elif changed:
        text = ngettext("publishing %(n)s changed session", "publishing %(n)s changed sessions", changed)
        missing.append(text % {"n": changed})
    name = "events:publish" if counts.sessions and missing else "events:programme_editor"
    sessions = ngettext("%(n)s session", "%(n)s sessions", counts.sessions) % {"n": counts.sessions}
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=30,
        label=gettext("Programme"),
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
        missing.append(
            gettext("the end of the call on %(moment)s") % {"moment": format_moment(call.closes_at)}
        )
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
            label=gettext("Call for contributions"),
            state=state_of(missing),
            missing=missing,
            fact=fact if number else "",
            url=reverse("events:contributions", args=[event.slug]),
        ),
    )


def _tables(event: Event) -> ChecklistLine:
    has_blocks = event.blocks.exists()
    has_places = has_blocks and BlockPlace.objects.filter(block__event=event).exists()
    missing = [] if has_blocks else [gettext("the first block of meeting times")]
    if not has_places:
        missing.append(gettext("tables"))
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=40,
        label=gettext("Meeting times and tables"),
        state=state_of(missing),
        missing=missing,
        url=reverse("events:grid", args=[event.slug]),
    )


def _public(event: Event) -> ChecklistLine:
    is_draft = event.status == EventStatus.DRAFT
    return ChecklistLine(
        phase=Phase.PREPARE,
        position=50,
        label=gettext("Public page"),
        state=LineState.OPEN if is_draft else LineState.DONE,
        missing=[gettext("making the event public")] if is_draft else (),
        url=reverse("events:details", args=[event.slug]) + "#state",
    )


_NO_ROW: Final = 0  # in place of the key of a row that does not exist
_PROPOSED: Final = _("You get this email because this address was entered for a contribution to “%(event)s”.")


def _example(reader: Any, now: datetime, state: ContributionState) -> Contribution:
    """An invented contribution of whoever reads the preview."""
    return Contribution(
        pk=_NO_ROW,
        event=reader.event,
        link=PersonalLink(pk=_NO_ROW, email=reader.email),
        email=reader.email,
        reads=reader.language,
        title=gettext("Example contribution"),
        state=state,
        sent_at=now,
    )


def _rehearse_confirming(reader: Any, now: datetime) -> None:
    row = _example(reader, now, ContributionState.UNCONFIRMED)
    emails.tell_to_confirm(row, name=reader.name, now=now)


def _rehearse_link(reader: Any, now: datetime) -> None:
    row = _example(reader, now, ContributionState.SUBMITTED)
    emails.tell_link(row, name=reader.name, now=now)


def _rehearse(state: ContributionState) -> Callable[[Any, datetime], None]:
    def rehearse(reader: Any, now: datetime) -> None:
        emails.tell_decision(_example(reader, now, state), name=reader.name, now=now)

    return rehearse


def _decision(kind: str, title: Promise, state: ContributionState) -> EventEmail:
    return EventEmail(
        kind=kind,
        group=EmailGroup.PROGRAMME,
        title=title,
        occasion=_("when you decide, at once or later"),
        recipients=_("whoever proposed it"),
        reason=_PROPOSED,
        rehearse=_rehearse(state),
        values=("name", "title"),
    )


EMAILS: Final = (
    EventEmail(
        kind=emails.TO_CONFIRM,
        group=EmailGroup.PROGRAMME,
        title=_("Please confirm your contribution"),
        occasion=_("after the public form"),
        recipients=_("whoever proposes a contribution"),
        reason=_PROPOSED,
        rehearse=_rehearse_confirming,
        values=("name", "title", "until"),
    ),
    EventEmail(
        kind=emails.LINK,
        group=EmailGroup.PROGRAMME,
        title=_("Personal link of a contribution"),
        occasion=_("when you send the link again before a decision"),
        recipients=_("whoever proposed it"),
        reason=_PROPOSED,
        rehearse=_rehearse_link,
        values=("name", "title"),
    ),
    _decision(emails.ACCEPTED, _("Contribution accepted"), ContributionState.ACCEPTED),
    _decision(emails.RESERVE, _("Contribution on the reserve list"), ContributionState.RESERVE),
    _decision(emails.DECLINED, _("Contribution declined"), ContributionState.DECLINED),
)


def call_link(event_id: int, slug: str) -> EventLink | None:
    """One query."""
    call = call_of(event_id)
    if call is None or call_phase(call.opens_at, call.closes_at, now=timezone.now()) is not CallPhase.OPEN:
        return None
    return EventLink(
        label=gettext("Propose a contribution"),
        about=gettext("Open until %(moment)s.") % {"moment": format_moment(call.closes_at)},
        url=reverse("events:call", args=[slug]),
    )


def has_contributions(event_id: int) -> bool:
    """Whether somebody has proposed something."""
    return Contribution.objects.filter(event_id=event_id).exists()
