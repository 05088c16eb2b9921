"""An editor lets the directory be searched for duplicates, merges two, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.browsing import go

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.directory.models import Network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, False)], ids=["wide", "phone-no-script"])
def test_from_the_search_to_one_page_and_back(
    opened: Callable[..., Any],
    editor: User,
    world: Network,
    shot: Callable[[Any, str], None],
    width: int,
    script: bool,
) -> None:
    one, other = "/de/actors/deichgraf-verdichter-gmbh/", "/de/actors/deichgraf-verdichter-gmbh-2/"
    with opened("/de/moderation/duplicates/", user=editor, width=width, script=script) as page:
        page.get_by_role("button", name="Jetzt suchen").click()
        page.wait_for_url("**/jobs/*/")
        work_off(now=timezone.now())
        page.goto("/de/moderation/duplicates/")
        shot(page, "pairs")
        page.get_by_role("link", name="Vergleichen und zusammenführen").click()
        page.wait_for_url("**/merge/**")
        shot(page, "compared")
        page.get_by_role("button", name="Jetzt zusammenführen").click()
        page.wait_for_url(lambda url: "/merge/" not in url)
        shot(page, "merged")
        addresses = {page.goto(path).url.removeprefix(page.url.split("/de/")[0]) for path in (one, other)}
        assert len(addresses) == 1
        page.goto("/de/moderation/merges/")
        go(page, page.get_by_role("button", name="Rückgängig machen"))
        assert page.get_by_text("rückgängig gemacht", exact=False).first.is_visible()
        shot(page, "undone")
        addresses = {page.goto(path).url for path in (one, other)}
        assert len(addresses) == 2
