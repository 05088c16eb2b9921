"""What apps above add to a registration, its page, its emails, and the reception."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from handschlag.common.hooks import Hook
from handschlag.design.components.participant import Tab
from handschlag.directory.models import Actor
from handschlag.events.calendar_files import Entry
from handschlag.events.models import Event
from handschlag.registration.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class AddonCard:
    """A part of the event with pages of its own for this person."""

    title: str
    text: str
    label: str
    url: str
    more_label: str = ""
    more_url: str = ""


class RegistrationAddon(Protocol):
    """An app that keeps something with a registration; `name` stands in the export.

    `private` names the parts of its export that only the person may read; `consent` is what people who take
    part agree to.
    """

    name: str
    private: frozenset[str]
    consent: str = ""

    def is_offered(self, event_id: int) -> bool:
        """Whether the event has it, so that it is worth asking for the consent."""
        del event_id
        return False

    def first_page(self, registration: Registration, token: str, now: datetime) -> str:
        """Where somebody who agreed goes on after registering; empty where nothing can be done yet."""
        del registration, token, now
        return ""

    def asks(self, registration: Registration, token: str) -> Mapping[str, str]:
        """Fields of `RegistrationData` that its own pages ask this person for, with the page that asks."""
        del registration, token
        return {}

    def card(self, registration: Registration, token: str) -> AddonCard | None:
        """What the person can do there now, in the language of the page."""

    def opening(self, registration: Registration, token: str, now: datetime) -> str:
        """The page that the personal link opens now; empty where another app, or the own page, is right."""

    def tabs(self, registration: Registration, token: str, now: datetime) -> Sequence[Tab]:
        """The ways between the person's pages, where this app has pages of its own; none is current."""
        del registration, token, now
        return ()

    def follow_consents(self, registration: Registration, changed: Collection[str], now: datetime) -> None:
        """The person gave or withdrew these consents; they are written, and the event is locked."""
        del registration, changed, now

    def lost_by_cancelling(self, registration: Registration) -> str:
        """What ends for the person and for others, in a sentence; empty where nothing does."""
        del registration
        return ""

    def follow_end(self, registration: Registration, now: datetime) -> None:
        """The registration was cancelled or declined; it is written, and the event is locked."""
        del registration, now

    def forget_person(self, user_id: int | None, email: str) -> None:
        """Somebody wants to be forgotten: also what is kept beyond a registration; `email` is proven."""
        del user_id, email

    def export(self, registration: Registration) -> Mapping[str, Any] | None:
        """Everything that is kept, as plain values."""

    def erase(self, registration: Registration, now: datetime) -> None:
        """Everything about the person goes; the registration still says who it was; its event is locked."""

    def erase_event(self, event_id: int) -> None:
        """All people of the event go next, one by one: first what only makes sense with them."""


addons: Final = Hook[RegistrationAddon]("registration.addons")


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """`people` gives the registrations of an event by its id: of those who belong to it now."""

    key: str
    title: Promise
    people: Callable[[int], QuerySet[Registration]]


audiences: Final = Hook[Audience]("registration.audiences")


def audience_of(key: str) -> Audience | None:
    """By its key; None for one of an older version of the platform."""
    return next((one for one in audiences if one.key == key), None)


# The entries of one person, in the language that is spoken now.
type _EntrySource = Callable[..., Iterable[Entry]]

calendar_entries: Final = Hook[_EntrySource]("registration.calendar_entries")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingProspect:
    """`examples` are reasons in words that name nobody; `page` is an address behind the personal link."""

    seekers: int
    examples: tuple[str, ...]
    page: str
    label: str


# Of the organisation of somebody who is invited, or of a registration; None where there are no meetings.
type _ProspectSource = Callable[[int, Actor | None, Registration | None], MeetingProspect | None]

meeting_prospects: Final = Hook[_ProspectSource]("registration.meeting_prospects")


def prospect_of(
    event_id: int, actor: Actor | None, registration: Registration | None = None
) -> MeetingProspect | None:
    """The first answer that there is, in the language that is spoken now."""
    answers = (source(event_id, actor, registration) for source in meeting_prospects)
    return next((one for one in answers if one is not None), None)


