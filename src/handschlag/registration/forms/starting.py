"""What the form shows at first: nothing, an invitation, an account, or a registration."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from handschlag.accounts.models import User
from handschlag.common.times import local
from handschlag.events.rules.saved_sessions import SavedSessions
from handschlag.registration.forms.questions import field_of, initial_answer
from handschlag.registration.models import EventInvitation, Registration
from handschlag.registration.rules.registration_data import PLAIN, RegistrationData
from handschlag.registration.rules.visibility import FIELDS, audience_of

NIGHT_ENDS: Final = time(6)  # who leaves at one o'clock leaves in the night after the day


def language_of(code: str | None) -> str:
    """“de” for any kind of German and where no code is given, otherwise “en”."""
    return "de" if (code or "de").startswith("de") else "en"


def of_invitation(invitation: EventInvitation) -> dict[str, Any]:
    """What the form says at first; a listed organisation goes before the typed name of one."""
    name = invitation.actor.name if invitation.actor else invitation.organisation
    return {"name": invitation.name, "email": invitation.email, "organisation": name}


def of_account(user: User) -> dict[str, Any]:
    """What the form says at first for somebody signed in: name and address alone."""
    return {"name": user.name, "email": user.email}


def of_typed(typed: RegistrationData) -> dict[str, Any]:
    """What a colleague has typed about somebody."""
    category = str(typed.category_id or "")
    return {
        "name": typed.name,
        "email": typed.email,
        "organisation": typed.organisation,
        "category": category,
    }


def of_chosen(chosen: SavedSessions) -> dict[str, Any]:
    """What somebody put together before registering, as what they would like to hear."""
    return {f"wish_{pk}": "like" for pk in chosen.ids}


def of_registration(registration: Registration) -> dict[str, Any]:
    """Everything that the person said; six queries at most."""
    given: dict[str, Any] = {name: getattr(registration, name) for name in (*PLAIN, "language", "speaks")}
    given["organisation"] = registration.organisation_name
    given["category"] = str(registration.category_id or "")
    for name in ("arrives", "leaves"):
        given |= _of_moment(name, getattr(registration, f"{name}_at"))
    for field in FIELDS:
        given[f"sees_{field}"] = audience_of(field, registration.visibility).value
    for choice in registration.choices.all():
        given[f"wish_{choice.session_id}"] = choice.wish
    for answer in registration.answers.select_related("question"):
        given[field_of(answer.question)] = initial_answer(answer.question, answer.said)
    for consent in registration.consents.all():
        if consent.withdrawn_at is None:
            given[f"consent_{consent.purpose}"] = True
    return given


def _of_moment(name: str, at: datetime | None) -> dict[str, Any]:
    if at is None:
        return {}
    there = local(at)
    day = there.date()
    if name == "leaves" and there.time() < NIGHT_ENDS:
        day -= timedelta(days=1)
    return {f"{name}_day": day.isoformat(), f"{name}_time": there.time()}
