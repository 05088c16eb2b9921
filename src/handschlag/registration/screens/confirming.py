"""What was typed, shown to whoever opened the mailed link."""

from __future__ import annotations

from typing import Any

from handschlag.registration import labels
from handschlag.registration.models import Registration, SessionChoice, UnconfirmedRegistration
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.queries.questions import typed_answers
from handschlag.registration.rules.registration_data import columns, unpacked
from handschlag.registration.screens.own import audiences_of, facts_of
from handschlag.registration.screens.sessions import chosen_sessions


def confirm_screen(row: UnconfirmedRegistration) -> dict[str, Any]:
    """Everything that a person said, as the registration's own page will show it."""
    data = unpacked(row.facts)
    typed = Registration(event=row.event, **columns(data))
    choices = [SessionChoice(session_id=pk, wish=wish) for pk, wish in data.wishes.items()]
    return {
        "row": row,
        "event": row.event,
        "facts": [*facts_of(typed), *typed_answers(row.event_id, data.answers)],
        "sessions": chosen_sessions(choices, choosable(row.event_id) if choices else {}),
        "consents": [purpose for purpose in labels.CONSENTS if purpose in data.consents],
        "audiences": audiences_of(typed),
        "has_accepted_terms": data.has_accepted_terms,
    }
