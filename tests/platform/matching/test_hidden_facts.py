"""What people hide, at registration or in the profile, can be neither seen nor guessed in the matching."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, matchmaking

from handschlag.day.offers import who
from handschlag.directory.models import Actor
from handschlag.matching.engine.lists import clear_why_not_cache
from handschlag.matching.everybody import PeopleQuery, search
from handschlag.matching.models import Participant, Service
from handschlag.matching.names import colleagues_of, everybody, partners_of
from handschlag.matching.recommendation_lists import write_lists
from handschlag.registration.models import Registration

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
NOBODY = dict.fromkeys(("organisation", "role", "place", "speaks"), "nobody")
CHANGING = re.compile(r'(csrfmiddlewaretoken" value|nonce|data-stamp)="[^"]*"')


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def firms(db: None) -> tuple[Actor, Actor]:
    """Two organisations that have nothing in common."""
    optics = builders.network("Optik Sachsen", fields=(builders.field(),))
    sensors = builders.network("Sensorik Hessen", fields=(builders.field("MST", "Sensorik", "Sensors"),))
    return (
        builders.actor("Verborgene Optik GmbH", networks=(optics,), latitude=51.0, longitude=13.7),
        builders.actor("Andere Klinik", networks=(sensors,), kind="university", latitude=50.1, longitude=8.6),
    )


@pytest.fixture
def hidden(service: Service, firms: tuple[Actor, Actor]) -> Participant:
    """Hildegard, who said at registration that nobody sees where she comes from."""
    return matchmaking.participant(
        service,
        "Hildegard Verborgen",
        needs=("Sensoren",),
        offers=("Linsen für Laser",),
        fields=["OPT"],
        registered={"visibility": NOBODY, **facts(firms[0], "Laborleiterin", "Dresden", ["pl"])},
    )


def facts(actor: Actor, role: str, place: str, speaks: list[str]) -> dict[str, Any]:
    return {"actor": actor, "organisation": actor.name, "role": role, "place": place, "speaks": speaks}


def answers(client: Client, token: str, hidden: Participant, words: tuple[str, ...]) -> dict[str, str]:
    """Everything that another participant can ask about her."""
    clear_why_not_cache()
    write_lists(service_id=hidden.service_id)

    def to(name: str, *more: object) -> str:
        return reverse(f"matching:{name}", args=[token, *more])

    person = to("person", hidden.pk)
    asked = [person, person + "?why=1", *(to(name) for name in ("recommended", "browse", "wishes", "group"))]
    asked += [to("inbox"), to("day"), reverse("registration:participants", args=[token])]
    asked += [f"{to('browse')}?q={word}" for word in words]
    asked += [f"{to('browse')}?{rest}" for rest in ("sort=organisation", "field=OPT", "field=MST")]
    asked += [f"{to('browse')}?network={pk}" for pk in networks()]
    found = {url: client.get(url) for url in asked}
    assert {url: answer.status_code for url, answer in found.items() if answer.status_code != 200} == {}
    return {url: CHANGING.sub("", answer.content.decode()) for url, answer in found.items()}


def networks() -> list[int]:
    from handschlag.directory.models import Network

    return list(Network.objects.order_by("pk").values_list("pk", flat=True))


def test_no_answer_to_others_depends_on_what_somebody_hides(
    client: Client,
    hidden: Participant,
    ada: Participant,
    bo: Participant,
    firms: tuple[Actor, Actor],
    linked: Link,
) -> None:
    """Everything that she hides becomes something else: nobody else is answered anything else."""
    Registration.objects.filter(pk=ada.registration_id).update(actor=firms[0], organisation=firms[0].name)
    Registration.objects.filter(pk=bo.registration_id).update(actor=firms[1], organisation=firms[1].name)
    matchmaking.asked(hidden, ada)
    words = ("Verborgene", "Klinik", "Laborleiterin", "Professorin", "Dresden", "Kassel", "Optik", "Sensorik")
    for viewer in (ada, bo):
        token = linked(viewer)
        before = answers(client, token, hidden, words)
        assert "Hildegard Verborgen" in before[reverse("matching:browse", args=[token])]
        other = facts(firms[1], "Professorin", "Kassel", ["cs"])
        Registration.objects.filter(pk=hidden.registration_id).update(**other)
        Participant.objects.filter(pk=hidden.pk).update(fields=["MST"])
        after = answers(client, token, hidden, words)
        assert [url for url in before if before[url] != after[url]] == []
        first = facts(firms[0], "Laborleiterin", "Dresden", ["pl"])
        Registration.objects.filter(pk=hidden.registration_id).update(**first)
        Participant.objects.filter(pk=hidden.pk).update(fields=["OPT"])


@pytest.mark.parametrize("place", ["registration", "profile", "both"])
def test_the_stricter_of_two_choices_counts_at_every_moment(
    service: Service, hidden: Participant, ada: Participant, place: str
) -> None:
    def seen() -> tuple[str, int]:
        return partners_of([hidden.pk])[hidden.pk].sub, len(
            search(service, ada, PeopleQuery(text="Optik")).ids
        )

    choose(hidden, registered={}, profile={})
    assert seen() == ("Laborleiterin, Verborgene Optik GmbH, Dresden", 1)
    choose(
        hidden,
        registered=NOBODY if place != "profile" else {},
        profile=NOBODY if place != "registration" else {},
    )
    assert seen() == ("", 0)
    assert search(service, ada, PeopleQuery(network=networks()[0])).ids == ()
    assert search(service, ada, PeopleQuery(field="OPT")).ids == ()
    assert search(service, ada, PeopleQuery()).networks == {}


def choose(one: Participant, *, registered: dict[str, str], profile: dict[str, str]) -> None:
    Registration.objects.filter(pk=one.registration_id).update(visibility=registered)
    Participant.objects.filter(pk=one.pk).update(visibility=profile)


def test_whoever_hides_the_organisation_is_named_as_nobodys_colleague(
    hidden: Participant, ada: Participant, firms: tuple[Actor, Actor]
) -> None:
    Registration.objects.filter(pk=ada.registration_id).update(actor=firms[0], organisation=firms[0].name)
    viewer = Participant.objects.get(pk=ada.pk)
    assert colleagues_of(viewer) == ()
    choose(hidden, registered={}, profile={})
    assert [one.pk for one in colleagues_of(viewer)] == [hidden.pk]


def test_emails_and_sheets_for_others_leave_out_what_is_hidden(service: Service, hidden: Participant) -> None:
    called = everybody(service)[hidden.pk]
    assert (called.organisation, called.shown) == ("Verborgene Optik GmbH", "")
    assert who(hidden) == "Hildegard Verborgen"
    choose(hidden, registered={}, profile={})
    assert who(Participant.objects.get(pk=hidden.pk)) == (
        "Hildegard Verborgen (Laborleiterin, Verborgene Optik GmbH, Dresden)"
    )


def test_the_profile_says_what_was_hidden_at_registration(
    client: Client, hidden: Participant, linked: Link
) -> None:
    text = client.get(reverse("matching:profile", args=[linked(hidden)])).content.decode()
    for name in NOBODY:
        chosen = re.search(rf'name="sees_{name}".*?selected[^>]*>([^<]*)<', text, re.DOTALL)
        assert chosen is not None
        assert chosen[1] == "nur das Veranstaltungsteam"
