"""Composes the invented world from the bank of words: seeded, so that everybody sees the same one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from handschlag.demo.rules.bank import Bank, Institution, Topic
from handschlag.demo.rules.invented_directory import (
    InventedActor,
    InventedDirectory,
    InventedMembership,
    InventedNetwork,
)
from handschlag.demo.rules.organisation_names import CHAIRS, DEPARTMENTS, Exhausted, Namer, slug_of
from handschlag.demo.rules.statements import choose_topics, compose
from handschlag.demo.rules.stories import tell

# The ministry's mix of memberships: over 8,500 companies, some 800 chairs, some 770 departments of 13,000.
MIX = {"company": 0.656, "university": 0.062, "research": 0.06, "other": 0.222}
OVERLAP = 0.14  # how many memberships are of an actor who is in another network already
AT_HOME = 0.75  # how many members sit in the Land of their network
LARGE = 0.08  # how many companies are none of the small and medium-sized
PRESENT = 2026


@dataclass
class _Composer:
    """Holds the dice and what was invented so far."""

    bank: Bank
    dice: Random
    namer: Namer
    actors: dict[str, InventedActor] = field(default_factory=dict)
    pool: defaultdict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    lands: Sequence[str] = ()

    def members_of(self, network: InventedNetwork, kinds: Sequence[str]) -> None:
        """The network has one member for each of `kinds`, old acquaintances among them."""
        inside: set[str] = set()
        for kind in kinds:
            focus = self.dice.choice(network.fields)
            slug = self.acquaintance(kind, focus, inside) or self.new_actor(kind, focus, network.land)
            inside.add(slug)
            actor = self.actors[slug]
            joined = InventedMembership(network=network.slug, since=self.day_since(network.founded))
            self.actors[slug] = replace(actor, memberships=(*actor.memberships, joined))

    def acquaintance(self, kind: str, focus: str, inside: set[str]) -> str | None:
        """Sometimes an actor of the same field who is not a member yet."""
        known = self.pool[kind, self.bank.top_of[focus]]
        if not known or self.dice.random() >= OVERLAP:
            return None
        slug = self.dice.choice(known)
        return None if slug in inside else slug

    def day_since(self, founded: int) -> date:
        return date(self.dice.randint(founded, PRESENT - 1), self.dice.randint(1, 12), 1)

    def new_actor(self, kind: str, focus: str, land: str) -> str:
        """One more actor, with statements of its field."""
        topics = choose_topics(self.dice, self.bank, focus=focus)
        actor = self.body(kind, lead=topics[0], land=land)
        statements = compose(self.dice, self.bank, kind=kind, is_sme=actor.is_sme, topics=topics)
        de, en = _described(actor, topics[0])
        actor = replace(
            actor,
            fields=tuple(dict.fromkeys(topic.field for topic in topics[:2])),
            statements=statements,
            description_de=de,
            description_en=en,
        )
        self.actors[actor.slug] = actor
        self.pool[kind, self.bank.top_of[focus]].append(actor.slug)
        return actor.slug

    def body(self, kind: str, *, lead: Topic, land: str) -> InventedActor:
        """Name, place and size; the name tells of the leading topic. Fields and statements follow."""
        if kind in {"university", "research"}:
            return self.part(kind, lead=lead, land=land)
        top = self.bank.top_of[lead.field]
        is_sme = None if kind == "other" else self.dice.random() >= LARGE
        name = (
            self.namer.other()
            if is_sme is None
            else self.namer.company(top=top, concept=lead.concept, is_sme=is_sme)
        )
        home = land if self.dice.random() < AT_HOME else self.dice.choice(self.lands)
        towns = self.bank.towns[home]
        town = self.dice.choice(towns)
        return _blank(
            name, kind=kind, place=town.name, land=home, is_sme=is_sme, employees=self.employees(is_sme)
        )

    def employees(self, is_sme: bool | None) -> int | None:
        if is_sme is None:
            return None
        size = self.dice.lognormvariate(3.2, 0.9) if is_sme else self.dice.lognormvariate(6.8, 0.7)
        return min(max(int(size), 2), 249) if is_sme else max(int(size), 260)

    def part(self, kind: str, *, lead: Topic, land: str) -> InventedActor:
        """A chair of a university, or a department of an institute, near the network where there is one."""
        houses = self.bank.universities if kind == "university" else self.bank.institutes
        near = [house for house in houses if house.land == land]
        order = self.dice.sample(near, len(near)) + self.dice.sample(list(houses), len(houses))
        top, patterns = self.bank.top_of[lead.field], CHAIRS if kind == "university" else DEPARTMENTS
        for house in order:
            try:
                name = self.namer.part(house, top=top, concept=lead.concept, patterns=patterns)
            except Exhausted:
                continue
            return _blank(
                name, kind=kind, place=house.place, land=house.land, parent=self.parent(kind, house)
            )
        raise Exhausted(top)

    def parent(self, kind: str, house: Institution) -> str:
        """The university or institute itself, made when its first part is."""
        slug = slug_of(house.name)
        if slug not in self.actors:
            self.actors[slug] = _blank(house.name, kind=kind, place=house.place, land=house.land)
        return slug


def _blank(
    name: str,
    *,
    kind: str,
    place: str,
    land: str,
    parent: str = "",
    is_sme: bool | None = None,
    employees: int | None = None,
) -> InventedActor:
    return InventedActor(
        slug=slug_of(name),
        name=name,
        kind=kind,
        is_sme=is_sme,
        employees=employees,
        parent=parent,
        place=place,
        land=land,
        fields=(),
        description_de="",
        description_en="",
        statements=(),
        memberships=(),
    )


def _described(actor: InventedActor, topic: Topic) -> tuple[str, str]:
    """One or two sentences on an actor in both languages."""
    place, size = actor.place, actor.employees
    if actor.kind == "company" and size is not None:
        many_de, many_en = f"{size:,}".replace(",", "."), f"{size:,}"
        de = f"Unternehmen mit {many_de} Beschäftigten in {place}. Schwerpunkt: {topic.de}."
        en = f"Company with {many_en} employees in {place}. Main focus: {topic.en}."
    elif actor.kind == "university":
        de = f"Forschung und Lehre in {place}. Schwerpunkt: {topic.de}."
        en = f"Research and teaching in {place}. Main focus: {topic.en}."
    elif actor.kind == "research":
        de = f"Anwendungsnahe Forschung in {place}. Schwerpunkt: {topic.de}."
        en = f"Applied research in {place}. Main focus: {topic.en}."
    else:
        de = f"Einrichtung in {place}, die Betriebe und Forschung zusammenbringt. Thema: {topic.de}."
        en = f"Organisation in {place} that brings companies and research together. Topic: {topic.en}."
    return de, en


def _shares(total: int) -> list[str]:
    """`total` kinds of actors in the ministry's mix, in a fixed order."""
    kinds = [kind for kind, share in MIX.items() if kind != "company" for _ in range(round(total * share))]
    return ["company"] * (total - len(kinds)) + kinds


def invent(bank: Bank, networks: Sequence[InventedNetwork], *, seed: int) -> InventedDirectory:
    """The world of these networks and of as many memberships as they say."""
    dice = Random(seed)
    composer = _Composer(bank=bank, dice=dice, namer=Namer(dice, bank), lands=sorted(bank.towns))
    kinds = iter(_shuffled(dice, _shares(sum(network.members for network in networks))))
    for network in networks:
        composer.members_of(network, [next(kinds) for _ in range(network.members)])
    actors = tuple(sorted(composer.actors.values(), key=lambda actor: bool(actor.parent)))
    return InventedDirectory(networks=tuple(networks), actors=actors, stories=tell(dice, actors))


def _shuffled(dice: Random, kinds: list[str]) -> Iterator[str]:
    dice.shuffle(kinds)
    yield from kinds
