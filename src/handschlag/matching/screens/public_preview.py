"""Matching on the public page of an event: who comes, what is looked for, and what happens when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design import navigation
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.queries.public_preview import PublicPreview
from handschlag.matching.rules.phases import Phase, phase_at


def public_preview_screen(preview: PublicPreview, *, now: datetime) -> dict[str, Any]:
    """The section of the event's page."""
    dates, phase = preview.dates, phase_at(now, preview.dates)
    known = [(one, count) for code, count in preview.topics if (one := term(code)) is not None]
    return {
        "way": navigation.address_of("pages:how_matching_works"),  # of a higher floor
        "people": preview.people,
        "organisations": preview.organisations,
        "further_organisations": preview.further_organisations,
        "topics": [(pick(one.label_de, one.label_en), count) for one, count in known],
        "steps": [
            (_("Write your profile"), dates.profiles_from, phase is Phase.PROFILE),
            (_("Ask people, answer requests"), dates.wishes_from, phase is Phase.WISHES),
            (_("Last day for answers"), dates.answers_until, phase is Phase.CLOSED),
            (_("Times and tables are fixed"), dates.fixed_at, phase is Phase.FIXED),
        ],
        "is_over": phase is Phase.AFTER,
    }
