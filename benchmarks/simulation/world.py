"""Invented people: what they like, what their profiles say, when they come, answer, and stay away.

Everything is drawn beforehand from the seed, pair by pair and person by person, so that all services meet
the same people with the same tastes and the same habits (common random numbers). No service sees a taste.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from treffen.generation.sampling import windows
from treffen.problem import NetworkId, ParticipantId
from treffen.recommendation import ActorKind, Direction, Pool, Profile, Statement

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
SLOTS, BLOCK, DAYS, AREAS = 12, 6, 14.0, 16
TABLES = 0.38  # a person, as in a base event
EARLY_OR_LATE = 0.15  # of people are not there for the whole day
NEVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What has been chosen where people are not known.

    Of market and profiles: `popularity` says how unequal areas and people are, `error` is the share of
    statements about something else, `own` the share of somebody's areas that are those of their network,
    `keen` (log-odds) how much better everybody likes everybody than in the market of the recommendations.
    Of ten minutes on the site: `cards` are looked at, at most `budget` requests sent and `answers` given.
    `absent` never come to the site; of the others only `returning` ever come back to answer, after `delay`
    days on average. `warmth` (log-odds) makes people like somebody who asked them better.
    Of the day: who `cancels` in the morning, does not show up (`no_show`), or is `late`, half of them with
    a word; and who overlooks a change that was made on the day (`overlooks`).
    Of what only our service has: who `confirms` by the letter before the event, and answers what waits;
    how many of those who cancel `foresee` it by then; who is `reached` on the phone on the day, and how many
    of the offers that reach somebody are answered in time (`prompt`); who says yes in `advance`.
    """

    popularity: float = 0.4
    error: float = 0.1
    own: float = 0.5
    keen: float = 0.5
    cards: int = 25
    budget: int = 12
    answers: int = 20
    absent: float = 0.08
    returning: float = 0.65
    delay: float = 1.5
    warmth: float = 0.0
    cancels: float = 0.09
    no_show: float = 0.06
    late: float = 0.06
    overlooks: float = 0.05
    confirms: float = 0.6
    foresees: float = 0.5
    reached: float = 0.6
    prompt: float = 0.8
    advance: float = 0.3


