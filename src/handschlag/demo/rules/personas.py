"""Whom a demo lets everybody be: one made-up person for each role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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
