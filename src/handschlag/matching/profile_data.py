"""What a profile is made of, what others see of it, and what a new one could begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any, Final

from django.db.models import F, QuerySet

from handschlag.common.language import pick
from handschlag.common.refusals import marked as _
from handschlag.directory.models import Actor, Project
from handschlag.directory.public import is_public, public_projects
from handschlag.matching.models import Direction, Participant, ProfileDraft
from handschlag.registration.models import Registration
from handschlag.registration.registration_data import FIELDS, Audience, audience_of

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


_COLUMNS = tuple(carded_fields(ProfileColumns))
_EXTRAS = tuple(carded_fields(RegistrationExtras))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Facts that are hidden are empty; with the organisation goes all that only it tells."""

    has_organisation: bool
    organisation: str
    actor: int  # 0 without an entry in the directory that others may know
    role: str
    place: str
    said: Mapping[str, Any]  # what the card of a profile says, without what is hidden


def seen_of(row: Participant) -> Seen:
    """Reads nothing if the registration and its actor are there."""
    registration = row.registration

    def is_open(name: str) -> bool:
        return is_seen(name, registered=registration.visibility, profile=row.visibility)

    has_organisation = is_open("organisation")
    actor = registration.actor if has_organisation else None
    words = registration.organisation if has_organisation else ""
    return Seen(
        has_organisation=has_organisation,
        organisation=actor.name if actor else words,
        actor=actor.pk if actor else 0,
        role=registration.role if is_open("role") else "",
        place=registration.place if is_open("place") else "",
        said={
            **{name: getattr(row, name) for name in _COLUMNS if is_open(name)},
            **{name: getattr(registration, name) for name in _EXTRAS if is_open(name)},
        },
    )


def with_what_is_seen(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """People with their names and what `seen_of` looks at, read in one question; nothing else is."""
    registered = ("name", "visibility", "organisation", "role", "place", *_EXTRAS)
    return rows.select_related("registration__actor").only(
        "visibility",
        "is_demo",
        *_COLUMNS,
        *(f"registration__{one}" for one in registered),
        "registration__actor__name",
    )


def organisation_seen(name: str, *, registered: Mapping[str, Any], profile: Mapping[str, Any]) -> str:
    """Where somebody is from, as far as others may see it."""
    return name if is_seen("organisation", registered=registered, profile=profile) else ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedStatement:
    """A sentence with where it is from: the entry of the organisation, or a project in which it took part."""

    key: str
    direction: str
    text: str
    actor: Actor
    project: Project | None = None


_PROJECTS: Final = EACH  # the newest


def proposed_statements(me: Participant) -> tuple[ProposedStatement, ...]:
    """In the order of the entry, then projects as offers; none for who has a profile."""
    actor = me.registration.actor
    if me.described_at is not None or actor is None or not is_public(actor):
        return ()
    return (*_of_entry(actor), *_of_projects(actor))


def _of_entry(actor: Actor) -> Iterator[ProposedStatement]:
    for one in actor.statements.all():
        yield ProposedStatement(
            key=f"s{one.pk}",
            direction=one.direction,
            text=(pick(one.text_de, one.text_en) or one.text_de or one.text_en)[:LONGEST],
            actor=actor,
        )


def _of_projects(actor: Actor) -> Iterator[ProposedStatement]:
    newest = F("starts_on").desc(nulls_last=True)
    for one in public_projects(actor).order_by(newest, "pk")[:_PROJECTS]:
        title = pick(one.title_de, one.title_en) or one.title_de or one.title_en
        yield ProposedStatement(
            key=f"p{one.pk}", direction=Direction.OFFER.value, text=title[:LONGEST], actor=actor, project=one
        )
