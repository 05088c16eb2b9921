"""The entries of this floor in the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.queries.editing import changed_lately
from handschlag.events.rules.timing import EventTiming

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
