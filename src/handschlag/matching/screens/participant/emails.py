"""Which emails somebody gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handschlag.matching.rules.phase_emails import EmailKind

LABELS: Final[Mapping[EmailKind, str | Promise]] = {
    EmailKind.PROFILES: _("Profiles can be written"),
    EmailKind.WISHES: _("Recommendations are ready"),
    EmailKind.UNSENT: _("Requests are ready and not sent"),
    EmailKind.REQUESTS: _("New requests have arrived"),
    EmailKind.WAITING: _("Requests are waiting for an answer"),
    EmailKind.ENDING: _("The time for answers ends"),
    EmailKind.FIXED: _("The times of the meetings are fixed"),
    EmailKind.COMING: _("Two days before the event: are you coming?"),
    EmailKind.TOMORROW: _("The day before the event"),
    EmailKind.THANKS: _("Review after the event"),
    EmailKind.RESULTS: _("Results 30 and 90 days after the event"),
}


def email_choices(muted: frozenset[str]) -> Sequence[tuple[str, str, bool]]:
    """Code, words, and whether the person gets it."""
    return [(kind.value, str(words), kind not in muted) for kind, words in LABELS.items()]
