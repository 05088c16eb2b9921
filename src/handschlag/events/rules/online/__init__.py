"""Rooms of online meetings and talks: when they are open, what they are called, how one gets in."""

from handschlag.events.rules.online.providers import BigBlueButton, Jitsi, OnlineProviders
from handschlag.events.rules.online.rooms import (
    CLOSES_AFTER,
    OPENS_BEFORE,
    OnlineGuest,
    OnlineRoom,
    RoomPhase,
    phase_at,
    secret_name,
)

__all__ = [
    "CLOSES_AFTER",
    "OPENS_BEFORE",
    "BigBlueButton",
    "Jitsi",
    "OnlineGuest",
    "OnlineProviders",
    "OnlineRoom",
    "RoomPhase",
    "phase_at",
    "secret_name",
]
