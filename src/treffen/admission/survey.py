"""Many requests at once: what the cards on a page say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from treffen.admission.answers import Chance, Possibility
from treffen.admission.proofs import count_against
from treffen.admission.state import State
from treffen.problem import ParticipantId, RequestId

MOVES, STEPS = 4, 1_500


def possible(state: State, requests: Iterable[RequestId]) -> tuple[Possibility, ...]:
    """Whether each request, alone, could be admitted; what neither a walk nor a count tells is unknown."""
    return tuple(_one(state, request) for request in requests)


def _one(state: State, request: RequestId) -> Possibility:
    if request in state.meetings:
        return Possibility(request=request, chance=Chance.POSSIBLE)
    options: Sequence[int] = state.options(request)
    findings = [count_against(state, o) for o in options]
    if findings and all(findings):
        assert findings[0] is not None
        return Possibility(request=request, chance=Chance.IMPOSSIBLE, reason=findings[0].reason)
    is_open = any(_fits(state, o) for o, f in zip(options, findings, strict=True) if f is None)
    return Possibility(request=request, chance=Chance.POSSIBLE if is_open else Chance.UNKNOWN)


def _fits(state: State, option: int) -> bool:
    """Whether a walk or a chain finds a slot; nothing is changed."""
    board = state.board
    changed = state.walk(option, most=MOVES, steps=STEPS)
    if changed is None and board.insert_by_chain(option) >= 0:
        changed = state.changed()
    if changed is None:
        return False
    is_kept = not state.has_breaks or bool((board.breaks() <= state.model.most_breaks).all())
    state.undo(changed)
    return is_kept


def room_for(state: State, person: ParticipantId) -> int:
    """How many meetings a person can still take at most: of slots free for them, and of their maximum."""
    p = state.person[person]
    return int(state.model.maximum[p] - state.board.count()[p])
