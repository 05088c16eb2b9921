"""Pairs that may be one person, and organisations that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from handschlag.directory.models import Actor
from handschlag.directory.rules.legal_forms import bare_name
from handschlag.events.models import Event
from handschlag.registration.models import Registration
from handschlag.registration.queries.duplicates import doubtful_pairs
from handschlag.registration.queries.organisations import (
    UnknownOrganisation,
    resembling,
    unknown_organisations,
    waiting_for_editors,
)
from handschlag.registration.rules.invitations import InvitationState
from handschlag.registration.rules.resemblance import ResemblanceReason

_MOST_PAIRS: Final = 50
_MOST_UNKNOWN: Final = 30
STATE_WORDS: Final[Mapping[str, tuple[str | Promise, str]]] = {
    InvitationState.SUGGESTED: (gettext_lazy("suggested by a colleague"), "wait"),
    InvitationState.UNOPENED: (gettext_lazy("not opened"), "wait"),
    InvitationState.OPENED: (gettext_lazy("opened, no reply"), "wait"),
    InvitationState.REGISTERED: (gettext_lazy("registered"), "ok"),
    InvitationState.DECLINED: (gettext_lazy("cannot come"), ""),
    InvitationState.WITHDRAWN: (gettext_lazy("withdrawn"), ""),
}
_REASONS: Final[Mapping[ResemblanceReason, str | Promise]] = {
    ResemblanceReason.SAME_NAME: gettext_lazy("same name"),
    ResemblanceReason.SIMILAR_NAME: gettext_lazy("similar name"),
    ResemblanceReason.SAME_ACTOR: gettext_lazy("same organisation"),
    ResemblanceReason.SIMILAR_ORGANISATION: gettext_lazy("similar organisation"),
    ResemblanceReason.SAME_DOMAIN: gettext_lazy("addresses of one organisation"),
}


def pairs_of(event: Event) -> Sequence[tuple[Registration, Registration, str]]:
    """Registrations that may be one person, the likeliest first, with what they have in common."""
    return [
        (found.first, found.second, ", ".join(str(_REASONS[reason]) for reason in found.pair.reasons))
        for found in doubtful_pairs(event.pk)[:_MOST_PAIRS]
    ]


def state_choices(numbers: Mapping[str, int], *, chosen: str) -> Sequence[tuple[str, str, int, bool]]:
    """Each state that occurs: code, words, how many, and whether the list is narrowed to it."""
    return [
        (state, str(words), numbers[state], state == chosen)
        for state, (words, _tone) in STATE_WORDS.items()
        if state in numbers
    ]


def unknown_with_candidates() -> Sequence[tuple[UnknownOrganisation, Sequence[Actor], int | None]]:
    """Those of most people, whom the directory has for them, and the entry that waits for review, if any.

    One query for each of them.
    """
    waiting = waiting_for_editors()
    return [
        (unknown, resembling(unknown.organisation), waiting.get(bare_name(unknown.organisation)))
        for unknown in unknown_organisations()[:_MOST_UNKNOWN]
    ]
