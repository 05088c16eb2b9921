"""What an invented actor offers and seeks: topics of its field, each in a sentence of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from handschlag.demo.rules.bank import Bank, SentenceTemplate, Topic
from handschlag.demo.rules.invented_directory import InventedStatement

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
