"""What editors read before it is public, and what is public at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.platform.events.campaign.week import DAY, LABOR, letters_to, save

from handschlag.accounts.models import User
from handschlag.common.models import Mail
from handschlag.common.refusals import Refusal
from handschlag.events.campaigns import own_activities, review
from handschlag.events.campaigns.activities import CampaignRefusal, local_moment
from handschlag.events.models import Activity, ActivityChange, ActivityState

pytestmark = pytest.mark.django_db


def test_another_time_is_public_at_once_and_arrives_as_moved(
    public: Activity, martha: User, editha: User, now: datetime
) -> None:
    uid = public.uid
    save(public, martha, now, starts_at=local_moment(DAY, 14), ends_at=local_moment(DAY, 16))
    public.refresh_from_db()
    assert (public.starts_at, public.sequence, public.uid) == (local_moment(DAY, 14), 1, uid)
    assert letters_to(editha)[-1] == "Geändert und schon öffentlich: „Offenes Labor“"
    save(public, martha, now, fee_cents=500)
    public.refresh_from_db()
    assert (public.fee_cents, public.sequence) == (500, 1)
    review.look_at(activity_id=public.pk, version=public.version, by=editha.subject, now=now)
    assert set(ActivityChange.objects.values_list("state", flat=True)) == {"looked_at"}


def test_other_words_wait_and_the_newest_proposal_replaces_the_older(
    public: Activity, martha: User, editha: User, now: datetime
) -> None:
    save(public, martha, now, title_de="Billige Uhren", link="https://example.org/")
    public.refresh_from_db()
    assert (public.title_de, public.link) == ("Offenes Labor", "")
    save(public, martha, now, title_de="Offene Labore")
    change = ActivityChange.objects.get(state="waiting")
    assert change.facts == {"title_de": ["Offenes Labor", "Offene Labore"]}
    public.refresh_from_db()
    review.accept_change(change_id=change.pk, version=public.version, by=editha.subject, now=now)
    public.refresh_from_db()
    assert public.title_de == "Offene Labore"
    assert letters_to(martha)[-1] == "Zu Ihrer Änderung von „Offene Labore“"
    with pytest.raises(Refusal) as no:
        review.accept_change(change_id=change.pk, version=public.version, by=editha.subject, now=now)
    assert no.value.reason is CampaignRefusal.DECIDED


def test_a_declined_change_leaves_the_page_as_it_was_and_says_why(
    public: Activity, martha: User, editha: User, now: datetime
) -> None:
    save(public, martha, now, text_de="Kaufen Sie jetzt.")
    change = ActivityChange.objects.get(state="waiting")
    public.refresh_from_db()
    review.decline_change(
        change_id=change.pk, version=public.version, answer="Keine Werbung.", by=editha.subject, now=now
    )
    public.refresh_from_db()
    assert public.text_de == "Wir zeigen unsere Labore."
    assert "Keine Werbung." in Mail.objects.filter(to=martha.email).latest("pk").text


def test_an_editors_words_are_public_at_once(public: Activity, editha: User, now: datetime) -> None:
    save(public, editha, now, title_de="Offene Labore")
    public.refresh_from_db()
    assert public.title_de == "Offene Labore"
    assert not ActivityChange.objects.exists()


def test_what_is_returned_keeps_its_text_and_can_be_sent_again(
    entered: Activity, martha: User, editha: User, now: datetime
) -> None:
    review.decline(activity_id=entered.pk, version=entered.version, answer="Wo?", by=editha.subject, now=now)
    entered.refresh_from_db()
    assert (entered.state, entered.answer) == (ActivityState.DECLINED, "Wo?")
    assert "Wo?" in Mail.objects.filter(to=martha.email).latest("pk").text
    own_activities.save(
        activity_id=entered.pk, version=entered.version, facts=LABOR, is_sent=True, by=martha.subject, now=now
    )
    entered.refresh_from_db()
    assert (entered.state, entered.answer) == (ActivityState.IN_REVIEW, "")
