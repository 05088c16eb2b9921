"""Two actors of two networks that fit in both directions, and who speaks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.platform import builders
from tests.platform.matching.partners.asking import stated

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.directory.models import Actor, Network
from handschlag.matching.partner_search import lists


@pytest.fixture
def optik(martha: User) -> Network:
    made = builders.network("Optik Sachsen")
    builders.manages(martha, made)
    return made


@pytest.fixture
def nils(person: Callable[..., User]) -> User:
    return person("nils", Role.NETWORK_MANAGER)


@pytest.fixture
def laser(nils: User) -> Network:
    made = builders.network("Laser Hessen")
    builders.manages(nils, made)
    return made


@pytest.fixture
def lens(optik: Network) -> Actor:
    return stated("Linsen Meier GmbH", optik, offer="Linsen für Laser", need="Wärmebehandlung von Stahl")


@pytest.fixture
def beam(laser: Network) -> Actor:
    return stated("Strahl AG", laser, offer="Wärmebehandlung von Stahl", need="Linsen für Laser")


@pytest.fixture
def pair(lens: Actor, beam: Actor, martha: User, nils: User, now: datetime) -> tuple[Actor, Actor]:
    """Both take part, and stand on the list of each other."""
    lists.begin_search(actor_id=lens.pk, by=martha.subject, now=now)
    lists.begin_search(actor_id=beam.pk, by=nils.subject, now=now)
    lists.write_partner_lists(now=now)
    return lens, beam
