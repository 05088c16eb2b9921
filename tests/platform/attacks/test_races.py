"""Twenty threads do what people do at an event, all at once: nothing is lost, nothing is doubled."""

from __future__ import annotations

import pytest
from benchmarks.races.deeds import KINDS, faults_in, mixture
from benchmarks.races.storm import THREADS, made, storm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_mixture_of_twenty_threads_loses_nothing_and_doubles_nothing(seed: int) -> None:
    scene = made(people=40, tables=3, free=6, seed=seed)
    outcome = storm(mixture(scene, each=THREADS, seed=seed))
    assert outcome.broken == []
    assert faults_in(scene) == []
    assert {kind for kind, ending in outcome.ended if ending == "done"} == set(KINDS)
    assert sum(outcome.ended.values()) == THREADS * len(KINDS)
