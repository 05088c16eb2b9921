"""Whom to invite or remind by email, and what each of them gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import at_place
from handschlag.design.components.parts import Link
from handschlag.directory.emails.letters import Letter
from handschlag.events.models import Event
from handschlag.matching.emails.invitations import JOIN, join_letter
from handschlag.matching.emails.phases import phase_letter
from handschlag.matching.models import Service
from handschlag.matching.queries.readiness import count_agreed_outside
from handschlag.matching.queries.reminders import Reminder, may_invite, registered, reminders_of
from handschlag.matching.rules.reminders import REMINDERS, Missing
from handschlag.matching.screens.preparing.steps import steps_of
from handschlag.registration.emails.posting import as_sent

LABELS: Final[dict[Missing, str | Promise]] = {
    Missing.OUTSIDE: gettext_lazy("Not in matchmaking"),
    Missing.PROFILE: gettext_lazy("Without profile"),
    Missing.WISHES: gettext_lazy("Without wishes"),
    Missing.ANSWERS: gettext_lazy("Open requests"),
}
_LANGUAGES: Final = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _EmailForGroup:
    """One email, as a real person gets it, in both languages; the person's own comes first."""

    label: str
    count: int
    name: str
    letters: Sequence[tuple[str, str, Letter]]  # code and name of the language


def reminders_screen(
    event: Event, service: Service, step: Missing | None, *, now: datetime
) -> dict[str, Any]:
    """Everybody who misses the chosen step, or any; with an example of each email."""
    everything = reminders_of(service, frozenset(Missing), now=now)
    due = [one for one in everything.due if step in {None, one.missing}]
    here = reverse("matching:reminders", args=[event.slug])
    groups = {missing: [one for one in due if one.missing is missing] for missing in Missing}
    return {
        "steps": steps_of(event, service, current="invitations"),
        "may_invite": may_invite(service, now),
        "agreed": count_agreed_outside(service),
        "count": len(due),
        "wanted": step.value if step else "",
        "left_out": everything.left_out if step is None else 0,
        "filters": _filters_of(everything.due, step, here=here),
        "groups": [
            _group_of(missing, several, service, now=now) for missing, several in groups.items() if several
        ],
    }


def _filters_of(due: Sequence[Reminder], step: Missing | None, *, here: str) -> Sequence[Link]:
    return tuple(
        Link(
            label=str(LABELS[one]) if one else _("All"),
            url=f"{here}?missing={one.value}" if one else here,
            count=sum(one in {None, each.missing} for each in due),
            is_current=step is one,
        )
        for one in (None, *Missing)
    )


def _group_of(
    missing: Missing, several: Sequence[Reminder], service: Service, *, now: datetime
) -> _EmailForGroup:
    registration, participant = registered(several[0])
    languages = sorted(_LANGUAGES, key=lambda code: code != registration.language)

    def letter() -> Letter:
        kind = REMINDERS[missing]
        if kind is None or participant is None:
            return as_sent(registration, join_letter(registration, service), kind=JOIN)
        letter_of_phase = phase_letter(participant, kind, now=now)
        return as_sent(registration, letter_of_phase, kind=f"matching.{kind.value}")

    letters = []
    for code in languages:
        label = str(_LANGUAGES[code])
        with translation.override(code), at_place(service.event.time_zone):
            letters.append((code, label, letter()))
    return _EmailForGroup(
        label=str(LABELS[missing]), count=len(several), name=registration.name, letters=letters
    )