USUAL = Assumptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One event before anybody has looked at it.

    `taste[a, b]` above 0: a likes b, the more the better. `visit` in days, NEVER for who does not come;
    `delay[a, b]` days until b answers a later request of a, NEVER for who does not return.
    `there` [people, slots] is what people say about their day. `arrives` is the first slot somebody is
    really there for (SLOTS: never), `tells` who says so in the morning; `overlooks[a, b]`: a does not
    notice that the meeting with b was changed on the day. `confirms`: who answers the letter before the
    event; `foresees`: who knows by then whether they come; `answers[a, b]`: a answers an offer to meet b in
    time; `advance`: who says yes in advance to whoever stands on their list;
    `replies[a, b]`: whoever confirms answers an offer to meet b within the hours before the event.
    """

    seed: int
    assumed: Assumptions
    pool: Pool
    network: Whole
    taste: Real
    visit: Real
    delay: Real
    there: Flags
    arrives: Whole
    tells: Flags
    overlooks: Flags
    confirms: Flags
    foresees: Flags
    answers: Flags
    advance: Flags
    replies: Flags

    @property
    def people(self) -> int:
        """How many."""
        return len(self.visit)

    @property
    def tables(self) -> int:
        """How many meetings there can be at once."""
        return max(1, round(TABLES * self.people))

    def comes(self) -> Flags:
        """Who comes to the site: they take part."""
        return self.visit < NEVER

    def releases(self) -> Flags:
        """Who says the day before that they do not come."""
        return self.confirms & self.foresees & self.tells & (self.arrives >= SLOTS)

    def says_yes(self, asked: int, asking: int) -> bool:
        """Whether somebody who reads the request of another wants the meeting."""
        return bool(self.taste[asked, asking] + self.assumed.warmth > 0)


def world(seed: int, *, people: int, assumed: Assumptions = USUAL) -> World:
    """The same seed gives the same world; changing one assumption leaves all other draws alone."""
    network, needs, offers = _hidden(seed, people, assumed)
    visit = _visits(np.random.default_rng([seed, 3]), people, assumed)
    arrives, tells = _day(np.random.default_rng([seed, 5]), people, assumed)
    rng = np.random.default_rng([seed, 6])
    return World(
        seed=seed,
        assumed=assumed,
        pool=_pool(np.random.default_rng([seed, 2]), needs, offers, network=network, error=assumed.error),
        network=network,
        taste=_taste(np.random.default_rng([seed, 4]), needs, offers) + assumed.keen,
        visit=visit,
        delay=_delays(rng, people, assumed),
        there=windows(np.random.default_rng([seed, 7]), (people, SLOTS), EARLY_OR_LATE),
        arrives=arrives,
        tells=tells,
        overlooks=np.random.default_rng([seed, 8]).random((people, people)) < assumed.overlooks,
        confirms=np.random.default_rng([seed, 10]).random(people) < assumed.confirms,
        foresees=np.random.default_rng([seed, 11]).random(people) < assumed.foresees,
        answers=_answers(np.random.default_rng([seed, 12]), people, assumed),
        advance=np.random.default_rng([seed, 13]).random(people) < assumed.advance,
        replies=np.random.default_rng([seed, 14]).random((people, people)) < assumed.prompt,
    )


def _hidden(seed: int, people: int, assumed: Assumptions) -> tuple[Whole, Real, Real]:
    """The network of everybody, and what they need and offer in each area, which nobody sees.

    A network is about four areas; half of what its people are about is that, the rest is anything.
    """
    rng = np.random.default_rng([seed, 1])
    weight = (1.0 + np.arange(AREAS)) ** -assumed.popularity
    weight /= weight.sum()
    networks = max(4, round(2 * people**0.4))
    focus = np.stack([_some(rng, 4, weight) for _ in range(networks)])
    network = rng.integers(0, networks, people)
    broad = np.clip(np.rint(3 * np.exp(assumed.popularity * rng.normal(size=people))), 1, 8).astype(int)
    needs, offers = np.zeros((people, AREAS)), np.zeros((people, AREAS))
    for person in range(people):
        own = assumed.own * focus[network[person]] / 4 + (1 - assumed.own) * weight
        needs[person] = _some(rng, 3, own) * rng.uniform(0.3, 1.0, AREAS)
        offers[person] = _some(rng, int(broad[person]), own) * rng.uniform(0.3, 1.0, AREAS)
    return network, needs / needs.sum(axis=1, keepdims=True), offers


def _some(rng: np.random.Generator, size: int, weight: NDArray[np.floating]) -> Real:
    flags = np.zeros(AREAS)
    flags[rng.choice(AREAS, size=size, replace=False, p=weight / weight.sum())] = 1.0
    return flags


def _taste(rng: np.random.Generator, needs: Real, offers: Real) -> Real:
    """As in the market of the recommendations, with the last chance of a logistic law drawn as well."""
    people = len(needs)
    taste: Real = -2.0 + 5.0 * (needs @ offers.T) + rng.normal(0, 0.7, (people, people))
    taste += rng.logistic(size=(people, people))
    np.fill_diagonal(taste, -NEVER)
    return taste


def _pool(rng: np.random.Generator, needs: Real, offers: Real, *, network: Whole, error: float) -> Pool:
    """One statement for each hidden area, some of them about something else."""

    def said(person: int, hidden: Real, direction: Direction) -> tuple[Statement, ...]:
        wrong, other = rng.random(AREAS), rng.integers(0, AREAS, AREAS)
        return tuple(
            Statement(
                id=f"{direction.value}{person}.{area}",
                direction=direction,
                concepts=(f"c{other[area] if wrong[area] < error else area}",),
            )
            for area in np.flatnonzero(hidden)
        )

    kinds = (ActorKind.COMPANY, ActorKind.RESEARCH)
    return Pool(
        profiles=tuple(
            Profile(
                id=ParticipantId(f"p{i:05d}"),
                offers=said(i, offers[i], Direction.OFFER),
                needs=said(i, needs[i], Direction.NEED),
                kind=kinds[int(rng.integers(0, 2))],
                networks=frozenset([NetworkId(f"n{network[i]}")]),
            )
            for i in range(len(needs))
        )
    )


def _visits(rng: np.random.Generator, people: int, assumed: Assumptions) -> Real:
    """Once within two weeks, more of them late than early; some never."""
    at: Real = DAYS * rng.beta(2.0, 1.2, people)
    at[rng.random(people) < assumed.absent] = NEVER
    return at


def _delays(rng: np.random.Generator, people: int, assumed: Assumptions) -> Real:
    delay: Real = rng.exponential(1.0, (people, people)) * assumed.delay
    delay[:, rng.random(people) >= assumed.returning] = NEVER
    return delay


def _day(rng: np.random.Generator, people: int, assumed: Assumptions) -> tuple[Whole, Flags]:
    """The first slot that somebody is there for, and who told so in the morning."""
    chance, by, tells = rng.random(people), rng.integers(1, 4, people), rng.random(people) < 0.5
    steps = np.cumsum([assumed.cancels, assumed.no_show, assumed.late])
    arrives = np.zeros(people, np.int64)
    arrives[chance < steps[2]] = by[chance < steps[2]]
    arrives[chance < steps[1]] = SLOTS
    tells = np.where(chance < steps[1], chance < steps[0], tells & (chance < steps[2]))
    return arrives, tells


def _answers(rng: np.random.Generator, people: int, assumed: Assumptions) -> Flags:
    """Whoever is not reached answers no offer in time."""
    is_reached = rng.random(people) < assumed.reached
    prompt: Flags = rng.random((people, people)) < assumed.prompt
    return prompt & is_reached[:, None]
