"""Hosts enter activities, editors decide: who may, in which state, and what calendars and people learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.platform import builders
from tests.platform.events.campaign.week import LABOR, letters_to, save

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied, Role
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Network
from handschlag.events.campaigns import managing, own_activities, review
from handschlag.events.campaigns.activities import CampaignRefusal, alike
from handschlag.events.models import Activity, ActivityState, Campaign

pytestmark = pytest.mark.django_db


def test_an_activity_is_entered_read_published_and_told(
    public: Activity, martha: User, editha: User, now: datetime
) -> None:
    assert (public.state, public.published_at, public.sequence) == (ActivityState.PUBLISHED, now, 0)
    assert (public.host, public.slug) == ("Optik Sachsen", "offenes-labor")
    assert letters_to(martha) == ["„Offenes Labor“ ist öffentlich"]
    assert list(AuditEntry.objects.filter(kind="events.activity").values_list("verb", flat=True)) == [
        "activity.submitted",
        "activity.publish",
    ]


def test_a_full_desk_gets_one_letter_and_not_one_for_each_entry(
    campaign: Campaign, network: Network, martha: User, editha: User, now: datetime
) -> None:
    for title in ("Eins", "Zwei", "Drei"):
        own_activities.enter(
            campaign_id=campaign.pk,
            network_id=network.pk,
            facts=replace(LABOR, title_de=title),
            is_sent=True,
            by=martha.subject,
            now=now,
        )
    assert letters_to(editha) == ["Neue Veranstaltung zu prüfen: „Eins“"]


def test_only_who_looks_after_the_network_and_editors_may_enter(
    campaign: Campaign, network: Network, person: Callable[..., User], editha: User, paul: User, now: datetime
) -> None:
    stranger, organiser = person("mona", Role.NETWORK_MANAGER), person("greta", Role.ORGANISER)
    for user in (stranger, organiser, paul):
        with pytest.raises(Denied):
            own_activities.enter(
                campaign_id=campaign.pk,
                network_id=network.pk,
                facts=LABOR,
                is_sent=False,
                by=user.subject,
                now=now,
            )
    own_activities.enter(
        campaign_id=campaign.pk, network_id=network.pk, facts=LABOR, is_sent=False, by=editha.subject, now=now
    )
    assert Activity.objects.count() == 1


def test_hosts_do_not_decide_and_strangers_change_nothing(
    entered: Activity, martha: User, person: Callable[..., User], now: datetime
) -> None:
    stranger = person("mona", Role.NETWORK_MANAGER)
    seen: dict[str, Any] = {"activity_id": entered.pk, "version": entered.version, "now": now}
    for verb in (review.publish, review.take_back, review.look_at):
        with pytest.raises(Denied):
            verb(by=martha.subject, **seen)
    with pytest.raises(Denied):
        review.decline(by=martha.subject, answer="Nein.", **seen)
    for step in (
        own_activities.withdraw,
        own_activities.discard,
        own_activities.bring_back,
        own_activities.reinstate,
    ):
        with pytest.raises(Denied):
            step(by=stranger.subject, **seen)
    with pytest.raises(Denied):
        own_activities.call_off(by=stranger.subject, because="", **seen)
    with pytest.raises(Denied):
        managing.publish_campaign(campaign_id=entered.campaign_id, version=1, by=martha.subject, now=now)


def test_of_two_who_change_at_once_the_second_is_told(
    entered: Activity, martha: User, editha: User, now: datetime
) -> None:
    version = entered.version
    save(entered, martha, now, title_de="Anders")
    with pytest.raises(Refusal) as no:
        review.publish(activity_id=entered.pk, version=version, by=editha.subject, now=now)
    assert no.value.reason is CampaignRefusal.STALE
    entered.refresh_from_db()
    assert entered.state == ActivityState.IN_REVIEW


def test_calling_off_and_taking_it_up_again_both_tell_calendars(
    public: Activity, martha: User, now: datetime
) -> None:
    own_activities.call_off(
        activity_id=public.pk, version=public.version, because="Wasserschaden", by=martha.subject, now=now
    )
    public.refresh_from_db()
    assert (public.state, public.sequence, public.cancelled_because) == ("cancelled", 1, "Wasserschaden")
    own_activities.reinstate(activity_id=public.pk, version=public.version, by=martha.subject, now=now)
    public.refresh_from_db()
    assert (public.state, public.sequence, public.cancelled_at) == ("published", 2, None)


def test_every_step_can_be_undone(entered: Activity, martha: User, editha: User, now: datetime) -> None:
    def step(verb: Callable[..., Activity], user: User) -> str:
        entered.refresh_from_db()
        return verb(activity_id=entered.pk, version=entered.version, by=user.subject, now=now).state

    assert step(own_activities.withdraw, martha) == "draft"
    assert step(own_activities.discard, martha) == "archived"
    assert step(own_activities.bring_back, martha) == "draft"
    with pytest.raises(Refusal):
        step(own_activities.withdraw, martha)
    entered.refresh_from_db()
    own_activities.save(
        activity_id=entered.pk, version=entered.version, facts=LABOR, is_sent=True, by=martha.subject, now=now
    )
    assert step(review.publish, editha) == "published"
    assert step(review.take_back, editha) == "in_review"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"entry_opens_at": datetime(2027, 1, 1, tzinfo=UTC)}, CampaignRefusal.NOT_OPEN_YET),
        ({"entry_closes_at": datetime(2026, 11, 25, 9, tzinfo=UTC)}, CampaignRefusal.CLOSED),
        ({"first_day": date(2027, 4, 21)}, CampaignRefusal.OUTSIDE_THE_PERIOD),
    ],
)
def test_entries_have_their_time_and_editors_may_be_late(
    values: dict[str, Any],
    reason: CampaignRefusal,
    network: Network,
    martha: User,
    editha: User,
    now: datetime,
) -> None:
    made = builders.campaign(**values)
    ways: dict[str, Any] = {"campaign_id": made.pk, "network_id": network.pk, "facts": LABOR, "now": now}
    with pytest.raises(Refusal) as no:
        own_activities.enter(is_sent=True, by=martha.subject, **ways)
    assert no.value.reason is reason
    own_activities.enter(is_sent=False, by=martha.subject, **ways)
    if reason is not CampaignRefusal.OUTSIDE_THE_PERIOD:
        own_activities.enter(is_sent=True, by=editha.subject, **ways)


def test_the_same_host_at_the_same_time_is_told(entered: Activity, network: Network, now: datetime) -> None:
    same_time = builders.activity(entered.campaign, "Etwas anderes", network=network)
    builders.activity(entered.campaign, "Woanders", host="Jemand anders")
    builders.activity(entered.campaign, "Verworfen", network=network, state="archived")
    assert alike(entered) == [same_time]


def test_a_campaign_is_set_up_published_and_keeps_its_activities_inside(
    editha: User, network: Network, martha: User, now: datetime
) -> None:
    about = managing.CampaignData(
        title_de="Herbstwoche",
        title_en="",
        description_de="",
        description_en="",
        rules_de="",
        rules_en="",
        first_day=date(2027, 4, 19),
        last_day=date(2027, 4, 25),
        entry_opens_at=None,
        entry_closes_at=None,
    )
    made = managing.create_campaign(about=about, by=editha.subject, now=now)
    with pytest.raises(Refusal):
        own_activities.enter(
            campaign_id=made.pk, network_id=network.pk, facts=LABOR, is_sent=False, by=martha.subject, now=now
        )
    managing.publish_campaign(campaign_id=made.pk, version=1, by=editha.subject, now=now)
    builders.activity(made, "Mittendrin")
    shorter = replace(about, last_day=about.first_day)
    with pytest.raises(Refusal) as no:
        managing.edit_campaign(campaign_id=made.pk, version=2, about=shorter, by=editha.subject, now=now)
    assert no.value.reason is CampaignRefusal.HAS_ACTIVITIES
    longer = replace(about, last_day=about.last_day + timedelta(days=1))
    assert (
        managing.edit_campaign(
            campaign_id=made.pk, version=2, about=longer, by=editha.subject, now=now
        ).version
        == 3
    )
    with pytest.raises(Refusal) as no:
        managing.withhold_campaign(campaign_id=made.pk, version=2, by=editha.subject, now=now)
    assert no.value.reason is CampaignRefusal.STALE
