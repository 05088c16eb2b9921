"""Partners all year: who takes part, whom the lists name, and what the pages show."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.platform.matching.partners.asking import PURPOSE, ask, refused, stated

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import Job, JobState
from handschlag.directory.models import Actor, Network, Status
from handschlag.matching.engine.lists import refreshed
from handschlag.matching.models import InterestState, PartnerSearch, SuggestedPartner
from handschlag.matching.partner_search import lists
from handschlag.matching.partner_search.lists import changed_searches, searching
from handschlag.matching.partner_search.pages import suggested_to
from handschlag.matching.partner_search.rules import PartnerRefusal, interests_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')


# --- who takes part, and the lists --------------------------------------------------------------


def test_nobody_is_compared_before_both_have_turned_it_on(
    lens: Actor, beam: Actor, martha: User, nils: User, now: datetime
) -> None:
    lists.begin_search(actor_id=lens.pk, by=martha.subject, now=now)
    assert lists.write_partner_lists(now=now) == 0
    lists.begin_search(actor_id=beam.pk, by=nils.subject, now=now)
    assert lists.write_partner_lists(now=now) == 2


def test_lists_say_why_in_both_directions(pair: tuple[Actor, Actor]) -> None:
    line = SuggestedPartner.objects.get(search__actor=pair[0])
    met = {one["side"]: one["evidence"] for one in line.reasons if one["kind"] == "need_met"}
    ours = {one.direction: one.pk for one in pair[0].statements.all()}
    theirs = {one.direction: one.pk for one in pair[1].statements.all()}
    assert met == {
        "for_you": [ours["need"], theirs["offer"]],
        "for_them": [theirs["need"], ours["offer"]],
    }


def test_a_changed_actor_has_a_new_list_and_leaves_lists_where_it_fits_no_longer(
    pair: tuple[Actor, Actor], now: datetime
) -> None:
    lens, beam = pair
    assert lists.refresh_changed(now=now) == 0
    lens.statements.filter(direction="offer").update(text_de="Catering für Konferenzen")
    lens.statements.filter(direction="need").update(text_de="Steuerberatung")
    Actor.objects.filter(pk=lens.pk).update(version=lens.version + 1)
    assert lists.refresh_changed(now=now) == 1
    assert not SuggestedPartner.objects.filter(search__actor__in=(lens, beam)).exists()
    assert lists.refresh_changed(now=now) == 0


def test_a_line_of_whoever_is_not_there_any_more_goes_and_holds_nobody_up(
    pair: tuple[Actor, Actor], optik: Network, martha: User, now: datetime
) -> None:
    lens, beam = pair
    late = stated("Späte Linsen GmbH", optik, offer="Laserlinsen", need="Härten von Stahl")
    lists.begin_search(actor_id=late.pk, by=martha.subject, now=now)
    Actor.objects.filter(pk=beam.pk).update(status=Status.ARCHIVED)
    Actor.objects.filter(pk=lens.pk).update(version=lens.version + 1)
    assert lists.refresh_changed(now=now) == 2
    assert lists.refresh_changed(now=now) == 0
    assert not SuggestedPartner.objects.filter(search__actor=beam).exists()


def test_one_that_fails_does_not_keep_back_the_others(
    pair: tuple[Actor, Actor], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    lens, beam = pair
    PartnerSearch.objects.update(listed_version=0)

    def fail_for_lens(actor: Any, *values: Any, **named: Any) -> Any:
        if actor.id == lens.pk:
            raise KeyError(lens.pk)
        return refreshed(actor, *values, **named)

    monkeypatch.setattr(lists, "refreshed", fail_for_lens)
    lists.refresh_changed(now=now)
    assert changed_searches() == [lens.pk]
    assert PartnerSearch.objects.get(actor=beam).listed_version == beam.version


def test_whoever_never_had_a_list_comes_first(pair: tuple[Actor, Actor], now: datetime) -> None:
    lens, beam = pair
    PartnerSearch.objects.update(listed_version=0)
    PartnerSearch.objects.filter(actor=beam).update(listed_at=None)
    assert changed_searches() == [beam.pk, lens.pk]


def test_whoever_has_no_people_any_more_is_suggested_to_nobody(
    pair: tuple[Actor, Actor], laser: Network, martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    nils.is_active = False
    nils.save()
    assert [one.actor_id for one in searching()] == [lens.pk]
    assert suggested_to(lens.pk) == []
    assert refused(ask, one=lens, other=beam, by=martha, now=now) is PartnerRefusal.NOT_THERE
    assert lists.write_partner_lists(now=now) == 0


def test_a_changed_actor_is_found_again_by_what_it_says_now(
    pair: tuple[Actor, Actor], optik: Network, martha: User, now: datetime
) -> None:
    late = stated("Späte Linsen GmbH", optik, offer="Laserlinsen", need="Härten von Stahl")
    lists.begin_search(actor_id=late.pk, by=martha.subject, now=now)
    assert lists.refresh_changed(now=now) == 1
    found = SuggestedPartner.objects.filter(search__actor=late).values_list("partner__actor", flat=True)
    assert pair[1].pk in found


def test_changes_are_taken_together_by_one_job(pair: tuple[Actor, Actor], now: datetime) -> None:
    lists.want_partner_lists(now=now)
    lists.want_partner_lists(now=now)
    assert Job.objects.filter(kind=lists.CHANGED, state=JobState.QUEUED).count() == 1


def test_ending_it_deletes_the_list_leaves_those_of_others_and_ends_what_is_open(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(beam, lens, nils, now)
    lists.end_search(actor_id=lens.pk, by=martha.subject, now=now)
    assert not SuggestedPartner.objects.exists()
    assert [one.state for one in interests_of(beam.pk, now=now).unanswered] == [InterestState.LAPSED]
    assert refused(ask, one=beam, other=lens, by=nils, now=now) is PartnerRefusal.NOT_THERE
    assert refused(ask, one=lens, other=beam, by=martha, now=now) is PartnerRefusal.NOT_LOOKING


def test_an_entry_that_is_hidden_can_still_end_its_search(
    client: Client, signed_in: Any, pair: tuple[Actor, Actor], martha: User
) -> None:
    lens = pair[0]
    Actor.objects.filter(pk=lens.pk).update(status=Status.DRAFT)
    signed_in(martha)
    page = f"/de/manage/actors/{lens.slug}/partners/"
    assert 'value="end"' in client.get("/de/manage/partners/").content.decode()
    assert client.post(f"{page}search/", {"do": "end"}).status_code == 302
    assert not PartnerSearch.objects.filter(actor=lens).exists()
    assert 'value="end"' not in client.get("/de/manage/partners/").content.decode()


@pytest.mark.parametrize("who", ["nils", "editha", "paul"])
def test_only_its_own_people_speak_for_an_actor(
    request: pytest.FixtureRequest, pair: tuple[Actor, Actor], who: str, now: datetime
) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(Denied):
        lists.end_search(actor_id=pair[0].pk, by=by.subject, now=now)
    with pytest.raises(Denied):
        ask(pair[0], pair[1], by, now)


# --- pages --------------------------------------------------------------------------------------


def test_the_way_of_two_actors_through_the_pages(
    client: Client, signed_in: Any, pair: tuple[Actor, Actor], optik: Network, martha: User, nils: User
) -> None:
    lens, beam = pair
    signed_in(martha)
    page = f"/de/manage/actors/{lens.slug}/partners/"
    assert beam.name in client.get(page).content.decode()
    answer = client.post(f"{page}{beam.pk}/interest/", {"purpose": "zu kurz"})
    assert answer.status_code == 422
    assert client.post(f"{page}{beam.pk}/interest/", {"purpose": PURPOSE}).status_code == 302
    assert "Noch keine Antwort" in client.get(page).content.decode()
    signed_in(nils)
    theirs = f"/de/manage/actors/{beam.slug}/partners/"
    received = client.get(theirs).content.decode()
    assert PURPOSE in received
    assert martha.email not in received
    asked_already = client.get(f"{theirs}{lens.pk}/interest/").content.decode()
    assert 'value="yes"' in asked_already
    assert "<input" not in asked_already.split("<h1>")[1].replace('<input type="hidden"', "")
    client.post(f"{theirs}{lens.pk}/answer/", {"do": "yes"})
    assert martha.email in client.get(theirs).content.decode()
    optik.managers.filter(user=martha).delete()
    gone = client.get(theirs).content.decode()
    assert martha.email not in gone
    assert "spricht nicht mehr" in gone
    assert "<td" in client.get("/de/manage/partners/").content.decode()


def test_no_page_of_everybody_tells_of_it(client: Client, pair: tuple[Actor, Actor]) -> None:
    page = client.get(f"/de/actors/{pair[0].slug}/").content.decode()
    PartnerSearch.objects.all().delete()
    after = client.get(f"/de/actors/{pair[0].slug}/").content.decode()
    assert [TOKEN.sub("", one) for one in (page, after)] == [TOKEN.sub("", after)] * 2


def test_a_page_takes_a_constant_number_of_queries(
    signed_in: Any,
    pair: tuple[Actor, Actor],
    laser: Network,
    martha: User,
    nils: User,
    now: datetime,
    django_assert_max_num_queries: Any,
) -> None:
    lens = pair[0]
    for n in range(8):
        one = stated(f"Strahl {n} AG", laser, offer="Wärmebehandlung von Stahl", need="Linsen für Laser")
        lists.begin_search(actor_id=one.pk, by=nils.subject, now=now)
        if n < 4:
            lists.write_partner_lists(now=now)
            ask(one, lens, nils, now)
    lists.write_partner_lists(now=now)
    client = signed_in(martha)
    with django_assert_max_num_queries(32):
        client.get(f"/de/manage/actors/{lens.slug}/partners/")
