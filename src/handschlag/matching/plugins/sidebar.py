"""What matching adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.matching.queries.timing import is_offered

RUN = Action.RUN_MATCHING
READINESS, TIMETABLE = "matching:readiness", "matching:timetable"
ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="matching:set_up",
        label=_("Matchmaking"),
        position=60,
        action=RUN,
        icon="settings",
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name=READINESS,
        label=_("Readiness"),
        tab=_("Whom to call"),
        position=10,
        action=RUN,
        bar={EventTiming.BEFORE: 10},
        is_there=is_offered,
        icon="phone",
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
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:exchange",
        label=_("Wish lists"),
        under=READINESS,
        position=12,
        action=RUN,
    ),
    SidebarEntry(
        phase=Phase.PLAN, name="matching:optimise", label=_("Optimise"), position=50, action=RUN, icon="sort"
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name=TIMETABLE,
        label=_("Timetable"),
        position=60,
        action=RUN,
        bar={EventTiming.BEFORE: 30, EventTiming.DAY: 30},
        is_there=is_offered,
        icon="list",
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:publishing",
        label=_("Publish the timetable"),
        under=TIMETABLE,
        position=61,
        action=RUN,
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:prints",
        label=_("Print sets"),
        under=TIMETABLE,
        position=62,
        action=RUN,
    ),
)