class DraftKeeper(Protocol):
    """Keeps drafts of profiles; nobody else sees one before its person has confirmed it."""

    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        """What kinds of offers and needs are called: direction, word, code; what to suggest comes first."""
        return {}

    def keep(self, drafts: Sequence[tuple[Registration, Sequence[ImportedStatement]]], now: datetime) -> None:
        """These registrations are new, and their list says this of them."""

    def is_any_in_use(self, registration_ids: Collection[int]) -> bool:
        """Whether one of them has begun something that would go with the registration."""
        del registration_ids
        return False


profile_drafts: Final = Hook[DraftKeeper]("registration.profile_drafts")


def kinds_in_words() -> Mapping[str, Mapping[str, str]]:
    """All kinds that are known, by direction and word."""
    found: dict[str, dict[str, str]] = {}
    for keeper in profile_drafts:
        for direction, words in keeper.kinds().items():
            found.setdefault(direction, {}).update(words)
    return found


# Where somebody without a registration is served at once; empty where that is not possible.
walk_in_page: Final = Hook[Callable[[Event], str]]("registration.walk_in_page")

# Where it is said that somebody does not come whom others wait for; called with the id of the registration.
absence_page: Final = Hook[Callable[[Event, int, datetime], str]]("registration.absence_page")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMeeting:
    """A meeting as the desk tells of it: `place` is the code of the meeting point, `others` are names."""

    starts_at: datetime
    place: str
    others: tuple[str, ...]


# The meetings still to come, by the id of the registration.
desk_meetings: Final = Hook[Callable[[Event, datetime], Mapping[int, Sequence[DeskMeeting]]]](
    "registration.desk_meetings"
)

# The file with somebody's day on paper, by the id of the registration; empty where there is none.
day_sheet: Final = Hook[Callable[[Event, int], str]]("registration.day_sheet")


def meetings_to_come(event: Event, now: datetime) -> Mapping[int, Sequence[DeskMeeting]]:
    """Of everybody who has some."""
    return next(filter(None, (plugin(event, now) for plugin in desk_meetings)), {})


def addon_cards(registration: Registration, token: str) -> tuple[AddonCard, ...]:
    """What the person can do now."""
    return tuple(filter(None, (addon.card(registration, token) for addon in addons)))


def lost_by_cancelling(registration: Registration) -> tuple[str, ...]:
    """What else ends with the registration, in sentences."""
    return tuple(filter(None, (addon.lost_by_cancelling(registration) for addon in addons)))


def opening_page(registration: Registration, token: str, *, now: datetime) -> str:
    """What matters now: one app knows it, or none. Empty: the own page of the registration."""
    pages = (addon.opening(registration, token, now) for addon in addons)
    return next(filter(None, pages), "")


def addon_tabs(registration: Registration, token: str, *, now: datetime) -> Sequence[Tab]:
    """The tabs of the person's pages: one app has them, or none."""
    rows = (addon.tabs(registration, token, now) for addon in addons)
    return next(filter(None, rows), ())


def asked_consents(event_id: int) -> frozenset[str]:
    """The consents that something which the event offers needs."""
    return frozenset(addon.consent for addon in addons if addon.consent and addon.is_offered(event_id))


def first_addon_page(registration: Registration, token: str, *, now: datetime) -> str:
    """Where the person goes on at once; empty where there is nothing to do yet."""
    pages = (addon.first_page(registration, token, now) for addon in addons)
    return next(filter(None, pages), "")


def fields_asked_elsewhere(registration: Registration, token: str) -> Mapping[str, str]:
    """By field the address of the page that asks for it."""
    asked: dict[str, str] = {}
    for addon in addons:
        asked |= addon.asks(registration, token)
    return asked


def addon_exports(registration: Registration, *, with_private: bool) -> Mapping[str, Any]:
    """By app; without what is private for anybody but the person: not even its number."""
    exports = ((addon, addon.export(registration)) for addon in addons)
    return {
        addon.name: {key: value for key, value in data.items() if with_private or key not in addon.private}
        for addon, data in exports
        if data is not None
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedStatement:
    """One thing that somebody offers or needs; without a `kind` its words say it."""

    direction: str
    text: str
    kind: str = ""
