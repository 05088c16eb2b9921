"""May this yes be given? A witness timetable, three answers, ways out, and what a change would endanger."""

from treffen.admission.answers import (
    Admitted,
    Answer,
    Chance,
    Possibility,
    Proof,
    Refused,
    Undecided,
    WayKind,
    WayOut,
)
from treffen.admission.changes import Effect, effect_of
from treffen.admission.desk import Budget, Desk, admit
from treffen.admission.policy import Hearing, Policy, Round, answer_round, gains, hear, is_answered_at_once
from treffen.admission.state import RefusedWitness, broken_rules

__all__ = [
    "Admitted",
    "Answer",
    "Budget",
    "Chance",
    "Desk",
    "Effect",
    "Hearing",
    "Policy",
    "Possibility",
    "Proof",
    "Refused",
    "RefusedWitness",
    "Round",
    "Undecided",
    "WayKind",
    "WayOut",
    "admit",
    "answer_round",
    "broken_rules",
    "effect_of",
    "gains",
    "hear",
    "is_answered_at_once",
]
