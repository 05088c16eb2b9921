"""Requests to join a network, for those who look after it."""

from __future__ import annotations

from handschlag.directory.models import JoinRequest, JoinState, Network


def open_request_count(network: Network) -> int:
    """How many requests wait for a decision."""
    return JoinRequest.objects.filter(network=network, state=JoinState.OPEN).count()


def confirmed_requests(network: Network) -> list[JoinRequest]:
    """The requests that were confirmed by email: open ones first, then by time."""
    rows = JoinRequest.objects.filter(network=network).exclude(state=JoinState.UNCONFIRMED)
    return sorted(rows, key=lambda row: (row.state != JoinState.OPEN, row.asked_at))
