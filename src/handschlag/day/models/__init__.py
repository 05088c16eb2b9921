"""The nouns of this floor: signals, incidents, repairs; marks, outcomes and notes; phones to be told."""

from handschlag.day.models.incidents import (
    REAL,
    Incident,
    IncidentKind,
    IncidentSource,
    IncidentState,
    Proposal,
    Repair,
)
from handschlag.day.models.marks import Asked, Mark, Note, Outcome, OutcomeResult, StandBy, StandByState
from handschlag.day.models.push import PushKey, PushMessage, PushState, PushSubscription
from handschlag.day.models.settings import DaySettings
from handschlag.day.models.signals import Signal, SignalKind

__all__ = [
    "REAL",
    "Asked",
    "DaySettings",
    "Incident",
    "IncidentKind",
    "IncidentSource",
    "IncidentState",
    "Mark",
    "Note",
    "Outcome",
    "OutcomeResult",
    "Proposal",
    "PushKey",
    "PushMessage",
    "PushState",
    "PushSubscription",
    "Repair",
    "Signal",
    "SignalKind",
    "StandBy",
    "StandByState",
]
