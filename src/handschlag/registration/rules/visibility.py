"""Who sees which fact about a participant.

Without the consent to the list of participants nobody but the organisers sees anything, not even the name.
With it the name is seen by participants, and every other fact by those whom the person chose for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Final


class Audience(StrEnum):
    """Who may see a fact. Organisers see all facts; they need them."""

    NOBODY = "nobody"
    PARTICIPANTS = "participants"
    EVERYBODY = "everybody"


class Viewer(StrEnum):
    STRANGER = "stranger"
    PARTICIPANT = "participant"
    ORGANISER = "organiser"
    SELF = "self"


DEFAULTS: Final[Mapping[str, Audience]] = {
    "organisation": Audience.PARTICIPANTS,
    "role": Audience.PARTICIPANTS,
    "place": Audience.PARTICIPANTS,
    "speaks": Audience.PARTICIPANTS,
    "email": Audience.NOBODY,
    "phone": Audience.NOBODY,
}
FIELDS: Final = tuple(DEFAULTS)
LIST_CONSENT: Final = "participants_list"


def audience_of(field: str, visibility: Mapping[str, Any]) -> Audience:
    """Whom the person chose for a field; what makes no sense is for nobody."""
    wanted = visibility.get(field, DEFAULTS.get(field, Audience.NOBODY))
    return Audience(wanted) if wanted in set(Audience) else Audience.NOBODY


def _may_see(field: str, *, viewer: Viewer, visibility: Mapping[str, Any], consents: Collection[str]) -> bool:
    """Whether this viewer sees this fact of a person."""
    if viewer in {Viewer.ORGANISER, Viewer.SELF}:
        return True
    if LIST_CONSENT not in consents:
        return False
    if field == "name":
        return viewer is Viewer.PARTICIPANT
    audience = audience_of(field, visibility)
    if viewer is Viewer.PARTICIPANT:
        return audience is not Audience.NOBODY
    return audience is Audience.EVERYBODY


def visible(
    facts: Mapping[str, Any], *, viewer: Viewer, visibility: Mapping[str, Any], consents: Collection[str]
) -> Mapping[str, Any]:
    """Only those facts that the viewer may see."""
    return {
        field: value
        for field, value in facts.items()
        if _may_see(field, viewer=viewer, visibility=visibility, consents=consents)
    }
