"""Axe looks at every type of page, as visitors, managers and editors meet them, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Role
from handschlag.directory.models import Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "manage/networks/wasserstoff-cluster-nordmeer/"
VISITORS = (
    *(
        "",
        "networks/",
        "networks/?view=portraits",
        "networks/?q=nirgends",
        "networks/wasserstoff-cluster-nordmeer/",
    ),
    *("actors/", "actors/deichgraf-verdichter-gmbh/", "fields/", "fields/optik-und-photonik/", "regions/"),
    *("regions/bayern/", "programmes/", "programmes/go-cluster/", "search/", "search/?q=Wasserstoff", "map/"),
    *("compare/?n=optik-isar&n=linsen-isar", "bookmarks/", "news/", "news/neues-labor/", "account/login/"),
    *("contact/", "networks/wasserstoff-cluster-nordmeer/join/", "nirgends/"),
)
MANAGERS = (
    *("manage/", OWN, f"{OWN}members/", f"{OWN}members/add/", f"{OWN}stories/new/", f"{OWN}colleagues/"),
    *(f"{OWN}logo/", f"{OWN}edit/fields/", f"{OWN}edit/labels/", "account/"),
)
EDITORS = (
    "moderation/",
    "moderation/duplicates/",
    "moderation/merge/1/2/",
    "moderation/changes/",
    "reports/",
    "jobs/",
)
LOOKS = pytest.mark.parametrize(
    ("language", "width", "dark"), [("de", 1280, False), ("en", 390, True)], ids=["wide-light", "narrow-dark"]
)


def found(
    page: Any, barriers: Callable[[Any], list[Any]], language: str, paths: tuple[str, ...]
) -> list[Any]:
    seen = []
    for path in paths:
        page.goto(f"/{language}/{path}")
        seen += [(path, barrier) for barrier in barriers(page)]
    return seen


@LOOKS
def test_a_visitor_meets_no_barrier_anywhere(
    opened: Callable[..., Any],
    barriers: Callable[[Any], list[Any]],
    world: Network,
    language: str,
    width: int,
    dark: bool,
) -> None:
    builders.story(network=world)
    builders.programme()
    with opened(f"/{language}/", width=width, dark=dark) as page:
        assert found(page, barriers, language, VISITORS) == []


@LOOKS
def test_a_manager_and_an_editor_meet_none_either(
    opened: Callable[..., Any],
    barriers: Callable[[Any], list[Any]],
    manager: User,
    person: Callable[..., User],
    world: Network,
    language: str,
    width: int,
    dark: bool,
) -> None:
    with opened(f"/{language}/", width=width, dark=dark, user=manager) as page:
        assert found(page, barriers, language, MANAGERS) == []
    one, other = world.memberships.order_by("pk").values_list("actor_id", flat=True)
    merge = tuple(path.replace("merge/1/2", f"merge/{one}/{other}") for path in EDITORS)
    with opened(f"/{language}/", width=width, dark=dark, user=person("editha", Role.EDITOR)) as page:
        assert found(page, barriers, language, merge) == []
