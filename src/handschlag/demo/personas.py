"""Whom a demo lets everybody be: one made-up person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role
from handschlag.common import audit
from handschlag.directory.models import ManagedNetwork, Network
from handschlag.events.models import Event
from handschlag.registration.models import Registration

DOMAIN = "demo.example.org"


class PersonaRole(StrEnum):
    """A part that somebody plays in the demo."""

    PARTICIPANT = "participant"
    NETWORK_MANAGER = "network_manager"
    EDITOR = "editor"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Address, name, and the network that is looked after. The surname says that nobody is meant."""

    part: PersonaRole
    address: str
    name: str
    network: str = ""


PEOPLE = (
    DemoPerson(part=PersonaRole.PARTICIPANT, address=f"teilnehmer@{DOMAIN}", name="Tilo Demo"),
    DemoPerson(
        part=PersonaRole.NETWORK_MANAGER,
        address=f"netzwerkmanagerin@{DOMAIN}",
        name="Nora Demo",
        network="wasserstoff-nordmeer",
    ),
    DemoPerson(part=PersonaRole.EDITOR, address=f"redakteurin@{DOMAIN}", name="Rika Demo"),
    DemoPerson(part=PersonaRole.ORGANISER, address=f"veranstalter@{DOMAIN}", name="Veit Demo"),
    DemoPerson(part=PersonaRole.ADMINISTRATOR, address=f"verwalterin@{DOMAIN}", name="Vera Demo"),
)
BY_PART = {person.part: person for person in PEOPLE}


def registrations_of(address: str) -> QuerySet[Registration]:
    """The registrations of the person with this email address, each with its event."""
    return Registration.objects.filter(user__email=address, erased_at=None).select_related("event")


def invented_events_of(address: str) -> QuerySet[Event]:
    """The invented events that this person organises, the latest first."""
    return Event.objects.filter(is_demo=True, organisers__user__email=address).order_by("-first_day", "pk")


ROLES = {
    PersonaRole.NETWORK_MANAGER: Role.NETWORK_MANAGER,
    PersonaRole.EDITOR: Role.EDITOR,
    PersonaRole.ORGANISER: Role.ORGANISER,
    PersonaRole.ADMINISTRATOR: Role.ADMINISTRATOR,
}


@transaction.atomic
def make_people(*, now: datetime) -> None:
    """Everybody of the demo has an account, a role, and the network they look after."""
    for person in PEOPLE:
        _make_person(person, now=now)


def _make_person(person: DemoPerson, *, now: datetime) -> User:
    user = User.objects.filter(email=person.address).first()
    if user is None:
        user = User.objects.create_user(email=person.address, name=person.name, is_demo=True)
        audit.record(verb="invented", target=user, by_id=None, now=now)
    if role := ROLES.get(person.part):
        RoleGrant.objects.get_or_create(user=user, role=role, defaults={"granted_at": now})
    if person.network:
        network = Network.objects.get(slug=person.network, is_demo=True)
        ManagedNetwork.objects.get_or_create(user=user, network=network, defaults={"since": now})
    return user
