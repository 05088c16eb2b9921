"""Fills an empty platform for the demo: the public data, and the invented world beside it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.demo.actions import (
    all_year,
    campaign,
    conference,
    earlier,
    exhibition,
    followed,
    funding_calls,
    invented,
    joint_projects,
    matching,
    past,
    past_weeks,
    pending_work,
    personas,
    registrations,
)
from handschlag.demo.rules import composing, networks
from handschlag.demo.rules.bank import Bank, Town, read_bank
from handschlag.directory.actions import public_networks, regions, vocabulary
from handschlag.directory.models import Concept, Field, Network, Place
from handschlag.programmes.actions import published

SEED = 2016


@transaction.atomic
def fill(*, is_full: bool, now: datetime) -> bool:
    """Everything is there; False where it was there already, and was left as it is."""
    if Network.objects.filter(is_demo=True).exists():
        return False
    load_public_data(now=now)
    write_world(is_full=is_full, now=now)
    personas.make_people(now=now)
    pending_work.create_pending_work(now=now)
    past.load(now=now)
    past_weeks.load(now=now)
    event = conference.write_conference(now=now)
    exhibition.write_exhibition(event, now=now)
    registrations.write_registrations(event, now=now)
    matching.write_matching(event, now=now)
    all_year.write_all_year(now=now)
    campaign.write_campaign(now=now)
    earlier.write_earlier_events(now=now)
    exhibition.show_real(now=now)
    funding_calls.write_funding_calls(now=now)
    followed.follow_something(now=now)
    return True


def load_public_data(*, now: datetime) -> None:
    """Regions, vocabulary, programmes and real networks are there."""
    regions.load()
    vocabulary.load()
    published.load(now=now)
    public_networks.load(now=now)


def write_world(*, is_full: bool, now: datetime) -> None:
    """The invented networks, actors, stories and joint projects are there."""
    bank = bank_on_vocabulary()
    wanted = networks.many(bank, seed=SEED) if is_full else networks.written()
    invented.write_directory(composing.invent(bank, wanted, seed=SEED), now=now)
    joint_projects.write_joint_projects(now=now)


def is_full() -> bool:
    """Whether what is there is the full world."""
    return Network.objects.filter(is_demo=True).count() >= networks.NETWORKS


def bank_on_vocabulary() -> Bank:
    """The bank of words on the vocabulary and the places that were loaded."""
    return read_bank(
        fields=dict(Field.objects.values_list("code", "parent_id")),
        concepts=dict(Concept.objects.exclude(field=None).values_list("code", "field_id")),
        towns=[
            Town(
                name=place.name,
                land=place.land_id,
                latitude=place.latitude,
                longitude=place.longitude,
                population=place.population,
            )
            for place in Place.objects.order_by("-population", "name", "land_id")
        ],
    )
