"""How fast a participant's pages are, in the event with 1,500 people."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

PAGES = ("people/", "everybody/", "everybody/?q=Laser", "inbox/", "wishes/", "day/")
EACH = 60


def measured(someone: Callable[[], Any]) -> list[tuple[str, list[float]]]:
    """Milliseconds of each page, of other people each time; the first of a process does not count."""
    from handschlag.matching.models import Participant
    from handschlag.registration.access import link_of

    dice = random.Random(5)
    everybody = list(Participant.objects.select_related("registration"))
    client, found = someone(), []
    for page in PAGES:
        links: Sequence[str] = [link_of(one.registration) for one in dice.sample(everybody, EACH + 1)]
        waits = [opened(client, f"/de/matching/{link}/{page}") for link in links]
        found.append((page, waits[1:]))
    return found


def opened(client: Any, url: str) -> float:
    began = time.perf_counter()
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return (time.perf_counter() - began) * 1000


def describe(people: Sequence[int], service: Any) -> None:
    """Three offers and three needs each, and everybody's list."""
    from handschlag.matching.recommendation_lists import write_lists

    state_needs(people)
    write_lists(service_id=service.pk)


def state_needs(people: Sequence[int]) -> None:
    """Three offers and three needs each, from our own vocabulary."""
    from handschlag.matching.models import Direction, Statement
    from treffen.language import standard_concepts

    dice = random.Random(3)
    concepts = [row for row in standard_concepts() if not row.is_field]
    Statement.objects.bulk_create(
        [
            Statement(
                participant_id=person,
                direction=direction,
                text=f"{word.label_de} im laufenden Betrieb",
                concepts=[word.code],
                position=position,
            )
            for person in people
            for direction in (Direction.OFFER, Direction.NEED)
            for position, word in enumerate(dice.sample(concepts, 3))
        ],
        batch_size=5_000,
    )
