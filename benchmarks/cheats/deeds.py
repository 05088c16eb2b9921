"""The twelve ways: what somebody claims who wants more than their share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.cheats.playing import Claims
from benchmarks.simulation.world import AREAS, DAYS, SLOTS, Flags, World
from treffen.problem import OrganisationId
from treffen.recommendation import Direction, Profile, Statement
from treffen.recommendation.vocabulary import Vocabulary

SHARE = 0.1  # of the people cheat
CLONES = 4  # further registrations of one person
PRIME = range(2, 6)  # the slots of the late morning
NEVER_LIKED = -1.0


def cheaters_of(world: World) -> Flags:
    """A tenth of those who come to the site, drawn by the seed."""
    rng = np.random.default_rng([world.seed, 23])
    chosen = rng.choice(np.flatnonzero(world.comes()), size=round(SHARE * world.people), replace=False)
    found = np.zeros(world.people, bool)
    found[chosen] = True
    return found


def network_of(world: World) -> Flags:
    """The largest network."""
    return np.asarray(world.network == np.bincount(world.network).argmax())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheat:
    """One way. `rule` says what stands against it, `without` is the same where that rule is switched off."""

    name: str
    rule: str
    claims: Callable[[World, Flags], Claims]
    without: Callable[[World, Flags], Claims] | None = None
    who: Callable[[World], Flags] = cheaters_of
    has_texts: bool = False


def honest(world: World, *, has_texts: bool = False) -> Claims:
    """Everybody says and does what is so."""
    nobody = np.zeros(world.people, bool)
    return Claims(world=told(world) if has_texts else world, cheaters=nobody, has_texts=has_texts)


# --- wishes -----------------------------------------------------------------------------------


def _asks_all(world: World, who: Flags, *, most: int | None = None) -> Claims:
    return Claims(world=world, cheaters=who, asks_all=True, most=most)


def _musts(world: World, who: Flags) -> Claims:
    """As many musts as there may be, and the rest as high as may be."""
    return replace(_high(world, who), world=_raised(world, who, to=2.5))


def _all_musts(world: World, who: Flags) -> Claims:
    return Claims(world=world, cheaters=who, kind=lambda _: "must")


def _high(world: World, who: Flags) -> Claims:
    return Claims(world=world, cheaters=who, kind=lambda kind: "want" if kind == "maybe" else kind)


def _raised(world: World, who: Flags, *, to: float) -> World:
    """Whom cheaters like at all they claim to like very much, in the same order."""
    taste = world.taste.copy()
    liked = who[:, None] & (taste > 0)
    taste[liked] = to + taste[liked] / 1_000
    return replace(world, taste=taste)


def _colludes(world: World, who: Flags) -> Claims:
    """All of one network ask those of it whom they see first, say yes to one another, and call it a must."""
    members = np.flatnonzero(who)
    taste = world.taste.copy()
    among = np.ix_(members, members)
    taste[among] = np.maximum(taste[among], 3.0)
    np.fill_diagonal(taste, -np.inf)
    return Claims(world=replace(world, taste=taste), cheaters=who, first=tuple(members.tolist()))


def _late(world: World, who: Flags) -> Claims:
    return Claims(world=replace(world, visit=np.where(who, DAYS - 0.1, world.visit)), cheaters=who)


def _declines(world: World, who: Flags) -> Claims:
    return Claims(world=world, cheaters=who, declines=True)


def _cancels(world: World, who: Flags) -> Claims:
    return Claims(world=world, cheaters=who, cancels=True)


def _prime(world: World, who: Flags) -> Claims:
    there = world.there.copy()
    there[who] &= np.isin(np.arange(SLOTS), PRIME)
    return Claims(world=replace(world, there=there), cheaters=who)


# --- profiles ---------------------------------------------------------------------------------


def _said(person: int, area: int, direction: Direction) -> Statement:
    return Statement(id=f"{direction.value}{person}.{area}", direction=direction, concepts=(f"c{area}",))


def _with_profiles(world: World, who: Flags, change: Callable[[int, Profile], Profile]) -> World:
    people = world.pool.profiles
    changed = (change(i, one) if who[i] else one for i, one in enumerate(people))
    return replace(world, pool=replace(world.pool, profiles=tuple(changed)))


def _needs_all(world: World, who: Flags) -> Claims:
    def change(person: int, one: Profile) -> Profile:
        return replace(one, needs=tuple(_said(person, area, Direction.NEED) for area in range(AREAS)))

    return Claims(world=_with_profiles(world, who, change), cheaters=who)


def _offers_copied(world: World, who: Flags) -> Claims:
    """Who is liked by most has the offers that sell best."""
    best = world.pool.profiles[int((world.taste > 0).sum(axis=0).argmax())]

    def change(person: int, one: Profile) -> Profile:
        return replace(one, offers=tuple(replace(s, id=f"copied{person}.{s.id}") for s in best.offers))

    return Claims(world=_with_profiles(world, who, change), cheaters=who)


def _labels() -> list[tuple[str, str]]:
    """A concept of the vocabulary for each area, from fields far apart, and its label."""
    vocabulary = Vocabulary.standard()
    fields: dict[str, tuple[str, str]] = {}
    for one in vocabulary.concepts:
        if not one.is_filter:
            fields.setdefault(str(vocabulary.above(one.code)[-1]), (str(one.code), one.label_en))
    many = list(fields.values())
    return [many[at] for at in np.linspace(0, len(many) - 1, AREAS).astype(int)]


def told(world: World, who: Flags | None = None, *, repeats: int = 0) -> World:
    """The same people with sentences instead of concepts; cheaters stuff every word into each of them."""
    labels = [label for _, label in _labels()]
    stuffed = ". ".join(labels * repeats)[:2_000]

    def sentence(statement: Statement, *, is_stuffed: bool) -> Statement:
        text = labels[int(statement.concepts[0][1:])]
        text = f"{text}. {stuffed}" if is_stuffed else text
        return replace(statement, concepts=(), text=text, language="en")

    profiles = []
    for i, one in enumerate(world.pool.profiles):
        is_stuffed = who is not None and bool(who[i])
        offers, needs = (
            tuple(sentence(s, is_stuffed=is_stuffed) for s in many) for many in (one.offers, one.needs)
        )
        profiles.append(replace(one, offers=offers, needs=needs))
    return replace(world, pool=replace(world.pool, profiles=tuple(profiles)))


def _stuffs(world: World, who: Flags) -> Claims:
    return Claims(world=told(world, who, repeats=3), cheaters=who, has_texts=True)


# --- registrations ----------------------------------------------------------------------------


def _clones(world: World, who: Flags) -> Claims:
    """Each cheater registers colleagues who are themselves: the same profile, the same answers."""
    owner = np.r_[np.arange(world.people), np.repeat(np.flatnonzero(who), CLONES)]
    people = [
        _registered(world.pool.profiles[p], i, f"o{p}" if who[p] else None) for i, p in enumerate(owner)
    ]
    taste = world.taste[np.ix_(owner, owner)].copy()
    taste[owner[:, None] == owner] = -np.inf
    both = np.ix_(owner, owner)
    copied = replace(
        world,
        pool=replace(world.pool, profiles=tuple(people)),
        network=world.network[owner],
        taste=taste,
        visit=world.visit[owner],
        delay=world.delay[both],
        there=world.there[owner],
        arrives=world.arrives[owner],
        tells=world.tells[owner],
        overlooks=world.overlooks[both],
        confirms=world.confirms[owner],
        foresees=world.foresees[owner],
        answers=world.answers[both],
    )
    return Claims(world=copied, cheaters=who[owner], owner=owner)


def _registered(one: Profile, number: int, organisation: str | None) -> Profile:
    offers, needs = (
        tuple(replace(s, id=f"{number}.{s.id}") for s in many) for many in (one.offers, one.needs)
    )
    known = None if organisation is None else OrganisationId(organisation)
    return replace(one, id=f"p{number:05d}", offers=offers, needs=needs, organisation=known)


CHEATS = (
    Cheat(name="asks everybody", rule="12 requests each", claims=_asks_all,
          without=lambda world, who: _asks_all(world, who, most=world.people)),
    Cheat(name="calls everything a must", rule="3 musts each", claims=_musts, without=_all_musts),
    Cheat(name="calls every wish a high one", rule="", claims=_high),
    Cheat(name="invents needs", rule="each need has its share", claims=_needs_all),
    Cheat(name="copies offers", rule="the limit of attention", claims=_offers_copied),
    Cheat(name="stuffs texts with words", rule="who speaks of everything counts less", claims=_stuffs,
          has_texts=True),
    Cheat(name="colludes in a network", rule="4 of a network on a list", claims=_colludes,
          who=network_of),
    Cheat(name="comes late", rule="prices, and a round", claims=_late),
    Cheat(name="declines, and asks", rule="12 requests each", claims=_declines),
    Cheat(name="registers four times more", rule="who says the same shares the limit", claims=_clones),
    Cheat(name="is only free at the best times", rule="", claims=_prime),
    Cheat(name="accepts all, cancels later", rule="", claims=_cancels),
)  # fmt: skip
