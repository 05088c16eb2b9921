"""In which state what may be done with an activity."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    ARCHIVED = "archived"


class Step(StrEnum):
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
STEPS: dict[Step, tuple[frozenset[State], State]] = {
    Step.SUBMIT: (frozenset({State.DRAFT, State.DECLINED}), State.IN_REVIEW),
    Step.WITHDRAW: (frozenset({State.IN_REVIEW}), State.DRAFT),
    Step.PUBLISH: (frozenset({State.IN_REVIEW}), State.PUBLISHED),
    Step.DECLINE: (frozenset({State.IN_REVIEW}), State.DECLINED),
    Step.TAKE_BACK: (frozenset({State.PUBLISHED, State.DECLINED}), State.IN_REVIEW),
    Step.CANCEL: (frozenset({State.PUBLISHED}), State.CANCELLED),
    Step.REINSTATE: (frozenset({State.CANCELLED}), State.PUBLISHED),
    Step.DISCARD: (frozenset({State.DRAFT, State.DECLINED}), State.ARCHIVED),
    Step.BRING_BACK: (frozenset({State.ARCHIVED}), State.DRAFT),
}
PUBLIC = frozenset({State.PUBLISHED, State.CANCELLED})
WITHOUT_EDITOR = frozenset({State.DRAFT, State.DECLINED, State.IN_REVIEW})  # saved as typed
# Steps that calendars elsewhere have to notice.
TELLS_CALENDARS = frozenset({Step.CANCEL, Step.REINSTATE})


def is_possible(step: Step, state: str) -> bool:
    """Whether the step can be taken from this state.

    >>> is_possible(Step.CANCEL, "published"), is_possible(Step.CANCEL, "draft")
    (True, False)
    """
    return state in STEPS[step][0]


def after(step: Step) -> State:
    return STEPS[step][1]
