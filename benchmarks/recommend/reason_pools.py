"""Pools in whose lists reasons are read: invented ones of our own, and labelled texts of a folder."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from handschlag.demo.bank import read_bank
from handschlag.demo.invented_world import choose_topics, compose
from treffen.recommendation import Direction, Pool, Profile, Statement
from treffen.recommendation.vocabulary import Vocabulary

PEOPLE = 400
KINDS = ("company", "university", "research", "other")
MANAGERS = Path(__file__).resolve().parent / "managers.csv"
NATURAL = "gold_natural_people_open.csv"
MIXED = ("gold_offers.csv", "gold_pairs_open.csv", "gold_retrieval_open.csv")

type Said = tuple[Direction, str, str]  # direction, language, text


def composed(*, people: int = PEOPLE, seed: int = 0) -> Pool:
    """Text alone, from the demo's bank of words: topics in the sentences of companies and institutes."""
    vocabulary = Vocabulary.standard()
    top = {str(one.code): str(vocabulary.above(one.code)[-1]) for one in vocabulary.concepts}
    bank = read_bank(fields=dict.fromkeys(top.values()), concepts=top, towns=())
    dice = Random(seed)
    fields, found = sorted(bank.topics), []
    for number in range(people):
        topics = choose_topics(dice, bank, focus=dice.choice(fields))
        said = compose(dice, bank, kind=dice.choice(KINDS), is_sme=False, topics=topics)
        language = dice.choice(("de", "de", "en"))
        texts = ((Direction(one.direction), language, one.de if language == "de" else one.en) for one in said)
        found.append(_person(f"c{number}", texts))
    return Pool(profiles=tuple(found))


def managers(path: Path = MANAGERS) -> Pool:
    """People in their own short sentences, one statement a line of the file."""
    said: dict[str, list[Said]] = defaultdict(list)
    for row in _rows(path):
        said[row["person_id"]].append((Direction(row["side"]), row["language"], row["text"]))
    return Pool(profiles=tuple(_person(id, texts) for id, texts in said.items()))


def roles(path: Path = MANAGERS) -> dict[str, str]:
    """What each of them is, by id."""
    return {row["person_id"]: row["role"] for row in _rows(path)}


def mixed(folder: Path, *, people: int = PEOPLE, seed: int = 0) -> Pool:
    """People with two offers and two needs each, drawn from labelled statements that are no people."""
    offers, needs = set[Said](), set[Said]()
    for row in _rows(folder / MIXED[0]):
        offers.add((Direction.OFFER, row["language"], row["text"]))
    for row in _rows(folder / MIXED[1]):
        given, wanted = row["language_pair"].split("-")
        offers.add((Direction.OFFER, given, row["offer_text"]))
        needs.add((Direction.NEED, wanted, row["need_text"]))
    for row in _rows(folder / MIXED[2]):
        needs.add((Direction.NEED, row["language"], row["need_text"]))
    dice = Random(seed)
    sides = (sorted(offers), sorted(needs))
    drawn = ([one for side in sides for one in dice.sample(side, 2)] for _ in range(people))
    return Pool(profiles=tuple(_person(f"g{number}", texts) for number, texts in enumerate(drawn)))


def _person(id: str, said: Iterable[Said]) -> Profile:
    lines = [
        Statement(id=f"{id}.{place}", direction=direction, text=text, language=language)
        for place, (direction, language, text) in enumerate(said)
    ]
    sides = ([one for one in lines if one.direction is side] for side in (Direction.OFFER, Direction.NEED))
    offers, needs = map(tuple, sides)
    return Profile(id=id, offers=offers, needs=needs)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, strict=True)
