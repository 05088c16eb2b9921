"""The invented world as values: networks, actors, what they offer and seek; seeded, always the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from handschlag.common.loading import read_table
from handschlag.demo.bank import (
    CHAIRS,
    DATA,
    DEPARTMENTS,
    Bank,
    Exhausted,
    Institution,
    Namer,
    SentenceTemplate,
    Topic,
    slug_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedStatement:
    """An offer or a need in both languages."""

    direction: str
    de: str
    en: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedMembership:
    """In which network, and since when."""

    network: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedActor:
    """An organisation that does not exist."""

    slug: str
    name: str
    kind: str
    is_sme: bool | None
    employees: int | None
    parent: str
    place: str
    land: str
    fields: tuple[str, ...]
    description_de: str
    description_en: str
    statements: tuple[InventedStatement, ...]
    memberships: tuple[InventedMembership, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedNetwork:
    """A network that does not exist. Dates are texts as in the table: `gold@2022`."""

    slug: str
    kind: str
    name: str
    short_name: str
    place: str
    land: str
    fields: tuple[str, ...]
    founded: int
    members: int
    programmes: tuple[str, ...]
    labels: tuple[str, ...]
    management_body: str
    description_de: str
    description_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedStory:
    """News that never happened, of a day so many days ago."""

    slug: str
    network: str
    kind: str
    days: int
    title_de: str
    title_en: str
    text_de: str
    text_en: str
    actors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedDirectory:
    """Everything that was invented; parents stand before their parts."""

    networks: tuple[InventedNetwork, ...]
    actors: tuple[InventedActor, ...]
    stories: tuple[InventedStory, ...]


FEWEST, MOST = 2, 4
GENERAL = 0.2  # how often a statement is of no field: funding, staff, a joint stand


def choose_topics(dice: Random, bank: Bank, *, focus: str) -> list[Topic]:
    """Topics of the upper field in random order, those of `focus` itself before the others."""
    topics = list(bank.topics[bank.top_of[focus]])
    dice.shuffle(topics)
    return sorted(topics, key=lambda topic: topic.field != focus)


def compose(
    dice: Random, bank: Bank, *, kind: str, is_sme: bool | None, topics: Sequence[Topic]
) -> tuple[InventedStatement, ...]:
    """Two to four offers and two to four needs; no topic is offered twice or sought twice."""
    split = dice.randint(FEWEST, MOST)
    own, others = topics[:split], topics[split:]
    return (
        *_offers(dice, bank, kind=kind, own=own),
        *_needs(dice, bank, kinds=(kind, "sme") if is_sme else (kind,), own=own, others=others),
    )


def _offers(dice: Random, bank: Bank, *, kind: str, own: Sequence[Topic]) -> Iterator[InventedStatement]:
    general = bank.frames.get((kind, "offer", "any"), ())
    last = len(own) - 1
    for place, topic in enumerate(own):
        if general and place == last >= FEWEST and dice.random() < 2 * GENERAL:
            yield _said(dice.choice(general), None)
        elif fitting := bank.frames.get((kind, "offer", topic.kind)):
            yield _said(dice.choice(fitting), topic)


def _needs(
    dice: Random, bank: Bank, *, kinds: Sequence[str], own: Sequence[Topic], others: Sequence[Topic]
) -> Iterator[InventedStatement]:
    possible = [
        (frame, topic)
        for about, topics in (("own", own), ("other", others[: 2 * MOST]))
        for topic in topics
        for frame in bank.frames.get((kinds[0], "need", topic.kind), ())
        if frame.about == about
    ]
    dice.shuffle(possible)
    wanted, seen = dice.randint(FEWEST, MOST), set[str]()
    general = [frame for kind in kinds for frame in bank.frames.get((kind, "need", "any"), ())]
    if general and dice.random() < GENERAL * 2:
        yield _said(dice.choice(general), None)
        wanted -= 1
    for frame, topic in possible:
        if len(seen) == wanted:
            return
        if topic.de not in seen:
            seen.add(topic.de)
            yield _said(frame, topic)


def _said(frame: SentenceTemplate, topic: Topic | None) -> InventedStatement:
    """The sentence in both languages, with the concepts of topic and frame."""
    de, en = (
        (frame.de, frame.en) if topic is None else (frame.de.format(t=topic.de), frame.en.format(t=topic.en))
    )
    concepts = [topic.concept] if topic else []
    return InventedStatement(
        direction=frame.direction,
        de=de[0].upper() + de[1:],
        en=en[0].upper() + en[1:],
        concepts=tuple(concepts + [frame.concept] * bool(frame.concept)),
    )


def tell(dice: Random, actors: Iterable[InventedActor]) -> tuple[InventedStory, ...]:
    """Every story of the table, with the names of companies that offer what it is about."""
    members = _companies_by_network(actors)
    return tuple(_story_of(row, dice, members) for row in read_table(DATA / "stories.csv"))


def _companies_by_network(actors: Iterable[InventedActor]) -> Mapping[str, Sequence[InventedActor]]:
    found: dict[str, list[InventedActor]] = {}
    for actor in actors:
        if actor.kind == "company":
            for joined in actor.memberships:
                found.setdefault(joined.network, []).append(actor)
    return found


def _story_of(
    row: Mapping[str, str], dice: Random, members: Mapping[str, Sequence[InventedActor]]
) -> InventedStory:
    cast: dict[str, InventedActor] = {}
    for part, concept in (("a1", row["first"]), ("a2", row["second"])):
        if concept:
            others = [one for one in members[row["network"]] if one not in cast.values()]
            fitting = [one for one in others if _has_offer(one, concept)]
            cast[part] = dice.choice(fitting or others)
    names = {part: actor.name for part, actor in cast.items()}
    return InventedStory(
        slug=slug_of(row["title_de"]),
        network=row["network"],
        kind=row["kind"],
        days=int(row["days"]),
        title_de=row["title_de"],
        title_en=row["title_en"],
        text_de=row["text_de"].format(**names),
        text_en=row["text_en"].format(**names),
        actors=tuple(actor.slug for actor in cast.values()),
    )


def _has_offer(actor: InventedActor, concept: str) -> bool:
    return any(concept in said.concepts for said in actor.statements if said.direction == "offer")


NETWORKS, MEMBERSHIPS = 100, 13_000  # the ministry's figures of 2016
PATTERNS = ("{branch}-Netz {stem} e. V.", "Cluster {branch} {stem} e. V.", "{branch}-Verbund {stem} e. V.")
PROGRAMMES = ("go-cluster", "go-cluster", "", "")
LABELS = ("", "", "bronze", "silver", "gold")


def written() -> tuple[InventedNetwork, ...]:
    """The networks that were written by hand."""
    return tuple(_network_of(row) for row in read_table(DATA / "networks.csv"))


def _network_of(row: dict[str, str]) -> InventedNetwork:
    lists = {name: tuple(filter(None, row[name].split(";"))) for name in ("fields", "programmes", "labels")}
    numbers = {name: int(row[name]) for name in ("founded", "members")}
    texts = {name: text for name, text in row.items() if name not in lists | numbers}
    return InventedNetwork(**texts, **lists, **numbers)  # type: ignore[arg-type]


def many(bank: Bank, *, seed: int) -> tuple[InventedNetwork, ...]:
    """As many networks and memberships as the ministry counted, the written ones among them."""
    first = written()
    dice = Random(seed)
    missing = NETWORKS - len(first)
    sizes = _split(dice, MEMBERSHIPS - sum(network.members for network in first), missing)
    return (*first, *_invented(bank, dice, sizes))


def _split(dice: Random, total: int, parts: int) -> list[int]:
    """`total` in uneven parts, none of them tiny."""
    weights = [dice.lognormvariate(0, 0.5) for _ in range(parts)]
    sizes = [max(20, int(total * weight / sum(weights))) for weight in weights]
    sizes[-1] += total - sum(sizes)
    return sizes


def _invented(bank: Bank, dice: Random, sizes: Sequence[int]) -> Iterator[InventedNetwork]:
    tops, lands = sorted(bank.branches), sorted(bank.towns)
    names: set[str] = set()
    for number, members in enumerate(sizes):
        top, land = tops[number % len(tops)], lands[number % len(lands)]
        name = ""
        while not name or name in names:
            pattern = dice.choice(PATTERNS)
            name = pattern.format(branch=dice.choice(list(bank.branches[top])), stem=dice.choice(bank.stems))
        names.add(name)
        yield _built(bank, dice, name=name, top=top, land=land, members=members)


def _built(bank: Bank, dice: Random, *, name: str, top: str, land: str, members: int) -> InventedNetwork:
    town = dice.choice(bank.towns[land][:25])
    topics = dice.sample(list(bank.topics[top]), 2)
    programme, label = dice.choice(PROGRAMMES), dice.choice(LABELS)
    return InventedNetwork(
        slug=slug_of(name),
        kind="cluster",
        name=name,
        short_name="",
        place=town.name,
        land=land,
        fields=(top,),
        founded=dice.randint(1996, 2020),
        members=members,
        programmes=(f"{programme}@{dice.randint(2021, 2024)}",) if programme else (),
        labels=(f"{label}@{dice.randint(2021, 2025)}",) if label else (),
        management_body=name,
        description_de=f"Netzwerk mit Sitz in {town.name}. Themen: {topics[0].de}; {topics[1].de}.",
        description_en=f"Network based in {town.name}. Topics: {topics[0].en}; {topics[1].en}.",
    )


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
