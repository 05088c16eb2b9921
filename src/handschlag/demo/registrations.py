"""Registers 150 invented people for the invented conference, in bulk, and leaves work for its organiser."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common import audit
from handschlag.demo.personas import BY_PART, PersonaRole
from handschlag.directory.models import Actor, Network, Statement, Status
from handschlag.events.models import Event
from handschlag.events.moments import moment_at
from handschlag.registration.access import Purpose
from handschlag.registration.invitations import Invitee as Invited
from handschlag.registration.invitations import created
from handschlag.registration.models import Consent, Registration, SessionChoice
from handschlag.registration.registering.actions import hash_for, new_code
from handschlag.registration.registration_data import VERSIONS
from handschlag.registration.sessions import choosable, reseat

NUMBER: Final = 150
# How many are in which state; the rest is confirmed.
STATES: Final = (("asked", 4), ("declined", 2), ("cancelled", 6))
FIRST: Final = (
    *("Agnes", "Bilal", "Carla", "Deniz", "Elif", "Falk", "Greta", "Henrike", "Ivo", "Jolanta", "Kofi"),
    *("Lien", "Malte", "Nadja", "Olaf", "Petra", "Quirin", "Rosa", "Sibylle", "Tomasz", "Ulla", "Viktor"),
    *("Wiebke", "Xenia", "Yasmin", "Zeno", "Annika", "Bernd", "Cem", "Dorothea"),
)
LAST: Final = (
    *("Albers", "Brinkhoff", "Czerny", "Dambach", "Ehlert", "Fahrenholt", "Gärtner", "Hohlfeld", "Imhoff"),
    *("Jaspers", "Kaltenbach", "Lohse", "Müllejans", "Niehus", "Odenthal", "Pawlik", "Quast", "Rudnik"),
    *("Scheffler", "Tillmanns", "Ueberfeld", "Vossen", "Weigel", "Ziegenhorn", "Büsching", "Löwenberg"),
)
TITLES: Final = ("", "", "", "", "", "Dr. ", "Dr. ", "Prof. Dr. ")
ROLES: Final = (
    *("Geschäftsführung", "Entwicklungsleitung", "Professur", "Projektleitung", "Netzwerkmanagement"),
    *("Technologietransfer", "Vertrieb", "Einkauf", "Laborleitung", ""),
)
# Who works where, as far as not everybody could: the role that takes the place of another.
_AT_CHAIRS: Final = {
    "Geschäftsführung": "Institutsleitung",
    "Vertrieb": "Technologietransfer",
    "Einkauf": "Labor",
}
_ELSEWHERE: Final = {"Professur": "Forschung und Entwicklung"}
PLACES: Final = ("Kassel", "Jena", "Dresden", "Aachen", "Rostock", "Karlsruhe", "Bremen", "Erfurt", "")
DIETS: Final = ("vegetarisch", "vegan", "ohne Nüsse", "glutenfrei", "halal")
NEEDS: Final = ("Ich komme mit einer Begleitperson.", "Bitte eine Höranlage im großen Saal.")
UNKNOWN: Final = ("Werkstatt Odenthal", "Ingenieurbüro Quast", "Stiftung Lichtung", "Freie Beraterin")
REFUSES_MEMORY: Final = 3  # one of so many does not want to be remembered for later events
SPEAKS: Final = (("de",), ("de", "en"), ("de", "en"), ("de", "en", "fr"), ("en",), ("de", "pl"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRegistration:
    """`organisation` is a number into the actors that are given, or words. Times are minutes of the day."""

    name: str
    address: str
    phone: str
    state: str
    way: str
    actor: int | None
    organisation: str
    role: str
    place: str
    language: str
    speaks: tuple[str, ...]
    arrives: int | None
    leaves: int | None
    has_lunch: bool
    diet: str
    step_free: bool
    quiet: bool
    interpreter: bool
    needs: str
    consents: tuple[str, ...]
    wishes: tuple[tuple[int, str], ...]  # numbers of sessions, must or like
    asked_before: int  # minutes before the day on which the demo is made


def demo_registrations(*, seed: int, actors: int, sessions: int) -> Sequence[DemoRegistration]:
    """The people in the order in which they asked."""
    dice = Random(seed)
    names = dice.sample([(first, last) for first in FIRST for last in LAST], NUMBER)
    states = [state for state, number in STATES for _ in range(number)]
    states += ["confirmed"] * (NUMBER - len(states))
    dice.shuffle(states)
    return [
        _guest(dice, number, names[number], state, actors=actors, sessions=sessions)
        for number, state in enumerate(states)
    ]


def role_at(kind: str, role: str) -> str:
    """A role that there is at an organisation of this kind: companies have no chairs, and chairs no sales."""
    return (_AT_CHAIRS if kind in ("university", "research") else _ELSEWHERE).get(role, role)


def _guest(
    dice: Random, number: int, name: tuple[str, str], state: str, *, actors: int, sessions: int
) -> DemoRegistration:
    first, last = name
    is_known = actors > 0 and dice.random() < 0.85
    return DemoRegistration(
        name=f"{dice.choice(TITLES)}{first} {last}",
        address=f"gast{number + 1:03d}@demo.example.org",
        phone=_phone_of(number),
        state=state,
        way=dice.choices(("self", "assisted", "imported"), (80, 12, 8))[0],
        actor=dice.randrange(actors) if is_known else None,
        organisation="" if is_known else dice.choice(UNKNOWN),
        role=dice.choice(ROLES),
        place=dice.choice(PLACES),
        language="en" if dice.random() < 0.12 else "de",
        speaks=dice.choice(SPEAKS),
        arrives=dice.choice((None, None, None, 9 * 60, 10 * 60 + 30, 12 * 60)),
        leaves=dice.choice((None, None, None, None, 15 * 60, 16 * 60 + 30)),
        has_lunch=dice.random() < 0.88,
        diet=dice.choice(DIETS) if dice.random() < 0.25 else "",
        step_free=dice.random() < 0.04,
        quiet=dice.random() < 0.03,
        interpreter=dice.random() < 0.03,
        needs=dice.choice(NEEDS) if dice.random() < 0.03 else "",
        consents=_consents_of(dice) + (("remembered",) if number % REFUSES_MEMORY else ()),
        wishes=_wishes_of(dice, sessions),
        asked_before=(NUMBER - number) * 190 + dice.randrange(180),
    )


def _phone_of(number: int) -> str:
    """A number that nobody has: these are kept free for invented people. One of seven gives none."""
    return "" if number % 7 == 3 else f"030 23125 {100 + number:03d}"


def _consents_of(dice: Random) -> tuple[str, ...]:
    chances = (("participants_list", 0.8), ("matching", 0.9), ("contact_after", 0.4), ("photos", 0.45))
    return tuple(purpose for purpose, chance in chances if dice.random() < chance)


def _wishes_of(dice: Random, sessions: int) -> tuple[tuple[int, str], ...]:
    """At most one must: two might overlap."""
    chosen = dice.sample(range(sessions), min(sessions, dice.randrange(6)))
    return tuple((one, "must" if place == 0 else "like") for place, one in enumerate(chosen))


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
