"""The page of what somebody follows, in a browser: nothing in the way, nothing sideways."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from tests.platform import builders
from tests.platform.following.conftest import WEDNESDAY

from handschlag.accounts.models import User
from handschlag.directory.models import Network
from handschlag.following import following
from handschlag.following.models import Subscription

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_nothing_stands_in_the_way_of_following_and_ending_it(
    opened: Callable[..., AbstractContextManager],
    barriers: Callable[..., list],
    paul: User,
    optics: Network,
    follow: Callable[..., None],
) -> None:
    follow("network", optics.pk)
    follow("search", "networks?q=Ein+sehr+langes+Wort+Hochleistungskeramikwerkstofftechnologie")
    following.choose(is_by_email=True, is_by_feed=True, version=1, by=paul.subject, now=WEDNESDAY)
    builders.story(network=optics, published_at=WEDNESDAY.replace(hour=8))

    with opened("/de/following/", width=320, user=paul) as page:
        assert page.get_by_role("link", name="Neues Labor").is_visible()
        assert barriers(page) == []
        page.goto(page.url.replace("/following/", "/following/new/?kind=land&key=sachsen"))
        assert barriers(page) == []
        page.get_by_role("button", name="Abonnieren", exact=True).click()
        assert page.get_by_role("button", name="Abonnement beenden").is_visible()
        page.goto(f"{page.url.partition('/de/')[0]}/de/following/end/{Subscription.objects.get().end_token}/")
        assert barriers(page) == []
