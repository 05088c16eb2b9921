"""In which state what may be done with an activity."""

from __future__ import annotations

from enum import StrEnum


class ActivityStage(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class ActivityTransition(StrEnum):
    """What moves an activity from one state into another."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    DISCARD = "discard"
    BRING_BACK = "bring_back"


# From which states a step leads where.
STEPS: dict[ActivityTransition, tuple[frozenset[ActivityStage], ActivityStage]] = {
    ActivityTransition.SUBMIT: (
        frozenset({ActivityStage.DRAFT, ActivityStage.DECLINED}),
        ActivityStage.IN_REVIEW,
    ),
    ActivityTransition.WITHDRAW: (frozenset({ActivityStage.IN_REVIEW}), ActivityStage.DRAFT),
    ActivityTransition.PUBLISH: (frozenset({ActivityStage.IN_REVIEW}), ActivityStage.PUBLISHED),
    ActivityTransition.DECLINE: (frozenset({ActivityStage.IN_REVIEW}), ActivityStage.DECLINED),
    ActivityTransition.TAKE_BACK: (
        frozenset({ActivityStage.PUBLISHED, ActivityStage.DECLINED}),
        ActivityStage.IN_REVIEW,
    ),
    ActivityTransition.CANCEL: (frozenset({ActivityStage.PUBLISHED}), ActivityStage.CANCELLED),
    ActivityTransition.REINSTATE: (frozenset({ActivityStage.CANCELLED}), ActivityStage.PUBLISHED),
    ActivityTransition.DISCARD: (
        frozenset({ActivityStage.DRAFT, ActivityStage.DECLINED}),
        ActivityStage.ARCHIVED,
    ),
    ActivityTransition.BRING_BACK: (frozenset({ActivityStage.ARCHIVED}), ActivityStage.DRAFT),
}
PUBLIC = frozenset({ActivityStage.PUBLISHED, ActivityStage.CANCELLED})
WITHOUT_EDITOR = frozenset(
    {ActivityStage.DRAFT, ActivityStage.DECLINED, ActivityStage.IN_REVIEW}
)  # saved as typed
# Steps that calendars elsewhere have to notice.
TELLS_CALENDARS = frozenset({ActivityTransition.CANCEL, ActivityTransition.REINSTATE})


def is_transition_possible(step: ActivityTransition, state: str) -> bool:
    """Whether the step can be taken from this state.

    >>> [is_transition_possible(ActivityTransition.CANCEL, state) for state in ("published", "draft")]
    [True, False]
    """
    return state in STEPS[step][0]


def stage_after(step: ActivityTransition) -> ActivityStage:
    """Where the step leads; it does not ask whether the step is possible."""
    return STEPS[step][1]
