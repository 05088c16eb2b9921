"""The code on a printed sheet, which others may find, opens the day of its owner and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from handschlag.accounts.models import User
from handschlag.common.printing import qr
from handschlag.matching import day
from handschlag.matching.models import Participant
from handschlag.matching.names import everybody
from handschlag.matching.prints import sheets_of
from handschlag.registration.access import link_of, paper_link_of
from handschlag.registration.models import Registration, RegistrationSource

pytestmark = pytest.mark.django_db
DAY = ("matching:day", "matching:sheet", "matching:agenda", "day:today", "day:state", "day:app")
CLOSED = (
    *("registration:own", "registration:change", "registration:cancel", "registration:erase"),
    *("registration:data", "registration:entry", "registration:participants"),
    *("matching:invitation", "matching:inbox", "day:afterwards", "day:contacts", "day:came_of_it"),
)
CLOSED_TO_SENDING = (
    *("registration:change", "registration:cancel", "registration:erase", "registration:renew_link"),
    *("registration:renew_feed", "day:delete"),
)


@pytest.fixture
def ada(ada: Participant, linked: Callable[[Participant], str]) -> Participant:
    """Ada, whose personal link opens her pages."""
    linked(ada)
    ada.registration.refresh_from_db()
    return ada


def met(client: Client, names: tuple[str, ...], token: str, *, posts: bool = False) -> dict[str, int]:
    ask = client.post if posts else client.get
    return {name: ask(reverse(name, args=[token])).status_code for name in names}


def test_paper_opens_the_pages_of_the_day_alone_and_proves_no_address(
    client: Client, ada: Participant, paul: User
) -> None:
    rows = Registration.objects.filter(pk=ada.registration_id)
    rows.update(way=RegistrationSource.WALK_IN, email=paul.email, user=None, address_proven_at=None)
    paper = paper_link_of(ada.registration)
    assert met(client, DAY, paper) == dict.fromkeys(DAY, 200)
    assert met(client, CLOSED, paper) == dict.fromkeys(CLOSED, 403)
    assert met(client, CLOSED_TO_SENDING, paper, posts=True) == dict.fromkeys(CLOSED_TO_SENDING, 403)
    row = rows.get()
    assert (row.erased_at, row.state, row.user, row.address_proven_at) == (None, "confirmed", None, None)
    told = client.get(reverse("registration:own", args=[paper])).content.decode()
    assert f'action="{reverse("registration:lost")}"' in told
    assert "Der gedruckte Link öffnet diese Seite nicht" in told


def test_the_day_never_holds_the_personal_link_of_whoever_came_by_paper(
    client: Client, ada: Participant
) -> None:
    full, paper = link_of(ada.registration), paper_link_of(ada.registration)
    for name in DAY:
        answer = client.get(reverse(name, args=[paper]))
        assert full.encode() not in answer.content, name
    assert paper in client.get(reverse("matching:day", args=[paper])).content.decode()


def test_paper_ends_with_the_personal_link(client: Client, ada: Participant) -> None:
    paper = paper_link_of(ada.registration)
    client.post(reverse("registration:renew_link", args=[link_of(ada.registration)]))
    assert met(client, ("matching:day", "day:today"), paper) == {"matching:day": 404, "day:today": 404}
    ada.registration.refresh_from_db()
    assert met(client, ("matching:day",), paper_link_of(ada.registration)) == {"matching:day": 200}


def test_sheets_are_printed_with_the_code_for_paper(
    client: Client, ada: Participant, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper, codes = paper_link_of(ada.registration), []
    (found,) = sheets_of({ada.pk: ada.registration}, everybody(ada.service), {ada.pk: []})
    assert found.token == paper
    monkeypatch.setattr(day, "qr", lambda address: codes.append(address) or qr(address))
    client.get(reverse("matching:sheet", args=[link_of(ada.registration)]))
    assert [paper in one for one in codes] == [True]
