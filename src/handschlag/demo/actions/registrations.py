"""Registers 150 invented people for the invented conference, in bulk, and leaves work for its organiser."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common import audit
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.demo.rules.registrations import DemoRegistration, demo_registrations, role_at
from handschlag.directory.models import Actor, Network, Statement, Status
from handschlag.events.models import Event
from handschlag.events.rules.moments import moment_at
from handschlag.registration.actions.invitations import Invitee as Invited
from handschlag.registration.actions.invitations import created
from handschlag.registration.actions.registering import hash_for, new_code
from handschlag.registration.actions.versioned_writes import reseat
from handschlag.registration.models import Consent, Registration, SessionChoice
from handschlag.registration.queries.programmes import choosable
from handschlag.registration.rules.consents import VERSIONS
from handschlag.registration.rules.secrets import Purpose

SEED = 2027
NETWORKS, MEMBERS = 9, 10
INVITED = (
    ("Ruth Ahrens", "Erfundene Optik GmbH"),
    ("Dr. Samir Lindner", "Erfundene Werke AG"),
    ("Klara Voigtmann", ""),
)


@transaction.atomic
def write_registrations(event: Event, *, now: datetime) -> None:
    """The people, their sessions and seats; some ask, one has come twice, three have not answered."""
    actors = _guests_from()
    sessions = list(choosable(event.pk))
    people = demo_registrations(seed=SEED, actors=len(actors), sessions=len(sessions))
    rows = [_registration_of(one, event, actors, now=now) for one in people]
    rows += [_twice(rows[5]), _participant(event, now=now)]
    Registration.objects.bulk_create(rows)
    SessionChoice.objects.bulk_create(
        SessionChoice(registration=row, session_id=sessions[place], wish=wish, chosen_at=row.asked_at)
        for one, row in zip(people, rows, strict=False)
        for place, wish in one.wishes
    )
    Consent.objects.bulk_create(
        Consent(registration=row, purpose=purpose, text_version=VERSIONS[purpose], given_at=row.asked_at)
        for one, row in zip(people, rows, strict=False)
        for purpose in one.consents
    )
    reseat(event.pk, sessions)
    audit.record_all(verb="invented", targets=((row, {}) for row in rows), by_id=None, now=now)
    _invite(event, now=now)


def _guests_from() -> list[Actor]:
    """Ten members each of nine networks: those who have most to give one another, as at any conference."""
    networks = Network.objects.filter(is_demo=True, status=Status.PUBLISHED).order_by("pk")
    chosen = list(networks.values_list("pk", flat=True))
    chosen = chosen[:: max(1, len(chosen) // NETWORKS)][:NETWORKS]
    topics = _topics_of_actors()
    found: dict[int, Actor] = {}
    for network in chosen:
        members = Actor.objects.filter(
            is_demo=True, status=Status.PUBLISHED, memberships__network=network, memberships__until=None
        )
        here = list(members.order_by("pk"))
        found |= {
            one.pk: one for one in sorted(here, key=lambda one: -_both_ways(one, here, topics))[:MEMBERS]
        }
    return list(found.values())


def _topics_of_actors() -> Mapping[tuple[int, str], set[str]]:
    """The concepts of a field that each actor offers or needs."""
    found: dict[tuple[int, str], set[str]] = defaultdict(set)
    rows = Statement.objects.filter(actor__is_demo=True, concepts__field__isnull=False)
    for actor, direction, concept in rows.values_list("actor_id", "direction", "concepts__pk"):
        found[actor, direction].add(concept)
    return found


def _both_ways(one: Actor, others: Sequence[Actor], topics: Mapping[tuple[int, str], set[str]]) -> int:
    """With how many of the others both have something for one another."""

    def serves(giver: Actor, taker: Actor) -> bool:
        return bool(topics[giver.pk, "offer"] & topics[taker.pk, "need"])

    return sum(serves(one, other) and serves(other, one) for other in others if other.pk != one.pk)


def _registration_of(
    one: DemoRegistration, event: Event, actors: Sequence[Actor], *, now: datetime
) -> Registration:
    actor = actors[one.actor] if one.actor is not None else None
    asked_at = now - timedelta(minutes=one.asked_before)
    return Registration(
        **_secrets(),
        event=event,
        state=one.state,
        way=one.way,
        name=one.name,
        email=one.address,
        phone=one.phone,
        role=role_at(actor.kind if actor else "", one.role),
        actor=actor,
        organisation=actor.name if actor else one.organisation,
        place=one.place,
        language=one.language,
        speaks=list(one.speaks),
        arrives_at=_at(event, one.arrives),
        leaves_at=_at(event, one.leaves),
        has_lunch=one.has_lunch,
        diet=one.diet,
        needs_step_free=one.step_free,
        needs_quiet=one.quiet,
        needs_interpreter=one.interpreter,
        needs=one.needs,
        asked_at=asked_at,
        confirmed_at=asked_at if one.state in {"confirmed", "cancelled"} else None,
        ended_at=now - timedelta(days=1) if one.state in {"declined", "cancelled"} else None,
        changed_at=asked_at,
        is_demo=True,
    )


def _secrets() -> dict[str, object]:
    """A new identifier, and what depends on it."""
    uid = uuid.uuid4()
    return {
        "uid": uid,
        "secret_hash": hash_for(Purpose.REGISTRATION, uid),
        "feed_hash": hash_for(Purpose.FEED, uid),
        "badge_code": new_code(),
    }


def _at(event: Event, minutes: int | None) -> datetime | None:
    return None if minutes is None else moment_at(event.first_day, time(minutes // 60, minutes % 60))


def _twice(row: Registration) -> Registration:
    """The same person once more, in English and with another address."""
    plain = row.name.removeprefix("Prof. ").removeprefix("Dr. ")
    first, _, last = plain.rpartition(" ")
    return Registration(
        **_secrets(),
        event=row.event,
        state="confirmed",
        name=f"{last}, {first}",
        email="gast.noch.einmal@demo.example.org",
        actor=row.actor,
        organisation=row.organisation,
        language="en",
        speaks=["en"],
        asked_at=row.asked_at + timedelta(days=2),
        confirmed_at=row.asked_at + timedelta(days=2),
        changed_at=row.asked_at + timedelta(days=2),
        is_demo=True,
    )


def _participant(event: Event, *, now: datetime) -> Registration:
    """Whom everybody can be has registered, too."""
    person = BY_PART[PersonaRole.PARTICIPANT]
    user = User.objects.get(email=person.address)
    return Registration(
        **_secrets(),
        event=event,
        user=user,
        state="confirmed",
        name=person.name,
        email=person.address,
        organisation="Erfundene Werkstatt",
        speaks=["de"],
        asked_at=now,
        confirmed_at=now,
        changed_at=now,
        is_demo=True,
    )


def _invite(event: Event, *, now: datetime) -> None:
    by = User.objects.get(email=BY_PART[PersonaRole.ORGANISER].address).subject
    for number, (name, organisation) in enumerate(INVITED, start=1):
        guest = Invited(email=f"eingeladen{number}@demo.example.org", name=name, organisation=organisation)
        row = created(event, guest, by=by, now=now)
        audit.record(verb="registration.invited", target=row, by_id=by.user_id, now=now)
