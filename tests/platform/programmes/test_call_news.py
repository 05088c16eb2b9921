"""Whoever follows a funding call, its programme or its field hears of it in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.platform import builders, guide

from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed
from handschlag.programmes.models import FundingCall
from handschlag.programmes.plugins import CALLS, call_news

CLOSES = datetime(2027, 1, 31, 11, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.django_db
def test_who_follows_a_call_its_programme_or_its_field_hears_of_it_in_time(
    django_assert_num_queries: Any,
) -> None:
    guide.funding_call(builders.programme("zim"), fields=["optik"])
    guide.funding_call(slug="other")
    by = [
        Followed(FollowedKind.CALL, "netze-2027"),
        Followed(FollowedKind.PROGRAMME, "zim"),
        Followed(FollowedKind.FIELD, "optik"),
        Followed(FollowedKind.LAND, "sachsen"),
    ]

    def told(until: datetime) -> list[tuple[str, datetime]]:
        with django_assert_num_queries(1):
            return [(line.followed.kind, line.at) for line in call_news(by, until - timedelta(days=7), until)]

    published = datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert told(published) == [("programme", published), ("field", published)]
    for monday in ((2026, 11, 30), (2026, 12, 28), (2027, 1, 18)):
        due = datetime(*monday, 5, tzinfo=UTC)
        assert told(due) == [("call", due), ("programme", due), ("field", due)]
        assert told(due - SECOND) == []
    assert told(CLOSES - timedelta(days=40)) == []
    assert told(CLOSES) == []  # what has closed is no news
    assert list(call_news(by[3:], published, CLOSES)) == []
    assert set(CALLS[1](["netze-2027", "gone"])) == {"netze-2027"}
    FundingCall.objects.update(published_at=datetime(2027, 1, 13, 8, tzinfo=UTC))
    (as_called, by_programme, by_field) = call_news(by, datetime(2027, 1, 11, 5, tzinfo=UTC), due)
    assert by_programme.sentence == by_field.sentence != as_called.sentence  # new, and not merely near
