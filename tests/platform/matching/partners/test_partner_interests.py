"""Partners all year: what interest, a yes, a no and silence tell to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.platform import builders
from tests.platform.letters import words_of
from tests.platform.matching.partners.asking import DAY, PURPOSE, ask, between, refused, stated

from handschlag.accounts import own_data
from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.common.models import Mail
from handschlag.directory.merging import merge, undo_merge
from handschlag.directory.models import Actor, Network
from handschlag.matching.models import (
    LIVE_INTERESTS,
    Interest,
    InterestState,
    PartnerSearch,
    UnwantedPartner,
)
from handschlag.matching.models.wishes import pair_of
from handschlag.matching.partner_search import interests, lists
from handschlag.matching.partner_search.rules import PartnerRefusal, interests_left_of, interests_of
from handschlag.matching.plugins.people import HOLDER

pytestmark = pytest.mark.django_db
EDITOR = Subject(user_id=None, roles=frozenset({Role.EDITOR}))


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
    lists.set_unwanted(**between(beam, lens, nils, now))
    ask(lens, beam, martha, now)
    assert not Mail.objects.filter(to=nils.email).exists()
    assert [one.asked_id for one in interests_of(lens.pk, now=now).sent] == [beam.pk]
    assert interests_of(beam.pk, now=now).received == ()


def test_rather_not_ends_what_is_open_and_can_be_undone(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    ask(lens, beam, martha, now)
    lists.set_unwanted(**between(beam, lens, nils, now))
    assert Interest.objects.get().state == InterestState.DECLINED
    lists.clear_unwanted(**between(beam, lens, nils, now))
    assert interests.say_yes(**between(beam, lens, nils, now)).state == InterestState.AGREED


def test_rather_not_with_whom_one_has_asked_does_not_tell_of_a_no(
    pair: tuple[Actor, Actor], martha: User, nils: User, now: datetime
) -> None:
    lens, beam = pair
    seen = []
    for is_declined in (False, True):
        ask(lens, beam, martha, now)
        if is_declined:
            interests.say_no(**between(beam, lens, nils, now))
        lists.set_unwanted(**between(lens, beam, martha, now))
        seen.append(Interest.objects.values_list("state", "answered_at", "answered_by").get())
        assert interests_of(lens.pk, now=now).sent == ()
        assert interests_of(beam.pk, now=now).declined == ()
        Interest.objects.all().delete()
    assert seen == [(InterestState.WITHDRAWN, None, None)] * 2


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
        lists.begin_search(actor_id=one.pk, by=nils.subject, now=now)
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


def test_interest_of_somebody_who_has_left_blocks_nobody(
    pair: tuple[Actor, Actor],
    optik: Network,
    martha: User,
    nils: User,
    person: Callable[..., User],
    now: datetime,
) -> None:
    lens, beam = pair
    builders.manages(person("olga", Role.NETWORK_MANAGER), optik)
    ask(lens, beam, martha, now)
    optik.managers.filter(user=martha).delete()
    made = ask(beam, lens, nils, now)
    assert (made.asker_id, made.state) == (beam.pk, InterestState.OPEN)
    assert [one.asked_id for one in interests_of(lens.pk, now=now).unanswered] == [beam.pk]


@pytest.mark.parametrize("is_agreed", [False, True])
def test_two_entries_that_become_one_keep_what_is_between_them_and_others(
    pair: tuple[Actor, Actor], laser: Network, martha: User, nils: User, now: datetime, is_agreed: bool
) -> None:
    lens, beam = pair
    double = stated("Strahl Werke AG", laser, offer="Wärmebehandlung von Stahl", need="Linsen für Laser")
    lists.begin_search(actor_id=double.pk, by=nils.subject, now=now)
    lists.write_partner_lists(now=now)
    ask(lens, beam, martha, now)
    ask(double, lens, nils, now)
    if is_agreed:
        interests.say_yes(**between(lens, double, martha, now))
    for one, other in ((lens, beam), (lens, double), (beam, double)):
        UnwantedPartner.objects.create(actor=one, other=other, at=now)
    versions = (beam.version, double.version)
    row = merge(kept_id=beam.pk, merged_id=double.pk, versions=versions, by=EDITOR, now=now)
    live = Interest.objects.get(state__in=LIVE_INTERESTS)
    assert live.pair == pair_of(lens.pk, beam.pk)
    assert live.state == (InterestState.AGREED if is_agreed else InterestState.OPEN)
    assert live.asker_id == (beam.pk if is_agreed else lens.pk)
    assert list(UnwantedPartner.objects.values_list("actor", "other")) == [(lens.pk, beam.pk)]
    assert set(PartnerSearch.objects.values_list("actor", flat=True)) == {lens.pk, beam.pk}
    undo_merge(merge_id=row.pk, by=EDITOR, now=now)
    for one in Interest.objects.all():
        assert one.pair == pair_of(one.asker_id, one.asked_id)
    assert Interest.objects.filter(asker=double, asked=lens).exists()


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
    own_data.erase_account(user_id=martha.pk, by=martha.subject, now=now)
    row = Interest.objects.get()
    assert (row.state, row.purpose, row.asked_by) == (InterestState.LAPSED, "", None)
    assert HOLDER.export(nils.pk)["interests"] == []
