"""Axe looks at every type of page, as visitors, managers and editors meet them, wide and narrow.

The start page, the map, imports and errors are looked at where they are tested.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.platform import builders, joint_projects

from handschlag.accounts.models import User
from handschlag.directory.models import Actor, Network
from handschlag.matching.models import Interest, PartnerSearch, SuggestedPartner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = "manage/networks/wasserstoff-cluster-nordmeer/"
PARTNERS = "manage/actors/deichgraf-verdichter-gmbh/partners/"
VISITORS = (
    *(
        "networks/",
        "networks/?view=portraits",
        "networks/?q=nirgends",
        "networks/wasserstoff-cluster-nordmeer/",
    ),
    *("actors/", "actors/deichgraf-verdichter-gmbh/", "fields/", "fields/optik-und-photonik/", "regions/"),
    *("regions/bayern/", "programmes/", "programmes/go-cluster/", "search/", "search/?q=Wasserstoff"),
    *("compare/?n=optik-isar&n=linsen-isar", "bookmarks/", "news/", "news/neues-labor/", "account/login/"),
    *("projects/", "projects/?kind=eu_project", "projects/project-870000/"),
    *("contact/", "networks/wasserstoff-cluster-nordmeer/join/"),
    *("networks/optik-isar/claim/", "networks/optik-isar/correct/"),
)
MANAGERS = (
    *("manage/", OWN, f"{OWN}members/", f"{OWN}members/add/", f"{OWN}stories/new/", f"{OWN}colleagues/"),
    *(f"{OWN}logo/", f"{OWN}edit/fields/", f"{OWN}edit/labels/", "account/"),
    *("manage/partners/", f"{PARTNERS}", "manage/actors/deichgraf-verdichter-gmbh-2/partners/"),
)
EDITORS = (
    "moderation/",
    "moderation/duplicates/",
    "moderation/merge/1/2/",
    "moderation/changes/",
    "reports/",
    "jobs/",
)
# What depends on colours and room, and on what only a narrow page shows; the rest is the same HTML.
OF_LOOKS = [
    *("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"),
    *("summary-name", "button-name", "link-name", "aria-hidden-focus"),
]


def found(
    page: Any, barriers: Callable[..., list[Any]], language: str, paths: tuple[str, ...]
) -> list[tuple[str, str, Any]]:
    """What axe finds wide and light, and what else it finds when the same page is made narrow and dark."""
    seen = []
    for path in paths:
        page.goto(f"/{language}/{path}")
        seen += [(path, "wide", barrier) for barrier in barriers(page)]
        page.set_viewport_size({"width": 390, "height": 900})
        page.emulate_media(color_scheme="dark")
        seen += [(path, "narrow", barrier) for barrier in barriers(page, OF_LOOKS)]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
    return seen


def test_a_visitor_meets_no_barrier_anywhere(
    opened: Callable[..., Any], barriers: Callable[..., list[Any]], world: Network
) -> None:
    """In German, whose words are the longer ones."""
    builders.story(network=world)
    builders.programme()
    actors = tuple(one.actor for one in world.memberships.select_related("actor"))
    joint_projects.project("Guided light", taking_part=actors, acronym="LUX", programme="H2020")
    with opened("/de/sources/") as page:
        assert found(page, barriers, "de", VISITORS) == []


def find_partners(world: Network) -> tuple[Actor, int]:
    """One actor of the network looks for partners: it has a list, and somebody to answer; the key of one."""
    asked = Actor.objects.get(slug="deichgraf-verdichter-gmbh")
    network = builders.network("Messnetz Ost")
    builders.manages(User.objects.create_user("messnetz@example.org"), network)
    others = [builders.actor(name, networks=(network,)) for name in ("Prüfstand AG", "Messtechnik KG")]
    own, suggested, _ = (
        PartnerSearch.objects.create(actor=one, since=builders.NOW, listed_at=builders.NOW, listed_version=1)
        for one in (asked, *others)
    )
    need = asked.statements.create(direction="need", text_de="Prüfung von Verdichtern")
    offer = others[0].statements.create(direction="offer", text_de="Prüfstand für Verdichter")
    words = [["Verdichtern", "Verdichter"]]
    met = {"kind": "need_met", "side": "for_you", "evidence": [need.pk, offer.pk], "value": 0.8}
    reasons = [{**met, "through": [], "words": words, "related": []}]
    SuggestedPartner.objects.create(search=own, partner=suggested, position=1, score=1.0, reasons=reasons)
    Interest.objects.create(
        asker=others[1],
        asked=asked,
        pair=f"{asked.pk}-{others[1].pk}",
        purpose="Messungen an Ihren Verdichtern",
        asked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=30),
    )
    return asked, others[0].pk


def test_a_manager_and_an_editor_meet_none_either(
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
    manager: User,
    editor: User,
    world: Network,
) -> None:
    asked, suggested = find_partners(world)
    form = f"{PARTNERS}{suggested}/interest/"
    with opened("/de/manage/", user=manager) as page:
        assert found(page, barriers, "de", (*MANAGERS, form)) == []
    assert asked.interests_received.count() == 1
    one, other = world.memberships.order_by("pk").values_list("actor_id", flat=True)
    merge = tuple(path.replace("merge/1/2", f"merge/{one}/{other}") for path in EDITORS)
    with opened("/en/moderation/", user=editor) as page:
        assert found(page, barriers, "en", merge) == []
