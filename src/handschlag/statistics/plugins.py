"""What statistics add to the organisers' pages, to events, the search and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.policy import Action
from handschlag.common.audit import AuditVerbs, Labels
from handschlag.common.times import local_date
from handschlag.directory.hooks import FoundPage, PageSource
from handschlag.events.hooks import ChecklistLine, EventLink, Phase, SidebarEntry, state_of
from handschlag.events.models import Event
from handschlag.events.moments import EventTiming
from handschlag.matching.phases import is_offered
from handschlag.statistics.models import PublicFigures
from handschlag.statistics.public_figures import published_of

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


def report_lines(event: Event, now: datetime) -> Sequence[ChecklistLine]:
    """One query."""
    is_over = local_date(now) > event.last_day
    missing = [gettext("the end of the event")]
    if is_over:
        missing = [] if published_of(event) else [gettext("publishing the figures")]
    return (
        ChecklistLine(
            phase=Phase.AFTER,
            position=10,
            label=gettext("Report"),
            state=state_of(missing, is_possible=is_over),
            missing=missing,
            url=reverse("statistics:report", args=[event.slug]),
        ),
    )


def statistics_link(event_id: int, slug: str) -> EventLink | None:
    """Once its organisers have published them."""
    if not PublicFigures.objects.filter(event=event_id).exists():
        return None
    return EventLink(
        label=gettext("Statistics"),
        about=gettext("Meetings and results"),
        url=reverse("statistics:event", args=[slug]),
    )


PAGES = (
    FoundPage(
        kind="statistics",
        view="statistics:overview",
        title_de="Statistik",
        title_en="Statistics",
        words="Zahlen, Auswertung, figures, numbers",
        beside="Netzwerke, Cluster, Matching, Gespräche, networks, clusters, meetings",
    ),
)
SOURCE = PageSource(stamp=lambda: None, pages=lambda: PAGES)


_VERBS: Final[Labels] = {
    "statistics.comparison_exported": _("comparison of events exported"),
    "statistics.everything_exported": _("all files of the event exported"),
    "statistics.everything_fetched": _("all files of the event downloaded"),
    "statistics.kept": _("figures of the event kept"),
    "statistics.log_exported": _("access log exported"),
    "statistics.looked_at_few": _("viewed people with few meetings"),
    "statistics.looked_at_person": _("viewed the data stored about a person"),
    "statistics.person_exported": _("data about a person exported"),
    "statistics.person_sent": _("complete data offered to the person by email"),
    "statistics.published": _("figures of the event published"),
    "statistics.report_exported": _("report exported"),
    "statistics.withdrawn": _("figures of the event withdrawn"),
}

_ACCESS: Final = frozenset(
    {"statistics.looked_at_person", "statistics.person_exported", "statistics.person_sent"}
)
_KINDS: Final[Labels] = {
    "statistics.keptfigures": pgettext_lazy("kind", "kept figures"),
    "statistics.publicfigures": pgettext_lazy("kind", "public statistics"),
}

AUDIT_VERBS: Final = AuditVerbs(verbs=_VERBS, kinds=_KINDS, access=_ACCESS)
