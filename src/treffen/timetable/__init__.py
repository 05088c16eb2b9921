"""What the engine gives back: a timetable, its proof, and what differs between two of them."""

from treffen.timetable.certificates import (
    AssignmentCertificate,
    Certificate,
    CertificateRow,
    ProofKind,
    RowKind,
    SelectionCertificate,
    SlotPrice,
)
from treffen.timetable.comparison import Differences, Move, differences
from treffen.timetable.plan import GoalResult, GoalStatus, Plan, PlanStatus, StopReason, Timetable
from treffen.timetable.reasons import Core, CoreKind, Reason, Remedy, RemedyKind, Unscheduled

__all__ = [
    "AssignmentCertificate",
    "Certificate",
    "CertificateRow",
    "Core",
    "CoreKind",
    "Differences",
    "GoalResult",
    "GoalStatus",
    "Move",
    "Plan",
    "PlanStatus",
    "ProofKind",
    "Reason",
    "Remedy",
    "RemedyKind",
    "RowKind",
    "SelectionCertificate",
    "SlotPrice",
    "StopReason",
    "Timetable",
    "Unscheduled",
    "differences",
]
