"""News and success stories of invented networks, written by hand, about members that fit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from handschlag.common.csv_tables import read_table
from handschlag.demo.rules.bank import DATA
from handschlag.demo.rules.invented_directory import InventedActor, InventedStory
from handschlag.demo.rules.organisation_names import slug_of


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
            fitting = [one for one in others if _offers(one, concept)]
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


def _offers(actor: InventedActor, concept: str) -> bool:
    return any(concept in said.concepts for said in actor.statements if said.direction == "offer")
