"""The page on which somebody chooses a part in the demo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from handschlag.common.times import local_date
from handschlag.demo.queries.personas import invented_events_of, registrations_of
from handschlag.demo.rules.personas import BY_PART, PEOPLE, PersonaRole
from handschlag.events.models import Event
from handschlag.registration.queries.links import link_of

# Where the work of a part begins; the first address that exists.
DESKS = {
    PersonaRole.PARTICIPANT: ("accounts:profile",),
    PersonaRole.NETWORK_MANAGER: ("directory:manage",),
    PersonaRole.EDITOR: ("directory:moderation",),
    PersonaRole.ORGANISER: ("directory:networks",),
    PersonaRole.ADMINISTRATOR: ("common:outbox",),
}


def parts() -> list[tuple[PersonaRole, str, str]]:
    """All parts, in the order of what they may do: each with its title and what there is to do in it."""
    return [(person.part, _title_of(person.part), _todo_of(person.part)) for person in PEOPLE]


def _title_of(part: PersonaRole) -> str:
    match part:
        case PersonaRole.PARTICIPANT:
            return gettext("Participant")
        case PersonaRole.NETWORK_MANAGER:
            return gettext("Network manager")
        case PersonaRole.EDITOR:
            return gettext("Editor")
        case PersonaRole.ORGANISER:
            return gettext("Organiser")
        case PersonaRole.ADMINISTRATOR:
            return gettext("Administrator")


def _todo_of(part: PersonaRole) -> str:
    match part:
        case PersonaRole.PARTICIPANT:
            return gettext(
                "Takes part in matchmaking at the invented conference: recommendations with reasons, "
                "requests to answer, a day that fills up."
            )
        case PersonaRole.NETWORK_MANAGER:
            return gettext(
                "Manages an invented hydrogen cluster: requests to join, an unfinished draft, missing facts."
            )
        case PersonaRole.EDITOR:
            return gettext("Reviews what others have written: changes, news and duplicates.")
        case PersonaRole.ORGANISER:
            return gettext(
                "Runs the invented conference: programme, registrations, readiness, rules, timetable, "
                "publishing."
            )
        case PersonaRole.ADMINISTRATOR:
            return gettext("Sees the outbox, the jobs and the audit trail, and gives roles.")


def dashboard_url_of(part: PersonaRole, *, now: datetime) -> str:
    """The address at which the work of a part begins."""
    for name, args in (*_own_desks(part, now=now), *((name, ()) for name in (*DESKS[part], "pages:start"))):
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return "/"


def _own_desks(part: PersonaRole, *, now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Addresses that belong to this person: the own recommendations, the own event."""
    address = BY_PART[part].address
    if part is PersonaRole.PARTICIPANT:
        for own in registrations_of(address):
            yield _page_of(own.event, now=now), (link_of(own),)
    if part is PersonaRole.ORGANISER:
        for event in invented_events_of(address):
            yield "matching:readiness", (event.slug,)
            yield "events:manage_event", (event.slug,)


def _page_of(event: Event, *, now: datetime) -> str:
    """Where somebody who takes part is today: before, on the day, or afterwards."""
    today = local_date(now)
    if today < event.first_day:
        return "matching:recommended"
    return "day:today" if today <= event.last_day else "day:afterwards"
