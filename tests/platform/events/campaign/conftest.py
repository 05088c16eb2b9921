"""Martha's network, a week, and her activity on its way."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.platform import builders
from tests.platform.events.campaign.week import LABOR

from handschlag.accounts.models import User
from handschlag.directory.models import Network
from handschlag.events.campaigns import own_activities, review
from handschlag.events.models import Activity, Campaign


@pytest.fixture
def network(martha: User) -> Network:
    """The network that martha looks after."""
    made = builders.network(land=builders.land())
    builders.manages(martha, made)
    return made


@pytest.fixture
def campaign() -> Campaign:
    return builders.campaign()


@pytest.fixture
def entered(campaign: Campaign, network: Network, martha: User, now: datetime) -> Activity:
    """Martha's activity waits for the editors."""
    return own_activities.enter(
        campaign_id=campaign.pk, network_id=network.pk, facts=LABOR, is_sent=True, by=martha.subject, now=now
    )


@pytest.fixture
def public(entered: Activity, editha: User, now: datetime) -> Activity:
    """The same, published by editha."""
    return review.publish(activity_id=entered.pk, version=entered.version, by=editha.subject, now=now)
