"""May this yes be given? A witness timetable, three answers, ways out, and what a change would endanger."""

from treffen.admission.answers import (
    AdmissionRemedy,
    AdmissionRemedyKind,
    Admitted,
    Answer,
    Chance,
    Possibility,
    ProofMethod,
    Refused,
    Undecided,
)
from treffen.admission.budget import Budget
from treffen.admission.changes import Effect, effect_of
from treffen.admission.controller import AdmissionController
from treffen.admission.policy import (
    Policy,
    PolicyAnswers,
    Round,
    answer_requests,
    answer_round,
    gains,
    is_answered_at_once,
    is_declined_at_once,
)
from treffen.admission.single import admit
from treffen.admission.state import RefusedWitness, broken_rules

__all__ = [
    "AdmissionController",
    "AdmissionRemedy",
    "AdmissionRemedyKind",
    "Admitted",
    "Answer",
    "Budget",
    "Chance",
    "Effect",
    "Policy",
    "PolicyAnswers",
    "Possibility",
    "ProofMethod",
    "Refused",
    "RefusedWitness",
    "Round",
    "Undecided",
    "admit",
    "answer_requests",
    "answer_round",
    "broken_rules",
    "effect_of",
    "gains",
    "is_answered_at_once",
    "is_declined_at_once",
]
