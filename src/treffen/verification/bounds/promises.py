"""How many promises have to be changed at least: what of them breaks a rule as it stands.

The promised meetings are laid over the frozen ones. In every broken rule that stays broken however many
meetings are added, one of the promised meetings has to change; broken rules that share no meeting add up.
Who interprets is no part of a promise, so the rules about interpreters are left out.
"""

from __future__ import annotations

from treffen.problem import Meeting
from treffen.timetable import Timetable
from treffen.verification.bounds.problem_index import BoundIndex
from treffen.verification.index import TimetableIndex
from treffen.verification.rules import LASTING, interpreters

RULES = tuple(rule for rule in LASTING if rule.__module__ != interpreters.__name__)


def changed_bound(frame: BoundIndex) -> int:
    """A lower bound of CHANGED, from the problem alone."""
    frozen, promised = frame.ground.frozen, frame.problem.promised
    if not promised:
        return 0
    certain = sum(m.request in frozen and not _is_alike(m, frozen[m.request]) for m in promised)
    loose = tuple(m for m in promised if m.request not in frozen)
    day = TimetableIndex(frame.ground, Timetable((*frozen.values(), *loose))).doubtful()
    stands = frozenset(frozen)
    concerned = {frozenset(v.requests) - stands for rule in RULES for v in rule(day)}
    settled: set[str] = set()
    for some in sorted(concerned - {frozenset()}, key=lambda one: (len(one), sorted(one))):
        if not settled & some:
            settled |= some
            certain += 1
    return certain


def _is_alike(promised: Meeting, frozen: Meeting) -> bool:
    where, who = (promised.slot, promised.place), set(promised.delegates)
    return where == (frozen.slot, frozen.place) and who == set(frozen.delegates)
