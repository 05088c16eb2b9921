"""What a registration says now, as the value that a form gives."""

from __future__ import annotations

from handschlag.registration.models import Registration
from handschlag.registration.rules.registration_data import COLUMNS, RegistrationData


def data_of(registration: Registration) -> RegistrationData:
    """Everything that the person said; three queries."""
    values = {name: getattr(registration, name) for name in COLUMNS}
    return RegistrationData(
        **{
            **values,
            "speaks": tuple(values["speaks"]),
            "wishes": registration.wishes,
            "answers": {one.question_id: tuple(one.said) for one in registration.answers.all()},
            "consents": frozenset(registration.consents_given),
            "has_accepted_terms": registration.terms_accepted_at is not None,
        }
    )
