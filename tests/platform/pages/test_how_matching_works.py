"""The page that explains matching: its sample is a timetable that the engine accepts and cannot better."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from handschlag.pages.static_pages import TABLES, TIMES, WHO, WISHES
from treffen.problem import Participant, Place, Problem, Request, Slot
from treffen.scheduling import Limits, schedule

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def test_the_sample_is_the_best_timetable_there_is() -> None:
    problem = Problem(
        slots=tuple(Slot(id=one) for one in TIMES),
        places=tuple(Place(id=str(one)) for one in TABLES),
        participants=tuple(Participant(id=one) for one in WHO),
        requests=tuple(
            Request(id=str(number), participants=one.pair, value=one.value)
            for number, one in enumerate(WISHES)
        ),
    )
    plan = schedule(problem, limits=Limits(seconds=5, seed=1))
    best = next(one for one in plan.goals if one.goal == "value")
    held = [one for one in WISHES if one.time]
    assert best.value == best.bound == sum(one.value for one in held)
    assert len({(one.time, one.table) for one in held}) == len(held) == len(TIMES) * len(TABLES)
    busy = [(one.time, who) for one in held for who in one.pair]
    assert len(set(busy)) == len(busy)  # nobody is at two tables at once


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_the_sample_and_leads_on(
    client: Client, valid: Callable[[str], list[str]], language: str
) -> None:
    answer = client.get(f"/{language}/how-matching-works/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert valid(html) == []
    assert html.count('<th scope="row">') == len(WISHES) + len(TIMES)
    assert f'href="/{language}/events/"' in html
    assert f'href="/{language}/how-matching-works/"' in client.get(f"/{language}/").content.decode()
