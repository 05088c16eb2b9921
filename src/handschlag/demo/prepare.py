"""Fills an empty platform for the demo: the public data, and the invented world beside it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.demo import (
    cluster_week,
    conference,
    desks,
    directory,
    invented_world,
    matching,
    past_events,
    personas,
    registrations,
)
from handschlag.demo.bank import Bank, Town, read_bank
from handschlag.directory.models import Concept, Field, Network, Place
from handschlag.directory.public_data import loading
from handschlag.programmes import facts

SEED = 2016


@transaction.atomic
def fill(*, is_full: bool, now: datetime) -> bool:
    """Everything is there; False where it was there already, and was left as it is."""
    if Network.objects.filter(is_demo=True).exists():
        return False
    load_public_data(now=now)
    write_world(is_full=is_full, now=now)
    personas.make_people(now=now)
    desks.create_pending_work(now=now)
    past_events.load_past_events(now=now)
    past_events.load_past_weeks(now=now)
    event = conference.write_conference(now=now)
    conference.write_exhibition(event, now=now)
    registrations.write_registrations(event, now=now)
    matching.write_matching(event, now=now)
    desks.write_all_year(now=now)
    cluster_week.write_campaign(now=now)
    past_events.write_earlier_events(now=now)
    conference.show_real(now=now)
    desks.write_funding_calls(now=now)
    desks.follow_something(now=now)
    return True


def load_public_data(*, now: datetime) -> None:
    """Regions, vocabulary, programmes and real networks are there."""
    loading.load_regions()
    loading.load_vocabulary()
    facts.load_published(now=now)
    loading.load_public_networks(now=now)


def write_world(*, is_full: bool, now: datetime) -> None:
    """The invented networks, actors, stories and joint projects are there."""
    bank = bank_on_vocabulary()
    wanted = invented_world.many(bank, seed=SEED) if is_full else invented_world.written()
    directory.write_directory(invented_world.invent(bank, wanted, seed=SEED), now=now)
    directory.write_joint_projects(now=now)


def is_full() -> bool:
    """Whether what is there is the full world."""
    return Network.objects.filter(is_demo=True).count() >= invented_world.NETWORKS


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
