"""What came of it: one click for each meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import local_date
from handschlag.day.models import OutcomeResult
from handschlag.day.queries.outcomes import Question, questions_of
from handschlag.day.rules.afterwards import question_now
from handschlag.day.screens.afterwards import FormOption
from handschlag.day.screens.participant_shell import frame_of, tabs_of
from handschlag.design.components.participant import Shell
from handschlag.design.components.parts import Link
from handschlag.matching.models import Participant

RESULTS: Final[Mapping[str, str | Promise]] = {
    OutcomeResult.NOTHING: gettext_lazy("Nothing yet"),
    OutcomeResult.IN_TOUCH: gettext_lazy("Still in touch"),
    OutcomeResult.PLANNING: gettext_lazy("Planning something"),
    OutcomeResult.APPLICATION: gettext_lazy("Applied for funding"),
    OutcomeResult.CONTRACT: gettext_lazy("Agreed by contract"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: int
    name: str
    sub: str
    choices: Sequence[FormOption]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _OutcomesScreen:
    shell: Shell
    tabs: Sequence[Link]
    title: str
    lead: str
    after_days: int
    rows: Sequence[_Row]


def outcomes_screen(participant: Participant, *, token: str, now: datetime) -> _OutcomesScreen:
    """The meetings to be asked about; none until the first question has come up."""
    after_days = question_now(participant.service.event.last_day, local_date(now))
    found = questions_of(participant, after_days=after_days, now=now) if after_days else ()
    open_ones = sum(not one.result for one in found)
    return _OutcomesScreen(
        shell=frame_of(participant, token),
        tabs=tabs_of(token, ""),
        title=_title_of(len(found), open_ones),
        lead=_("One click per meeting. Counted without names; you can change it later.")
        if found
        else _("We ask 30 and 90 days after the event, once each."),
        after_days=after_days or 0,
        rows=tuple(_row_of(one, token=token) for one in found),
    )


def _title_of(number: int, open_ones: int) -> str:
    if not number:
        return _("There is nothing to answer yet.")
    if not open_ones:
        return _("Everything is answered. Thank you.")
    return ngettext("Result of %(n)s meeting", "Results of %(n)s meetings", open_ones) % {"n": open_ones}


def _row_of(one: Question, *, token: str) -> _Row:
    over = one.over
    return _Row(
        id=over.request,
        name=over.names,
        sub=over.others[0].sub if len(over.others) == 1 else over.purpose,
        choices=tuple(
            FormOption(name="result", value=value, label=str(label), is_chosen=value == one.result)
            for value, label in RESULTS.items()
        ),
        url=reverse("day:answer", args=[token, over.request]),
    )
