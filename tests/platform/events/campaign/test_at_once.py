"""Two editors decide, or two hosts edit, at the same moment: one is first, and the other one is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from tests.platform import builders
from tests.platform.events.campaign.week import DAY, LABOR, letters_to, save
from tests.platform.events.organise.test_at_once import together

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.models import AuditEntry
from handschlag.directory.models import Network
from handschlag.events.campaigns import own_activities, review
from handschlag.events.campaigns.activities import activity_content_of, local_moment
from handschlag.events.models import Activity, ActivityChange, ActivityState, Campaign

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def emil(person: Callable[..., User]) -> User:
    """Another editor."""
    return person("emil", Role.EDITOR)


@pytest.fixture
def mona(person: Callable[..., User], network: Network) -> User:
    """Looks after martha's network, too."""
    made = person("mona", Role.NETWORK_MANAGER)
    builders.manages(made, network)
    return made


def verbs(activity: Activity) -> list[str]:
    rows = AuditEntry.objects.filter(kind="events.activity", object_id=str(activity.pk)).order_by("pk")
    return list(rows.values_list("verb", flat=True))


def test_of_two_editors_one_decides_and_the_host_gets_one_letter(
    entered: Activity, martha: User, editha: User, emil: User, now: datetime
) -> None:
    version = entered.version
    answers = together(
        lambda: review.publish(activity_id=entered.pk, version=version, by=editha.subject, now=now),
        lambda: review.decline(
            activity_id=entered.pk, version=version, answer="Wo?", by=emil.subject, now=now
        ),
    )
    assert answers == ["done", "stale"]
    entered.refresh_from_db()
    is_public = entered.state == ActivityState.PUBLISHED
    assert (entered.version, entered.decided_by) == (version + 1, editha if is_public else emil)
    assert verbs(entered)[-1] == ("activity.publish" if is_public else "activity.decline")
    assert len(letters_to(martha)) == 1


def test_a_proposed_change_is_decided_once(
    public: Activity, martha: User, editha: User, emil: User, now: datetime
) -> None:
    save(public, martha, now, title_de="Offene Labore")
    public.refresh_from_db()
    change, version = ActivityChange.objects.get(state="waiting"), public.version
    before = len(letters_to(martha))
    answers = together(
        lambda: review.accept_change(change_id=change.pk, version=version, by=editha.subject, now=now),
        lambda: review.decline_change(
            change_id=change.pk, version=version, answer="Nein.", by=emil.subject, now=now
        ),
    )
    assert (len(answers), answers.count("done")) == (2, 1)
    public.refresh_from_db()
    change.refresh_from_db()
    assert (change.state, public.title_de) in (
        ("accepted", "Offene Labore"),
        ("declined", "Offenes Labor"),
    )
    assert len(letters_to(martha)) == before + 1


def test_of_two_hosts_who_edit_the_second_is_told_and_overwrites_nothing(
    public: Activity, martha: User, mona: User, now: datetime
) -> None:
    version, before = public.version, activity_content_of(public)
    hours = {martha: 14, mona: 16}
    answers = together(
        *(
            lambda user=user, hour=hour: own_activities.save(
                activity_id=public.pk,
                version=version,
                facts=replace(before, starts_at=local_moment(DAY, hour), ends_at=local_moment(DAY, hour + 1)),
                is_sent=False,
                by=user.subject,
                now=now,
            )
            for user, hour in hours.items()
        )
    )
    assert answers == ["done", "stale"]
    public.refresh_from_db()
    first = martha if public.starts_at == local_moment(DAY, 14) else mona
    assert (public.starts_at, public.sequence) == (local_moment(DAY, hours[first]), 1)
    assert [row.by for row in ActivityChange.objects.all()] == [first]


def test_an_editor_publishes_what_was_read_and_not_what_a_host_writes_meanwhile(
    entered: Activity, martha: User, editha: User, now: datetime
) -> None:
    version = entered.version
    facts = replace(activity_content_of(entered), title_de="Etwas anderes")
    answers = together(
        lambda: review.publish(activity_id=entered.pk, version=version, by=editha.subject, now=now),
        lambda: own_activities.save(
            activity_id=entered.pk, version=version, facts=facts, is_sent=False, by=martha.subject, now=now
        ),
    )
    assert answers == ["done", "stale"]
    entered.refresh_from_db()
    assert (entered.state, entered.title_de) in (
        (ActivityState.PUBLISHED, "Offenes Labor"),
        (ActivityState.IN_REVIEW, "Etwas anderes"),
    )


def test_two_hosts_who_enter_the_same_title_get_an_address_each_or_are_told(
    campaign: Campaign, network: Network, martha: User, mona: User, now: datetime
) -> None:
    answers = together(
        *(
            lambda user=user: own_activities.enter(
                campaign_id=campaign.pk,
                network_id=network.pk,
                facts=LABOR,
                is_sent=False,
                by=user.subject,
                now=now,
            )
            for user in (martha, mona)
        )
    )
    assert answers == ["done", "done"]
    assert sorted(Activity.objects.values_list("slug", flat=True)) == ["offenes-labor", "offenes-labor-2"]
