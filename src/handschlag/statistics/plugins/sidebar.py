"""What this floor adds to the organisers' sidebar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.hooks.sidebar import Phase, SidebarEntry
from handschlag.events.rules.timing import EventTiming
from handschlag.matching.queries.timing import is_offered

ENTRIES = (
    SidebarEntry(
        phase=Phase.PREPARE,
        name="statistics:log",
        label=_("Event history"),
        under="events:manage_event",
        position=15,
        action=Action.HANDLE_REGISTRATIONS,
        help=_("Who changed what in this event, and who looked at personal data."),
        guide=_("Filter by part of the event and by day. The file names people by number only."),
    ),
    SidebarEntry(
        phase=Phase.AFTER,
        name="statistics:report",
        label=_("Report"),
        tab=_("Figures"),
        position=10,
        action=Action.RUN_MATCHING,
        bar={EventTiming.AFTER: 10},
        is_there=is_offered,
        icon="list",
        help=_("Results of the event against its targets."),
        guide=_(
            "A meeting counts as held only with a sign of it. Publish the public figures when you have "
            "checked them."
        ),
    ),
    SidebarEntry(
        phase=Phase.AFTER,
        name="statistics:comparison",
        label=_("Comparison"),
        under="statistics:report",
        position=11,
        action=Action.RUN_MATCHING,
        help=_("This event beside others that you manage."),
        guide=_(
            "Choose up to four other events. Each figure says what it rests on; what nobody noted is "
            "“not measured”."
        ),
    ),
    SidebarEntry(
        phase=Phase.AFTER,
        name="statistics:everything",
        label=_("All files"),
        under="statistics:report",
        position=12,
        action=Action.RUN_MATCHING,
        help=_("Every list, the timetable and the report, packed in one file."),
        guide=_(
            "Pack everything when the event is over. Without personal data the file holds exhibits, stands, "
            "meeting points, times, published statistics and the record of processing."
        ),
    ),
    SidebarEntry(
        phase=Phase.AFTER,
        name="statistics:protection",
        label=_("Data protection"),
        position=20,
        action=Action.HANDLE_REGISTRATIONS,
        bar={EventTiming.AFTER: 20},
        icon="lock",
        help=_("What happens to personal data, and when it is deleted."),
        guide=_("Answer requests for information or deletion here. Every access to names is logged."),
    ),
)
