"""Drafts of profiles that come with a list of people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils import translation

from handschlag.matching.actions.drafts import keep_drafts
from handschlag.matching.models import Participant
from handschlag.matching.rules.kind_names import KIND_LABELS
from handschlag.registration.hooks.profile_drafts import DraftKeeper
from handschlag.registration.models import Registration
from handschlag.registration.rules.people_imports import ImportedStatement


class MatchingDrafts(DraftKeeper):
    """Each waits until its person confirms it."""

    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        return {direction: _words_for(direction) for direction in KIND_LABELS}

    def keep(self, drafts: Sequence[tuple[Registration, Sequence[ImportedStatement]]], now: datetime) -> None:
        keep_drafts(drafts, now=now)

    def is_any_in_use(self, registration_ids: Collection[int]) -> bool:
        return Participant.objects.filter(registration_id__in=registration_ids).exists()


def _words_for(direction: str) -> dict[str, str]:
    """What they are called, the language of the page first, and the codes themselves."""
    found: dict[str, str] = {}
    for language in (translation.get_language() or "de", "de", "en"):
        with translation.override(language):
            for kind, label in KIND_LABELS[direction].items():
                found.setdefault(translation.gettext(label), kind.value)
    return {**found, **{kind.value: kind.value for kind in KIND_LABELS[direction]}}
