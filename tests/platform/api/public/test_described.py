"""Strangers ask whatever the description allows, and what it forbids: every answer is one that it names.

A few questions for each address here; `HANDSCHLAG_LONG=1000` asks so many (docs/howto/api.md).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import negative_data_rejection, positive_data_acceptance
from tests.platform import guide

from handschlag.api.reference import openapi_document
from handschlag.events.models import Activity
from handschlag.matching.models import Participant

QUESTIONS = int(os.environ.get("HANDSCHLAG_LONG", "10"))
OF_A_KEY = [
    one for one in openapi_document()["paths"] if one == "/api/v1/event" or one.startswith("/api/v1/event/")
]
PUBLIC = [one for one in openapi_document()["paths"] if one not in OF_A_KEY and one != "/api/v1/agenda"]
SLUGS = {
    "networks": "optik-sachsen",
    "actors": "linsen-meier-gmbh",
    "projects": "lux-870000",
    "programmes": "go-cluster",
    "funding-calls": "netze-2027",
    "fields": "optik-und-photonik",
    "regions": "sachsen",
    "events": "tag-der-optik",
    "campaigns": "clusterwoche",
}
THERE: dict[str, Any] = {
    "field": ["optik-und-photonik"],
    "land": ["sachsen"],
    "programme": ["go-cluster"],
    "network": ["optik-sachsen"],
    "actor": "linsen-meier-gmbh",
    "after": "",
    "q": "Optik",
}
PLAIN = {"Accept-Encoding": "identity"}
MODES = [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE]


@cache
def interface() -> Any:
    """Read in the first test: what is prepared for one question serves all of them."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def described(world: Any, without_limits: None) -> Iterator[Any]:
    """The interface, with something to answer at each of its addresses."""
    guide.funding_call()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # the test's connection is the only one that sees the world
    yield interface()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def questions(address: str, schema: Any, *, mode: Any, headers: dict[str, str]) -> Callable[[], None]:
    """Each question as it was drawn, and once more with ids that exist."""
    # That an id exists is no property of its form, and the key is no header that was left out by mistake.
    excluded = [positive_data_acceptance, *([negative_data_rejection] if headers else [])]

    @settings(max_examples=QUESTIONS, database=None, suppress_health_check=list(HealthCheck))
    @given(case=schema[address]["GET"].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(headers={**PLAIN, **headers}, excluded_checks=excluded)
        if mode is schemathesis.GenerationMode.POSITIVE:
            case.query = {name: THERE.get(name, value) for name, value in (case.query or {}).items()}
            case.path_parameters = {name: there(address, name) for name in case.path_parameters or {}}
            case.call_and_validate(headers={**PLAIN, **headers}, excluded_checks=excluded)

    return ask


def there(address: str, name: str) -> Any:
    """An id that the world has."""
    if name == "uid":
        return str(Activity.objects.get(slug="offenes-labor").uid)
    return 1 if name == "number" else SLUGS[address.split("/")[3]]


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_answer_is_one_that_is_described(address: str, mode: Any, described: Any) -> None:
    questions(address, described, mode=mode, headers={})()


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
@pytest.mark.parametrize("address", OF_A_KEY)
def test_every_answer_to_a_key_is_one_that_is_described(
    address: str, mode: Any, described: Any, key: str, ada: Participant, bo: Participant, met: Any
) -> None:
    met(ada, bo)
    questions(address, described, mode=mode, headers={"Authorization": f"Bearer {key}"})()


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.value)
def test_every_answer_to_a_person_is_one_that_is_described(
    mode: Any, described: Any, ada: Participant, bo: Participant, met: Any, linked: Any
) -> None:
    met(ada, bo)
    headers = {"Authorization": f"Bearer {linked(ada)}"}
    questions("/api/v1/agenda", described, mode=mode, headers=headers)()
