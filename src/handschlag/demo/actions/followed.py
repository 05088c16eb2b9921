"""Lets somebody in the demo follow something, so that the page of it has something to show."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.directory.models import Network
from handschlag.following.following import follow
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed


@transaction.atomic
def follow_something(*, now: datetime) -> None:
    """The participant follows a network, a programme and a search, since a week."""
    participant = User.objects.get(email=BY_PART[PersonaRole.PARTICIPANT].address).subject
    network = Network.objects.get(slug=BY_PART[PersonaRole.NETWORK_MANAGER].network, is_demo=True)
    for kind, key in (
        (FollowedKind.NETWORK, str(network.pk)),
        (FollowedKind.PROGRAMME, "igf"),
        (FollowedKind.SEARCH, "networks?q=Wasserstoff"),
    ):
        followed = Followed(kind.value, key)
        follow(followed=followed, by=participant, now=now - timedelta(days=7))
