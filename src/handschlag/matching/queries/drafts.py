"""Drafts of profiles that wait for their people."""

from __future__ import annotations

from handschlag.matching.models import ProfileDraft
from handschlag.matching.rules.profile import StatementData
from handschlag.registration.models import Registration


def drafted_statements(registration: Registration) -> tuple[StatementData, ...]:
    """What a list said of this person, in the language of the person's letters; nothing once confirmed."""
    draft = ProfileDraft.objects.filter(registration=registration).first()
    return tuple(
        StatementData(
            direction=one["direction"],
            text=one["text"],
            language=registration.language,
            kind=one["kind"],
        )
        for one in (draft.statements if draft else ())
    )
