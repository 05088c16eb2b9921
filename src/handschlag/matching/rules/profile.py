"""What a profile is made of: from each declared field follow form, sight, card, export and erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any, Final

from handschlag.common.refusals import marked as _
from handschlag.registration.rules.visibility import FIELDS, Audience, audience_of

EACH: Final = 3  # offers, and needs
LONGEST: Final = 240
PARTICIPANTS, NOBODY = "participants", "nobody"


class FieldKind(Enum):
    """How a field is asked for, in the order of the form."""

    LINE = auto()
    LANGUAGES = auto()
    YES = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileField:
    """One field of the form; `most` is the longest line or the highest number.

    `card` names it on the person's page, and `visible_as` where the person chooses whether others see it.
    """

    kind: FieldKind
    label: str
    hint: str = ""
    least: int = 0
    most: int | None = None
    visible_as: str = ""
    card: str = ""


def _asked(empty: Any, kind: FieldKind, label: str, **more: Any) -> Any:
    return field(default=empty, metadata={"asked": ProfileField(kind=kind, label=label, **more)})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementData:
    """One offer or need; without a `kind` its words say it."""

    direction: str
    text: str = ""
    language: str = "de"
    concepts: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationExtras:
    """Columns of the registration that the profile asks for, too."""

    speaks: tuple[str, ...] = _asked(
        (),
        FieldKind.LANGUAGES,
        _("Languages that you speak"),
        visible_as=_("Languages"),
        card=_("Languages"),
    )
    needs_step_free: bool = _asked(False, FieldKind.YES, _("I need a step-free meeting point."))
    needs_quiet: bool = _asked(False, FieldKind.YES, _("I need a quiet place to talk."))
    needs_interpreter: bool = _asked(False, FieldKind.YES, _("I need an interpreter."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileColumns:
    """Columns of the participant. What each says without being filled in is what erasure leaves."""

    goal: str = _asked(
        "",
        FieldKind.LINE,
        _("What would make the day a success for you?"),
        hint=_("One sentence, for example: two partners for a joint project."),
        most=300,
        visible_as=_("Your goal"),
        card=_("Goal"),
    )
    fields: tuple[str, ...] = ()  # without any: those that organisation and statements belong to
    least: int | None = _asked(
        None, FieldKind.NUMBER, _("Minimum number of meetings"), hint=_("Empty: no preference."), most=40
    )
    most: int | None = _asked(
        None,
        FieldKind.NUMBER,
        _("Maximum number of meetings"),
        hint=_("Empty: as many as fit."),
        least=1,
        most=40,
    )
    most_breaks: int | None = _asked(
        None,
        FieldKind.NUMBER,
        _("Maximum number of waiting times"),
        hint=_("How often may you have to wait between two meetings? Leave empty if you have no preference."),
        most=40,
    )
    visibility: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(ProfileColumns):
    """All that is said at once; without `about` the registration stays as it is."""

    statements: tuple[StatementData, ...] = ()
    about: RegistrationExtras | None = None


def asked_fields(*parts: type[ProfileColumns | RegistrationExtras]) -> dict[str, ProfileField]:
    """What the form asks for, by the names of the columns."""
    found = [(one.name, one.metadata.get("asked")) for part in parts for one in fields(part)]
    asked = [(name, field) for name, field in found if field]
    return dict(sorted(asked, key=lambda pair: pair[1].kind.value))


def carded_fields(part: type[ProfileColumns | RegistrationExtras]) -> dict[str, ProfileField]:
    """What the person's page says to those who may see it."""
    return {name: one for name, one in asked_fields(part).items() if one.card}


def columns(part: ProfileColumns | RegistrationExtras) -> dict[str, Any]:
    """The values as the database keeps them."""
    declared = fields(ProfileColumns if isinstance(part, ProfileColumns) else RegistrationExtras)
    return {one.name: _kept(getattr(part, one.name)) for one in declared}


def _kept(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value


# What others see where the person leaves it so, and what the choice is called.
SEEN: Final[Mapping[str, str]] = {
    "organisation": _("Organisation"),
    "role": _("Your role"),
    "place": _("Place"),
    **{
        name: one.visible_as
        for part in (RegistrationExtras, ProfileColumns)
        for name, one in asked_fields(part).items()
        if one.visible_as
    },
}


def is_seen(name: str, *, registered: Mapping[str, Any], profile: Mapping[str, Any]) -> bool:
    """Whether others in the matching see a fact: of the two choices the stricter one counts.

    >>> is_seen("place", registered={"place": "nobody"}, profile={"place": "participants"})
    False
    """
    is_open = name not in FIELDS or audience_of(name, registered) is not Audience.NOBODY
    return is_open and profile.get(name, PARTICIPANTS) == PARTICIPANTS
