"""What matching adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.matching.queries.readiness import count_to_call
from handschlag.matching.queries.timing import is_offered
from handschlag.matching.queries.versions import latest_number_of_event

RUN = Action.RUN_MATCHING
READINESS, TIMETABLE = "matching:readiness", "matching:timetable"


def _to_call(event_id: int) -> str:
    """How many miss something; nothing when nobody does, or when the event is over."""
    number = count_to_call(event_id, timezone.localdate())
    return gettext("%(n)s open") % {"n": number} if number else ""


def _published(event_id: int) -> str:
    """The version that people have; nothing before the first."""
    number = latest_number_of_event(event_id)
    return gettext("No. %(n)s") % {"n": number} if number else ""


ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="matching:set_up",
        label=_("Matchmaking"),
        position=60,
        action=RUN,
        icon="settings",
        help=_("Dates, number of tables, rules and opening of matchmaking."),
        guide=_(
            "Save the key dates first. Each rule shows what it costs in meetings. People can take part "
            "once you open matchmaking."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name=READINESS,
        label=_("Readiness"),
        tab=_("Whom to call"),
        position=10,
        action=RUN,
        fact=_to_call,
        bar={EventTiming.BEFORE: 10},
        is_there=is_offered,
        icon="phone",
        help=_("People whose profile, wishes or answers are missing."),
        guide=_(
            "The list is sorted by the meetings that one call makes possible. You can fill in on behalf "
            "of people who do not use the web."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:demand",
        label=_("Demand"),
        under=READINESS,
        position=11,
        action=RUN,
        bar={EventTiming.BEFORE: 20},
        is_there=is_offered,
        icon="network",
        help=_("Where offers are missing, and who gets too many or too few requests."),
        guide=_(
            "Ask networks for offers that are scarce. Names of small groups need a second click, which "
            "is logged."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:exchange",
        label=_("Wish lists"),
        under=READINESS,
        position=12,
        action=RUN,
        help=_("Requests as a spreadsheet, in and out."),
        guide=_("Check your file first. It is applied completely or not at all."),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:topic_tables",
        label=_("Topic tables"),
        under=READINESS,
        position=13,
        action=RUN,
        help=_("Tables on one topic that participants host and others join."),
        guide=_("Allow them, close a table or limit its places. You see what they cost in other meetings."),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:confirmations",
        label=_("Who is coming"),
        under=READINESS,
        position=14,
        action=RUN,
        help=_("Who has confirmed to come, and who has not."),
        guide=_("Participants are asked shortly before the event. You can note answers given by phone."),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:optimise",
        label=_("Optimise"),
        position=50,
        action=RUN,
        icon="sort",
        help=_("Calculation of the timetable, with a proof of how good it is."),
        guide=_(
            "Start a calculation and compare up to four plans. The proved limit is a value that no "
            "timetable can exceed. The seed is a number: the same seed gives the same plan."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name=TIMETABLE,
        label=_("Timetable"),
        position=60,
        action=RUN,
        fact=_published,
        bar={EventTiming.BEFORE: 30, EventTiming.DAY: 30},
        is_there=is_offered,
        icon="list",
        help=_("All confirmed meetings with time and meeting point."),
        guide=_(
            "Move a meeting, fix its time or meeting point, or remove it with a reason. Nobody is told "
            "before you publish."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:publishing",
        label=_("Publish the timetable"),
        under=TIMETABLE,
        position=61,
        action=RUN,
        help=_("What changes for whom before anything is sent."),
        guide=_(
            "Publish when the changes are right. After the cut-off date a published time changes only "
            "with consent."
        ),
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:prints",
        label=_("Print sets"),
        under=TIMETABLE,
        position=62,
        action=RUN,
        help=_("Sheets, table cards and lists of names to print."),
        guide=_("Print after publishing. Each sheet shows its version."),
    ),
)
