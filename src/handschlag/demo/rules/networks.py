"""Invented networks: some written by hand, and as many more as a full demo needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from handschlag.common.csv_tables import read_table
from handschlag.demo.rules.bank import DATA, Bank
from handschlag.demo.rules.invented_directory import InventedNetwork
from handschlag.demo.rules.organisation_names import slug_of

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
