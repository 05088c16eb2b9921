"""The profile: what was understood of one's words, what a person makes of it, and what is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform import builders, joint_projects, matchmaking

from handschlag.accounts.policy import Subject
from handschlag.directory.models import Statement as EntryStatement
from handschlag.matching import answering
from handschlag.matching.engine.lists import profile_of
from handschlag.matching.models import Participant, Service, Statement
from handschlag.matching.people import described_of
from handschlag.registration.models import Registration
from treffen.language.kind_names import StatementKind
from treffen.recommendation.meaning import FitWeights
from treffen.recommendation.meaning.features import concept_features
from treffen.recommendation.vocabulary import Vocabulary

pytestmark = pytest.mark.django_db
type Link = Callable[[Participant], str]
SAID = {
    "offer_1": "Sensoren",
    "need_1": "Linsen für Laser",
    "need_1_term": "",
    "goal": "Zwei Partner",
    "speaks": ["de"],
    "needs_quiet": "on",
    "sees_goal": "nobody",
}


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def path(name: str, token: str) -> str:
    return reverse(f"matching:{name}", args=[token])


def test_a_profile_is_saved_with_what_belongs_to_it(client: Client, ada: Participant, linked: Link) -> None:
    token = linked(ada)
    answer = client.post(path("profile", token), {**SAID, "seen": "1", "most": "8"})
    assert answer["Location"] == path("recommended", token)
    ada.refresh_from_db()
    assert (ada.goal, ada.most, ada.visibility["goal"]) == ("Zwei Partner", 8, "nobody")
    assert ada.registration.__class__.objects.get(pk=ada.registration_id).needs_quiet is True
    assert list(ada.statements.values_list("direction", "text")) == [
        ("need", "Linsen für Laser"),
        ("offer", "Sensoren"),
    ]


def test_looking_shows_what_is_understood_and_saves_nothing(
    client: Client, ada: Participant, linked: Link
) -> None:
    before = list(Statement.objects.values_list("text", flat=True))
    answer = client.post(path("profile", linked(ada)), {**SAID, "seen": "1", "look": "1"})
    page = answer.content.decode()
    assert '<label for="id_offer_1_not_0">Sensorik</label>' in page
    assert "Bitte wählen" in page
    assert list(Statement.objects.values_list("text", flat=True)) == before


def test_what_is_typed_is_understood_at_once_and_saves_nothing(
    client: Client, ada: Participant, linked: Link
) -> None:
    before = list(Statement.objects.values_list("text", flat=True))
    there = path("understood", linked(ada)) + "?line=need_2"
    page = client.post(there, {"need_2": "Pilotanwender für Sensoren"}).content.decode()
    assert page.lstrip().startswith('<div class="hs-people__understood" id="need_2-understood"')
    assert "Erkannt: Pilotanwender" in page
    assert '<label for="id_need_2_not_0">Sensorik</label>' in page
    assert list(Statement.objects.values_list("text", flat=True)) == before
    assert client.post(there.replace("need_2", "need_9"), {}).status_code == 404
    assert client.get(there).status_code == 405


def test_kinds_are_read_from_the_words_or_chosen_by_the_person(
    client: Client, ada: Participant, linked: Link
) -> None:
    token = linked(ada)
    said = {**SAID, "offer_2": "Wir kaufen Linsen", "offer_2_kind": "", "need_1_kind": "test"}
    client.post(path("profile", token), {**said, "seen": "1"})
    kinds = dict(ada.statements.values_list("text", "kind"))
    assert kinds == {"Sensoren": "", "Wir kaufen Linsen": "customer", "Linsen für Laser": "test"}
    page = client.get(path("profile", token)).content.decode()
    assert '<option value="test" selected>' in page
    assert '<option value="" selected>Erkannt: Aufträge: wir kaufen ein</option>' in page
    client.post(path("profile", token), {**said, "need_1_kind": "nonsense", "seen": "2"})
    assert ada.statements.get(text="Linsen für Laser").kind == "test"


def test_a_topic_that_was_taken_away_counts_nowhere(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    token = linked(ada)
    client.post(path("profile", token), {**SAID, "offer_1_not": ["MST1", "NONE"], "seen": "1"})
    mine = ada.statements.get(direction="offer")
    assert mine.not_meant == ["MST1"]
    assert "checked" in client.get(path("profile", token)).content.decode().split('value="MST1"')[1][:80]
    (me,) = (one for one in described_of(service) if one.id == ada.pk)
    offer = profile_of(me).offers[0]
    weights = FitWeights()
    assert "MST1" not in concept_features(offer, Vocabulary.standard(), weights)
    assert "MST1" in concept_features(replace(offer, not_meant=()), Vocabulary.standard(), weights)


def test_kinds_reach_the_recommendation(
    client: Client, service: Service, ada: Participant, linked: Link
) -> None:
    client.post(path("profile", linked(ada)), {**SAID, "need_1_kind": "test", "seen": "1"})
    (me,) = (one for one in described_of(service) if one.id == ada.pk)
    profile = profile_of(me)
    assert [one.kind for one in profile.needs] == [StatementKind.TEST]
    assert [one.kind for one in profile.offers] == [None]


def test_of_two_windows_the_second_is_told(client: Client, ada: Participant, linked: Link) -> None:
    token = linked(ada)
    client.post(path("profile", token), {**SAID, "seen": "1"})
    answer = client.post(path("profile", token), {**SAID, "goal": "Anderes", "seen": "1"})
    assert "inzwischen in einem anderen Browserfenster geändert" in answer.content.decode()
    assert 'value="Anderes"' in answer.content.decode()
    assert Participant.objects.get(pk=ada.pk).goal == "Zwei Partner"


def test_each_step_leads_to_the_next_and_times_come_afterwards(
    client: Client, service: Service, ada: Participant, linked: Link, now: datetime
) -> None:
    new = matchmaking.participant(service, "Neu Dabei", described_at=None)
    token = linked(new)
    assert "Schritte bis zu Ihren ersten Anfragen" in client.get(path("profile", token)).content.decode()
    answer = client.post(path("profile", token), {**SAID, "seen": "1"}, follow=True)
    assert answer.redirect_chain == [(path("recommended", token), 302)]
    people = answer.content.decode()
    assert [people.count(f'"{path(name, token)}"') for name in ("profile", "time", "send")] == [1, 1, 1]
    client.post(path("wish", token), {f"wish-{ada.pk}": "want"})
    sent = client.post(path("send", token), {f"purpose-{ada.pk}": "Linsen"}, follow=True)
    assert "dass Sie die ganze Zeit da sind" in sent.content.decode()
    Registration.objects.filter(pk=new.registration_id).update(arrives_at=now)
    again = client.get(sent.redirect_chain[0][0]).content.decode()
    assert "dass Sie die ganze Zeit da sind" not in again
    assert "Schritte bis zu" not in client.get(path("profile", token)).content.decode()


def test_more_meetings_than_the_new_maximum_are_spoken_of(
    client: Client, ada: Participant, bo: Participant, cy: Participant, linked: Link, now: datetime
) -> None:
    said: dict[str, Any] = {"has_link": True, "by": Subject(), "now": now}
    for other in (bo, cy):
        made = matchmaking.asked(ada, other)
        answering.accept(request_id=made.pk, participant_id=other.pk, kind="want", **said)
    token = linked(ada)
    seen = Participant.objects.get(pk=ada.pk).version
    answer = client.post(path("profile", token), {**SAID, "most": "1", "seen": seen}, follow=True)
    assert "2 zugesagte Gespräche, mehr als Ihre Höchstzahl 1" in answer.content.decode()


def test_reasons_still_stand_after_an_unchanged_profile_was_saved(
    client: Client, ada: Participant, linked: Link
) -> None:
    token = linked(ada)
    before = dict(ada.statements.values_list("text", "pk"))
    client.post(path("profile", token), {**SAID, "offer_2": "Prüfstand", "seen": "1"})
    after = dict(ada.statements.values_list("text", "pk"))
    assert before.items() <= after.items()
    client.post(path("profile", token), {**SAID, "offer_1": "Prüfstand", "seen": "2"})
    assert dict(ada.statements.values_list("text", "pk")) == {
        "Prüfstand": after["Prüfstand"],
        "Linsen für Laser": before["Linsen für Laser"],
    }


def test_a_first_draft_is_proposed_with_its_source_and_taken_only_with_a_yes(
    client: Client, service: Service, linked: Link
) -> None:
    actor = builders.actor("Linsen Meier GmbH")
    said = EntryStatement.objects.create(actor=actor, direction="need", text_de="Pilotanwender für Linsen")
    project = joint_projects.project("Guiding light", taking_part=(actor,))
    joint_projects.project("Secret", taking_part=(actor,), status="draft")
    new = matchmaking.participant(service, "Neu Dabei", described_at=None)
    Registration.objects.filter(pk=new.registration_id).update(actor=actor)
    token = linked(new)
    page = client.get(path("profile", token)).content.decode()
    assert page.count('name="proposal"') == 2
    assert f"/de/projects/{project.slug}/" in page
    assert "/de/actors/linsen-meier-gmbh/" in page
    assert "Secret" not in page
    sent = {"seen": str(new.version), "take": "1", "proposal": [f"s{said.pk}", "s0"], "need_1": "Kühlung"}
    page = client.post(path("profile", token), sent).content.decode()
    assert (page.count('name="proposal"'), "data-taken" in page) == (1, True)
    assert ">Pilotanwender für Linsen</textarea>" in page.replace("\r", "").replace("\n", "")
    assert not new.statements.exists()
    Participant.objects.filter(pk=new.pk).update(described_at=builders.NOW)
    assert 'name="proposal"' not in client.get(path("profile", token)).content.decode()
