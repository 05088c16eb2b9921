"""What a registration may say besides who comes: asked all at once, or topic by topic."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """In the order in which they are asked."""

    CONTACT = "contact"
    TIMES = "times"
    SESSIONS = "sessions"
    NEEDS = "needs"
    SHARING = "sharing"


# The fields of `RegistrationData` that each is about.
FIELDS: Final[Mapping[Topic, tuple[str, ...]]] = {
    Topic.CONTACT: ("role", "place", "phone"),
    Topic.TIMES: ("arrives_at", "leaves_at", "has_lunch"),
    Topic.SESSIONS: ("wishes",),
    Topic.NEEDS: (
        "is_remote",
        "diet",
        "needs_step_free",
        "needs_quiet",
        "needs_interpreter",
        "needs",
        "speaks",
    ),
    Topic.SHARING: ("consents", "visibility"),
}
# How the fields of a form begin where several of them make one.
_BEGINNINGS: Final = {
    "wish_": "wishes",
    "arrives_": "arrives_at",
    "leaves_": "leaves_at",
    "consent_": "consents",
    "sees_": "visibility",
}


def said_by(field: str) -> str:
    """The field of `RegistrationData` that a field of a form belongs to.

    >>> said_by("wish_7"), said_by("leaves_day"), said_by("diet")
    ('wishes', 'leaves_at', 'diet')
    """
    return next((name for start, name in _BEGINNINGS.items() if field.startswith(start)), field)


def topic_of(field: str) -> Topic | None:
    """The topic of a field of a form; None for what says who comes.

    >>> topic_of("wish_7"), topic_of("email")
    (<Topic.SESSIONS: 'sessions'>, None)
    """
    return next((topic for topic, them in FIELDS.items() if said_by(field) in them), None)


def asked_topics(*, elsewhere: Collection[str], has_sessions: bool) -> Sequence[Topic]:
    """The topics with something left to ask; `elsewhere` names the fields that other pages ask for.

    >>> asked_topics(elsewhere={"wishes", "arrives_at", "leaves_at", "has_lunch"}, has_sessions=True)
    [<Topic.CONTACT: 'contact'>, <Topic.NEEDS: 'needs'>, <Topic.SHARING: 'sharing'>]
    """
    return [
        topic
        for topic, them in FIELDS.items()
        if not set(them) <= set(elsewhere) and (has_sessions or topic is not Topic.SESSIONS)
    ]


def topic_after(topic: Topic, among: Sequence[Topic]) -> Topic | None:
    """The one that comes next; None after the last."""
    rest = among[among.index(topic) + 1 :]
    return rest[0] if rest else None
