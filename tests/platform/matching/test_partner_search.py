"""Partners all year: who takes part, whom the lists name, and what a yes, a no and silence tell to whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.platform import builders
from tests.platform.letters import words_of

from handschlag.accounts.actions import erasure
from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Denied, Role
from handschlag.common.models import Job, JobState, Mail
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor, Network
from handschlag.matching.actions import partner_interests as interests
from handschlag.matching.actions import partner_lists as lists
from handschlag.matching.actions import partner_search as searches
from handschlag.matching.models import Interest, InterestState, PartnerSearch, SuggestedPartner
from handschlag.matching.plugins.personal_data import HOLDER
from handschlag.matching.queries.partner_interests import interests_left_of, interests_of
from handschlag.matching.rules.refusals import PartnerRefusal

pytestmark = pytest.mark.django_db
PURPOSE = "Linsen für unsere neuen Laser"
DAY = timedelta(days=1)
TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')


@pytest.fixture
def optik(martha: User) -> Network:
    made = builders.network("Optik Sachsen")
    builders.manages(martha, made)
    return made


@pytest.fixture
def nils(person: Callable[..., User]) -> User:
    return person("nils", Role.NETWORK_MANAGER)


@pytest.fixture
def laser(nils: User) -> Network:
    made = builders.network("Laser Hessen")
    builders.manages(nils, made)
    return made


def stated(name: str, network: Network, *, offer: str, need: str) -> Actor:
    made = builders.actor(name, networks=(network,))
    made.statements.create(direction="offer", text_de=offer)
    made.statements.create(direction="need", text_de=need)
    return made


@pytest.fixture
def lens(optik: Network) -> Actor:
    return stated("Linsen Meier GmbH", optik, offer="Linsen für Laser", need="Wärmebehandlung von Stahl")


@pytest.fixture
def beam(laser: Network) -> Actor:
    return stated("Strahl AG", laser, offer="Wärmebehandlung von Stahl", need="Linsen für Laser")


@pytest.fixture
def pair(lens: Actor, beam: Actor, martha: User, nils: User, now: datetime) -> tuple[Actor, Actor]:
    """Both take part, and stand on the list of each other."""
    searches.begin_search(actor_id=lens.pk, by=martha.subject, now=now)
    searches.begin_search(actor_id=beam.pk, by=nils.subject, now=now)
    lists.write_partner_lists(now=now)
    return lens, beam


def refused(act: Callable[..., Any], **values: Any) -> Any:
    with pytest.raises(Refusal) as no:
        act(**values)
    return no.value.reason


def ask(one: Actor, other: Actor, by: User, now: datetime, purpose: str = PURPOSE) -> Interest:
    return interests.express_interest(
        actor_id=one.pk, other_id=other.pk, purpose=purpose, by=by.subject, now=now
    )


def between(one: Actor, other: Actor, by: User, now: datetime) -> dict[str, Any]:
    return {"actor_id": one.pk, "other_id": other.pk, "by": by.subject, "now": now}


# --- who takes part, and the lists --------------------------------------------------------------


def test_nobody_is_compared_before_both_have_turned_it_on(
    lens: Actor, beam: Actor, martha: User, nils: User, now: datetime
) -> None:
    searches.begin_search(actor_id=lens.pk, by=martha.subject, now=now)
    assert lists.write_partner_lists(now=now) == 0
    searches.begin_search(actor_id=beam.pk, by=nils.subject, now=now)
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


def test_a_changed_actor_is_found_again_by_what_it_says_now(
    pair: tuple[Actor, Actor], optik: Network, martha: User, now: datetime
) -> None:
    late = stated("Späte Linsen GmbH", optik, offer="Laserlinsen", need="Härten von Stahl")
    searches.begin_search(actor_id=late.pk, by=martha.subject, now=now)
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
    searches.end_search(actor_id=lens.pk, by=martha.subject, now=now)
    assert not SuggestedPartner.objects.exists()
    assert [one.state for one in interests_of(beam.pk, now=now).unanswered] == [InterestState.LAPSED]
    assert refused(ask, one=beam, other=lens, by=nils, now=now) is PartnerRefusal.NOT_THERE
    assert refused(ask, one=lens, other=beam, by=martha, now=now) is PartnerRefusal.NOT_LOOKING


@pytest.mark.parametrize("who", ["nils", "editha", "paul"])
def test_only_its_own_people_speak_for_an_actor(
    request: pytest.FixtureRequest, pair: tuple[Actor, Actor], who: str, now: datetime
) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(Denied):
        searches.end_search(actor_id=pair[0].pk, by=by.subject, now=now)
    with pytest.raises(Denied):
        ask(pair[0], pair[1], by, now)


# --- interest and answers -----------------------------------------------------------------------


def test_two_yeses_share_the_contact_and_nothing_before(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    told = words_of(Mail.objects.get(to=nils.email))
    assert PURPOSE in told
    assert martha.email not in told
    assert martha.name not in told
    interests.say_yes(**between(beam, lens, nils, now))
    assert nils.email in words_of(Mail.objects.get(to=martha.email))
    assert martha.email in words_of(Mail.objects.filter(to=nils.email).latest("pk"))


def test_interest_from_both_sides_is_a_yes(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    assert ask(beam, lens, nils, now).state == InterestState.AGREED
    assert Interest.objects.count() == 1
    assert refused(ask, one=lens, other=beam, by=martha, now=now) is PartnerRefusal.AGREED


def test_a_no_looks_like_no_answer_and_gives_no_interest_back(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    before = [one.pk for one in interests_of(lens.pk, now=now).sent]
    left = interests_left_of(lens.pk, now=now)
    interests.say_no(**between(beam, lens, nils, now))
    assert [one.pk for one in interests_of(lens.pk, now=now).sent] == before
    assert interests_left_of(lens.pk, now=now) == left
    assert Mail.objects.filter(to=martha.email).count() == 0
    later = now + 31 * DAY
    interests.end_old_interests(now=later)
    row = Interest.objects.get()
    assert (row.state, row.answered_at, row.answered_by) == (InterestState.LAPSED, None, None)
    assert [one.pk for one in interests_of(lens.pk, now=later).unanswered] == before


def test_a_no_may_become_a_yes_and_a_later_stays_open(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    interests.say_no(**between(beam, lens, nils, now))
    interests.say_later(**between(beam, lens, nils, now))
    assert [one.is_put_off for one in interests_of(beam.pk, now=now).received] == [True]
    assert interests.say_yes(**between(beam, lens, nils, now)).state == InterestState.AGREED
    assert refused(interests.say_yes, **between(beam, lens, nils, now)) is PartnerRefusal.AGREED


def test_rather_not_is_told_to_nobody_even_to_whoever_asks_afterwards(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    searches.set_unwanted(**between(beam, lens, nils, now))
    ask(lens, beam, martha, now)
    assert not Mail.objects.filter(to=nils.email).exists()
    assert [one.asked_id for one in interests_of(lens.pk, now=now).sent] == [beam.pk]
    assert interests_of(beam.pk, now=now).received == ()


def test_rather_not_ends_what_is_open_and_can_be_undone(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    searches.set_unwanted(**between(beam, lens, nils, now))
    assert Interest.objects.get().state == InterestState.DECLINED
    searches.clear_unwanted(**between(beam, lens, nils, now))
    assert interests.say_yes(**between(beam, lens, nils, now)).state == InterestState.AGREED


def test_withdrawn_is_gone_for_the_other_side_and_cannot_be_sent_again_at_once(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    interests.withdraw_interest(**between(lens, beam, martha, now))
    assert interests_of(beam.pk, now=now).received == ()
    assert refused(interests.say_yes, **between(beam, lens, nils, now)) is PartnerRefusal.OVER
    assert refused(ask, one=lens, other=beam, by=martha, now=now) is PartnerRefusal.ASKED_BEFORE
    assert ask(beam, lens, nils, now).asker_id == beam.pk


def test_after_thirty_days_nobody_can_answer(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    at_the_end = now + 30 * DAY
    assert refused(interests.say_yes, **between(beam, lens, nils, at_the_end)) is PartnerRefusal.OVER
    just_before = at_the_end - timedelta(seconds=1)
    assert interests.say_yes(**between(beam, lens, nils, just_before)).state == InterestState.AGREED


def test_five_interests_a_week(
    pair: tuple[Actor, Actor], laser: Network, martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    many = [
        stated(f"Strahl {n} AG", laser, offer="Wärmebehandlung von Stahl", need="Linsen für Laser")
        for n in range(5)
    ]
    for one in many:
        searches.begin_search(actor_id=one.pk, by=nils.subject, now=now)
    lists.write_partner_lists(now=now)
    for one in many:
        ask(lens, one, martha, now)
    assert refused(ask, one=lens, other=beam, by=martha, now=now) is PartnerRefusal.USED_UP
    assert ask(lens, beam, martha, now + 8 * DAY).state == InterestState.OPEN


def test_a_purpose_is_one_line_of_some_length(pair: tuple[Actor, Actor], martha: User, now: datetime) -> None:
    for purpose in ("", "zu kurz", " \n" * 30 + "zu kurz", "x" * 201):
        found = refused(ask, one=pair[0], other=pair[1], by=martha, now=now, purpose=purpose)
        assert found is PartnerRefusal.TOO_SHORT
    assert ask(pair[0], pair[1], martha, now, "Linsen für\n unsere  neuen Laser").purpose == PURPOSE


def test_who_no_longer_speaks_for_the_asker_is_no_contact(
    pair: tuple[Actor, Actor], optik: Network, martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    optik.managers.all().delete()
    assert refused(interests.say_yes, **between(beam, lens, nils, now)) is PartnerRefusal.ASKER_GONE


def test_whoever_speaks_for_both_asks_nobody(
    pair: tuple[Actor, Actor], laser: Network, martha: User, now: datetime
) -> None:
    builders.manages(martha, laser)
    assert refused(ask, one=pair[0], other=pair[1], by=martha, now=now) is PartnerRefusal.OWN


def test_what_is_over_is_deleted_in_time(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    interests.end_old_interests(now=now + 89 * DAY)
    assert Interest.objects.count() == 1
    interests.end_old_interests(now=now + 91 * DAY)
    assert Interest.objects.count() == 0
    ask(lens, beam, martha, now)
    interests.say_yes(**between(beam, lens, nils, now))
    interests.end_old_interests(now=now + 364 * DAY)
    assert Interest.objects.count() == 1
    interests.end_old_interests(now=now + 366 * DAY)
    assert Interest.objects.count() == 0


def test_an_account_takes_its_interests_along(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    assert HOLDER.export(martha.pk)["interests"][0]["purpose"] == PURPOSE
    erasure.erase_account(user_id=martha.pk, by=martha.subject, now=now)
    row = Interest.objects.get()
    assert (row.state, row.purpose, row.asked_by) == (InterestState.LAPSED, "", None)
    assert HOLDER.export(nils.pk)["interests"] == []


# --- pages --------------------------------------------------------------------------------------


def test_the_way_of_two_actors_through_the_pages(
    client: Client, signed_in: Any, pair: tuple[Actor, Actor], martha: User, nils: User
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
    client.post(f"{theirs}{lens.pk}/answer/", {"do": "yes"})
    assert martha.email in client.get(theirs).content.decode()
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
        searches.begin_search(actor_id=one.pk, by=nils.subject, now=now)
        if n < 4:
            lists.write_partner_lists(now=now)
            ask(one, lens, nils, now)
    lists.write_partner_lists(now=now)
    client = signed_in(martha)
    with django_assert_max_num_queries(32):
        client.get(f"/de/manage/actors/{lens.slug}/partners/")
