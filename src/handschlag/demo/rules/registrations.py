"""150 people who do not exist, and what they say when they register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

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
