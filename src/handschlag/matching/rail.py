"""What matching hangs into the organisers' rail; an entry without its page is left out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handschlag.accounts.rules.policy import Action
from handschlag.events.console import Entry, Phase, When, register
from handschlag.matching.queries.timing import is_offered

RUN = Action.RUN_MATCHING
ENTRIES = (
    Entry(
        phase=Phase.PREPARE,
        name="matching:set_up",
        label=_("Matching"),
        position=60,
        action=RUN,
        icon="settings",
    ),
    Entry(
        phase=Phase.PREPARE,
        name="matching:readiness",
        label=_("Readiness"),
        position=70,
        action=RUN,
        bar={When.BEFORE: 10},
        is_there=is_offered,
        icon="phone",
    ),
    Entry(phase=Phase.PREPARE, name="matching:rules", label=_("Rules"), position=80, action=RUN, icon="lock"),
    Entry(
        phase=Phase.PREPARE,
        name="matching:demand",
        label=_("Demand"),
        position=90,
        action=RUN,
        bar={When.BEFORE: 20},
        is_there=is_offered,
        icon="network",
    ),
    Entry(
        phase=Phase.PREPARE,
        name="matching:exchange",
        label=_("Lists of wishes"),
        position=95,
        action=RUN,
        icon="upload",
    ),
    Entry(
        phase=Phase.PLAN, name="matching:optimise", label=_("Optimise"), position=50, action=RUN, icon="sort"
    ),
    Entry(
        phase=Phase.PLAN,
        name="matching:timetable",
        label=_("Timetable"),
        position=60,
        action=RUN,
        bar={When.BEFORE: 30, When.DAY: 30},
        is_there=is_offered,
        icon="list",
    ),
    Entry(
        phase=Phase.PLAN,
        name="matching:publishing",
        label=_("Publish the timetable"),
        position=95,
        action=RUN,
        icon="share",
    ),
)


def hang() -> None:
    """Once, while the platform starts."""
    register(*ENTRIES)
