"""Everything is deleted: what that means before, and the proof after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks.remainders import Remainder, registration_remainders
from handschlag.common.language import pick
from handschlag.common.times import format_moment
from handschlag.day.queries.stored_data import ErasureProof, shown_of
from handschlag.day.screens.participant_shell import frame_of, tabs_of
from handschlag.design.components.participant import Shell
from handschlag.design.components.parts import Link
from handschlag.events.models import Event
from handschlag.matching.models import Participant

KINDS: Final[Mapping[str, str | Promise]] = {
    "facts": _("Registration details"),
    "consents": _("Consents"),
    "sessions": _("Chosen talks"),
    "badges": _("Name badges"),
    "statements": _("Offers and needs"),
    "wishes": _("Wishes"),
    "purposes": _("Purposes of requests"),
    "signals": _("Reports of the day"),
    "marks": _("Answers about meetings"),
    "outcomes": _("Results of meetings"),
    "notes": _("Notes"),
    "stand_bys": _("Replacement offers"),
    "devices": _("Devices for push messages"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    label: str
    before: int
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeleteScreen:
    shell: Shell
    tabs: Sequence[Link]
    lines: Sequence[_Line]
    back: str
    stays: Sequence[Remainder]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ProofScreen:
    event: str
    at: str
    reference: str
    lines: Sequence[_Line]
    left: int
    device: str
    scopes: Sequence[str]
    stays: Sequence[Remainder]


def delete_screen(participant: Participant, *, token: str) -> _DeleteScreen:
    """How much of each kind would go, kinds without anything left out, and what stays."""
    kept = shown_of(participant)
    return _DeleteScreen(
        shell=frame_of(participant, token),
        tabs=tabs_of(token, ""),
        lines=tuple(
            _Line(label=str(label), before=kept[kind]) for kind, label in KINDS.items() if kept[kind]
        ),
        back=reverse("day:contacts", args=[token]),
        stays=tuple(registration_remainders),
    )


def proof_screen(proof: ErasureProof, *, event: Event, participant: Participant, token: str) -> _ProofScreen:
    """How much of each kind there was and is left, and what the device has to forget."""
    return _ProofScreen(
        event=pick(event.title_de, event.title_en),
        at=format_moment(proof.at),
        reference=f"{event.slug}/{proof.reference}",
        lines=tuple(
            _Line(label=str(label), before=proof.before[kind], after=proof.after[kind])
            for kind, label in KINDS.items()
        ),
        left=sum(proof.after.values()),
        device=f"day:{participant.registration.uid}:",
        scopes=(reverse("day:today", args=[token]), reverse("matching:day", args=[token])),
        stays=tuple(registration_remainders),
    )
