"""Many requests at once: what the cards on a page say."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import partial

from treffen.admission.answers import Chance, Possibility
from treffen.admission.exhausting import exhausted, is_of_time
from treffen.admission.global_rules import keeps_breaks
from treffen.admission.memory import RefusalMemory
from treffen.admission.proofs import Finding, confirm, core_of, count_against, describe, furthest_first
from treffen.admission.state import AdmissionState
from treffen.problem import ParticipantId, RequestId
from treffen.solvers.satisfiability import Search
from treffen.timetable import Reason

MOVES, STEPS = 4, 3_000
MOST_MOVED, ROAMED = 20, 500  # moves, and steps of random chains, for one card of many
CONFLICTS, NEAREST = 100, 24  # of a search for one card
LOOKED_INTO, TRIED, SEARCHED = 0.12, 0.02, 0.04  # shares of the cards looked into at once, by what
NEARBY, EVERYWHERE = 300, 4_000  # steps in which all is tried, for each card and for those looked into
NEARBY_IN_LARGE = 200  # where each card costs more before
LONGEST = 48  # requests that a no is remembered by
LARGE = 12_000  # requests from which on not all can be tried everywhere in the time that a page has


Told = MutableMapping[tuple[str, RequestId], Possibility]


def possible(
    state: AdmissionState, requests: Iterable[RequestId], *, memory: RefusalMemory, remembered: Told
) -> tuple[Possibility, ...]:
    """Whether each request, alone, could be admitted; unknown is what walks, counts and searches leave.

    An "impossible" here is proved once; a no of `admit` is proved twice. `remembered` has what was found
    about the witness as it is, in vain or not: whoever asks again has the next unknown cards looked into.
    """
    found = [_one(state, request, memory, remembered) for request in requests]
    times = 1 if _is_large(state) else _times(found, LOOKED_INTO, remembered=remembered)
    roamed = partial(_roamed, state, int(ROAMED * times))
    _look_into(found, LOOKED_INTO, roamed, remembered=remembered, by="chains")
    search = partial(_searched, state, memory)
    if is_of_time(state) and not _is_large(state):
        far = partial(_exhausted, state, memory, remembered, EVERYWHERE)
        _look_into(found, TRIED, far, remembered=remembered, by="all")
        search = partial(_searched_last, state, memory, remembered)
    _look_into(found, SEARCHED, search, remembered=remembered, by="search")
    return tuple(found)


def _times(cards: Sequence[Possibility], share: float, *, remembered: Told) -> float:
    """How much longer chains for one card may be where fewer are open than may be looked into."""
    most = math.ceil(share * len(cards))
    n_open = sum(c.chance is Chance.UNKNOWN and ("chains", c.request) not in remembered for c in cards)
    return most / max(1, min(most, n_open))


def _look_into(
    cards: list[Possibility],
    share: float,
    look: Callable[[RequestId], Possibility | None],
    *,
    remembered: Told,
    by: str,
) -> None:
    """Look more closely into unknown cards, but not into more than a share of all beside those known."""
    left = math.ceil(share * len(cards))
    for at, one in enumerate(cards):
        if one.chance is not Chance.UNKNOWN:
            continue
        known = remembered.get((by, one.request))
        if known is None and left and (known := look(one.request)) is not None:
            remembered[by, one.request] = known
            left -= 1
        cards[at] = known or one


def _roamed(state: AdmissionState, steps: int, request: RequestId) -> Possibility | None:
    """Whether random chains of moves find slots; nothing is changed."""
    if state.has_breaks or not state.is_plain:
        return None
    ways = (state.board.roam(o, most=MOST_MOVED, steps=steps)[0] for o in state.options(request))
    is_held = any(len(way) for way in ways)
    return Possibility(request=request, chance=Chance.POSSIBLE if is_held else Chance.UNKNOWN)


def _is_searchable(state: AdmissionState, request: RequestId) -> bool:
    return len(state.options(request)) == 1 and state.is_plain and not state.has_breaks


def _one(state: AdmissionState, request: RequestId, memory: RefusalMemory, remembered: Told) -> Possibility:
    if request in state.meetings:
        return Possibility(request=request, chance=Chance.POSSIBLE)
    if reason := memory.reason(request):
        return Possibility(request=request, chance=Chance.IMPOSSIBLE, reason=reason)
    options: Sequence[int] = state.options(request)
    if any(_fits(state, o, most=0) for o in options):
        return Possibility(request=request, chance=Chance.POSSIBLE)
    findings = [count_against(state, o) for o in options]
    open_ = [o for o, f in zip(options, findings, strict=True) if f is None]
    if options and not open_:
        told = furthest_first([f for f in findings if f])
        if _is_certain(state, told):
            return Possibility(request=request, chance=Chance.IMPOSSIBLE, reason=told[0].reason)
        open_ = list(options)
    if any(_fits(state, o, most=MOVES) for o in open_):
        return Possibility(request=request, chance=Chance.POSSIBLE)
    steps = NEARBY_IN_LARGE if _is_large(state) else NEARBY
    return _exhausted(state, memory, remembered, steps, request)


def _is_large(state: AdmissionState) -> bool:
    return state.model.n_options >= LARGE


def _exhausted(
    state: AdmissionState, memory: RefusalMemory, remembered: Told, steps: int, request: RequestId
) -> Possibility:
    """What is left when all was tried that could be."""
    found = exhausted(state, request, steps=steps)
    if found.core is None:
        chance = Chance.UNKNOWN if found.slots is None else Chance.POSSIBLE
        told = Possibility(request=request, chance=chance)
        if found.is_too_large:  # nor would more steps tell
            remembered["all", request] = told
        return told
    reason = Reason.PERSON_FULL  # of many, whose time was all that was looked at
    if len(found.core) <= LONGEST:
        reason = describe(state, found.core).reason
        rests_on = tuple(state.request_of(o).id for o in found.core)
        memory.keep_reason(request, reason, rests_on=rests_on)
    return Possibility(request=request, chance=Chance.IMPOSSIBLE, reason=reason)


def _fits(state: AdmissionState, option: int, *, most: int) -> bool:
    """Whether few moves find a slot; nothing is changed."""
    way = state.move if most else state.walk
    changed = way(option, most=most, steps=STEPS)
    if changed is None:
        return False
    is_kept = not state.has_breaks or keeps_breaks(state)
    state.undo(changed)
    return is_kept


def _searched(state: AdmissionState, memory: RefusalMemory, request: RequestId) -> Possibility | None:
    """What a search among the nearest meetings says."""
    if not _is_searchable(state, request):
        return None
    search = Search(state.model, state.arrays(), state.options(request)[0])
    found = search.run(conflicts=CONFLICTS, largest=NEAREST, is_for_proof=True)
    if found.slots is not None:
        return Possibility(request=request, chance=Chance.POSSIBLE)
    if found.core is None:
        return Possibility(request=request, chance=Chance.UNKNOWN)
    told = describe(state, found.core)
    if not _is_certain(state, [told]):
        return Possibility(request=request, chance=Chance.UNKNOWN)
    memory.keep_reason(request, told.reason, rests_on=tuple(state.request_of(o).id for o in told.options))
    return Possibility(request=request, chance=Chance.IMPOSSIBLE, reason=told.reason)


def _searched_last(
    state: AdmissionState, memory: RefusalMemory, remembered: Told, request: RequestId
) -> Possibility | None:
    """The same, of those alone of whom everybody's time does not tell."""
    return _searched(state, memory, request) if ("all", request) in remembered else None


def _is_certain(state: AdmissionState, told: Sequence[Finding]) -> bool:
    """Whether findings hold whoever is sent: delegates are counted as they are sent now."""
    return not state.has_choice or confirm(state, core_of(state, told))


def room_for(state: AdmissionState, person: ParticipantId) -> int:
    """How many meetings a person can still take at most: of slots free for them, and of their maximum."""
    p = state.person[person]
    return int(state.model.maximum[p] - state.board.count()[p])
