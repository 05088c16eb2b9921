"""Whether a time may still move is said alike on every page, and in the letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import matchmaking
from tests.platform.matching.test_answering import yes

from handschlag.common.models import Mail
from handschlag.matching.models import Participant

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_fixed", "word"), [(False, "Vorläufig"), (True, "Fest")])
def test_before_the_fix_date_a_time_is_provisional_and_then_fixed(
    client: Client,
    linked: Callable[[Participant], str],
    ada: Participant,
    bo: Participant,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    is_fixed: bool,
    word: str,
) -> None:
    at = ada.service.fixed_at + timedelta(hours=1) if is_fixed else now
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    request = yes(matchmaking.asked(ada, bo), bo, at)
    wishes = client.get(reverse("matching:wishes", args=[linked(bo)])).content.decode()
    result = client.get(f"{reverse('matching:answered', args=[linked(bo)])}?of={request.pk}").content.decode()
    letter = Mail.objects.get().text
    other = {"Vorläufig": "Fest", "Fest": "Vorläufig"}[word]
    for text in (wishes, result, letter):
        assert (f"{word}: Mi, 14. April" in text, f"{other}: Mi" in text) == (True, False)
