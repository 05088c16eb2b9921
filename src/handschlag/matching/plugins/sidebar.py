"""What matching adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.matching.queries.timing import is_offered

RUN = Action.RUN_MATCHING
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
        phase=Phase.PREPARE,
        name="matching:readiness",
        label=_("Readiness"),
        position=70,
        action=RUN,
        bar={EventTiming.BEFORE: 10},
        is_there=is_offered,
        icon="phone",
    ),
    SidebarEntry(
        phase=Phase.PREPARE, name="matching:rules", label=_("Rules"), position=80, action=RUN, icon="lock"
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="matching:demand",
        label=_("Demand"),
        position=90,
        action=RUN,
        bar={EventTiming.BEFORE: 20},
        is_there=is_offered,
        icon="network",
    ),
    SidebarEntry(
        phase=Phase.PREPARE,
        name="matching:exchange",
        label=_("Wish lists"),
        position=95,
        action=RUN,
        icon="upload",
    ),
    SidebarEntry(
        phase=Phase.PLAN, name="matching:optimise", label=_("Optimise"), position=50, action=RUN, icon="sort"
    ),
    SidebarEntry(
        phase=Phase.PLAN,
        name="matching:timetable",
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
        position=95,
        action=RUN,
        icon="share",
    ),
)
