"""Makes the people whom a demo lets everybody be."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.rules.policy import Role
from handschlag.common import audit
from handschlag.demo.rules.personas import PEOPLE, DemoPerson, PersonaRole
from handschlag.directory.models import ManagedNetwork, Network

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
