"""What a registration says, agrees to and shows to others: as values, and in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.common.times import format_day_and_time
from handschlag.registration.models import Consent, ConsentPurpose, Registration, Word
from handschlag.registration.questions import answers_of
from handschlag.registration.sessions import (
    ChosenSessions,
    choices_of,
    chosen_sessions,
    endangered,
    published,
)

# What is more than a column of the registration.
BESIDE: Final = frozenset({"answers", "wishes", "consents", "has_accepted_terms"})
# What stays where everything else is erased: it counts, and says nothing about the person.
STAYS: Final = frozenset({"language", "has_lunch"})
# A change of these moves the entry in the person's calendar.
MOVING: Final = frozenset({"arrives_at", "leaves_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationData:
    """`wishes` maps the id of a session to must or like; moments are aware; `email` is normalised.

    Only who stands at the desk may do without an address.
    """

    name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    actor_id: int | None = None
    organisation: str = ""
    category_id: int | None = None
    place: str = ""
    language: str = "de"
    speaks: tuple[str, ...] = ()
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None
    is_remote: bool = False
    has_lunch: bool = True
    diet: str = ""
    needs_step_free: bool = False
    needs_quiet: bool = False
    needs_interpreter: bool = False
    needs: str = ""
    visibility: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[int, str] = field(default_factory=dict)
    answers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # by the id of the question
    consents: frozenset[str] = frozenset()
    has_accepted_terms: bool = False


MOMENTS: Final = ("arrives_at", "leaves_at")
COLUMNS: Final = tuple(one.name for one in fields(RegistrationData) if one.name not in BESIDE)
# What form and column have in common, as it is.
_OTHERWISE: Final = {"actor_id", "organisation", "category_id", "language", "speaks", "visibility", *MOMENTS}
PLAIN: Final = tuple(name for name in COLUMNS if name not in _OTHERWISE)


def columns(facts: RegistrationData) -> dict[str, Any]:
    """The plain columns, as the database keeps them."""
    values: dict[str, Any] = {name: getattr(facts, name) for name in COLUMNS}
    return {**values, "speaks": list(facts.speaks), "visibility": dict(facts.visibility)}


def erased() -> dict[str, Any]:
    """What erasure leaves of the columns: what they say without being filled in."""
    return {name: value for name, value in columns(RegistrationData(name="")).items() if name not in STAYS}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Sequence[str]:
    """The names of the columns that differ, in their order; never their values: those are personal."""
    return [name for name in after if before[name] != after[name]]


def packed(facts: RegistrationData) -> dict[str, Any]:
    """Everything that was said, as JSON keeps it."""
    values = columns(facts)
    moments = {name: values[name].isoformat() if values[name] else None for name in MOMENTS}
    return {
        **values,
        **moments,
        "wishes": {str(pk): wish for pk, wish in facts.wishes.items()},
        "answers": {str(pk): list(said) for pk, said in facts.answers.items()},
        "consents": sorted(facts.consents),
        "has_accepted_terms": facts.has_accepted_terms,
    }


def unpacked(values: Mapping[str, Any]) -> RegistrationData:
    """What `packed` wrote."""
    moments = {name: datetime.fromisoformat(values[name]) if values[name] else None for name in MOMENTS}
    wishes = {int(pk): wish for pk, wish in values["wishes"].items()}
    return RegistrationData(
        **{
            **values,
            **moments,
            "speaks": tuple(values["speaks"]),
            "wishes": wishes,
            "answers": {int(pk): tuple(said) for pk, said in values.get("answers", {}).items()},
            "consents": frozenset(values["consents"]),
        }
    )


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


# A new wording is a new version: whoever agreed to the old one agreed to nothing else.
VERSIONS: Final[Mapping[str, str]] = {
    "participants_list": "2026-11",
    "matching": "2026-11",
    "remembered": "2026-11",
    "contact_after": "2026-11",
    "photos": "2026-11",
}

# Somebody agreed elsewhere, in words that the organisers keep; the list says on which day.
CONSENT_ON_A_LIST: Final = "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Difference:
    """Which consents are given now, and which are withdrawn."""

    given: tuple[str, ...]
    withdrawn: tuple[str, ...]


def difference(before: Collection[str], after: Collection[str]) -> _Difference:
    """What is newly given and what is withdrawn; unknown purposes are never given."""
    known = [purpose for purpose in VERSIONS if purpose in after]
    return _Difference(
        given=tuple(purpose for purpose in known if purpose not in before),
        withdrawn=tuple(purpose for purpose in before if purpose not in after),
    )


def saved_data(registration: Registration) -> RegistrationData:
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


NEEDS: Final[dict[str, Word]] = {
    "remote": _("takes part online"),
    "step_free": _("a step-free route"),
    "quiet": _("a quiet place"),
    "interpreter": _("interpreting"),
    "words": _("something else"),
    "diet": _("special food"),
    "no_lunch": _("no lunch"),
}


AUDIENCES: Final[tuple[tuple[str, Word], ...]] = (
    (Audience.NOBODY.value, _("organisers only")),
    (Audience.PARTICIPANTS.value, _("also participants")),
    (Audience.EVERYBODY.value, _("everyone")),
)


FACTS: Final[dict[str, Word]] = {
    "organisation": _("Organisation"),
    "role": _("Your role"),
    "place": _("Place"),
    "speaks": _("Languages that you speak"),
    "email": _("Email address"),
    "phone": _("Telephone"),
}


LANGUAGES: Final[tuple[tuple[str, Word], ...]] = (
    ("de", _("German")),
    ("en", _("English")),
    ("fr", _("French")),
    ("pl", _("Polish")),
    ("cs", _("Czech")),
    ("nl", _("Dutch")),
    ("it", _("Italian")),
    ("es", _("Spanish")),
    ("uk", _("Ukrainian")),
    ("gsg", _("German Sign Language")),
)


# Whoever changes these words changes their version: `rules.consents.VERSIONS`.
CONSENTS: Final[dict[str, tuple[Word, Word]]] = {
    ConsentPurpose.PARTICIPANTS_LIST: (
        _("Show me on the list of participants."),
        _("Others see your name and the details you select under “Visibility”."),
    ),
    ConsentPurpose.MATCHING: (
        _("I want to take part in matchmaking for one-to-one meetings."),
        _(
            "We compare your organisation, what you offer and what you are looking for with others to "
            "suggest meetings."
        ),
    ),
    ConsentPurpose.REMEMBERED: (
        _("Remember whom I have met, so that later events introduce me to new people."),
        _(
            "Only where the other person allows it, too. You are then not recommended to each other again. "
            "Kept for two years at most; deleted when you withdraw this."
        ),
    ),
    ConsentPurpose.CONTACT_AFTER: (
        _("The organisers may email me after the event."),
        _("About the results and future events, for two years at most."),
    ),
    ConsentPurpose.PHOTOS: (
        _("Photos in which I can be recognised may be published."),
        _("In reports about this event on the organisers’ website."),
    ),
}


# What a form says to whoever fills it in for somebody else.
SPOKEN_BY_OTHERS: Final = _("Languages")


NEEDS_OF_OTHERS: Final = {
    "needs_step_free": (_("Needs step-free access"), None),
    "needs_quiet": (_("Needs a quiet place to talk"), None),
    "needs_interpreter": (_("Needs an interpreter"), None),
}


def write_consents(registration: Registration, purposes: Collection[str], *, now: datetime) -> frozenset[str]:
    """Gives what is newly agreed to and withdraws the rest at `now`; which of them changed.

    Withdrawn consents stay on file.
    """
    valid = registration.consents.filter(withdrawn_at__isnull=True)
    change = difference(set(valid.values_list("purpose", flat=True)), purposes)
    valid.filter(purpose__in=change.withdrawn).update(withdrawn_at=now)
    Consent.objects.bulk_create(
        Consent(
            registration=registration,
            purpose=purpose,
            text_version=VERSIONS[purpose],
            given_at=now,
        )
        for purpose in change.given
    )
    return frozenset((*change.given, *change.withdrawn))


type Facts = Sequence[tuple[str, str]]


def sessions_of(registration: Registration) -> ChosenSessions:
    """The chosen sessions, marked where arrival or departure cuts them short."""
    choices = choices_of(registration)
    offers = published(registration.event_id) if choices else {}
    slots = [offers[choice.session_id].slot(choice.wish) for choice in choices if choice.session_id in offers]
    dangers = endangered(slots, arrives_at=registration.arrives_at, leaves_at=registration.leaves_at)
    return chosen_sessions(choices, offers, endangered=dangers)


def facts_of(registration: Registration) -> Facts:
    """What is known; what was not said is left out, but for the times: there it means something."""
    one = registration
    facts = (
        (gettext("Name"), one.name),
        (gettext("Email address"), one.email),
        (gettext("Organisation"), ", ".join(p for p in (one.organisation, one.role, one.place) if p)),
        (gettext("Telephone"), one.phone),
        (gettext("Category"), one.category.name if one.category else ""),
    )
    return [
        *((label, value) for label, value in facts if value),
        *times_of(one),
        *needs_of(one),
        *answers_of(one),
    ]


def times_of(registration: Registration) -> Facts:
    """When the person comes and goes, and whether for lunch."""
    return [
        (gettext("Arrives"), _moment_words(registration.arrives_at) or gettext("at the start")),
        (gettext("Leaves"), _moment_words(registration.leaves_at) or gettext("to the end")),
        (gettext("Lunch"), gettext("yes") if registration.has_lunch else gettext("no")),
    ]


def needs_of(registration: Registration) -> Facts:
    """What the person eats, needs and speaks, as far as it was said."""
    one, languages = registration, dict(LANGUAGES)
    needs = [
        str(NEEDS[need])
        for is_needed, need in (
            (one.is_remote, "remote"),
            (one.needs_step_free, "step_free"),
            (one.needs_quiet, "quiet"),
            (one.needs_interpreter, "interpreter"),
        )
        if is_needed
    ]
    facts = (
        (gettext("Dietary requirements"), one.diet),
        (gettext("Support needed"), ", ".join((*needs, *filter(None, (one.needs,))))),
        (gettext("Languages"), ", ".join(str(languages.get(code, code)) for code in one.speaks)),
    )
    return [(label, value) for label, value in facts if value]


def _moment_words(at: datetime | None) -> str:
    return format_day_and_time(at) if at else ""


def audiences_of(registration: Registration) -> Facts:
    """For each fact that can be hidden, who may see it, in words."""
    audiences = dict(AUDIENCES)
    return [
        (str(FACTS[field]), str(audiences[audience_of(field, registration.visibility).value]))
        for field in FIELDS
    ]
