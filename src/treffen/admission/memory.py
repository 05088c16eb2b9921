"""What was refused stays refused until something is given up that the no rests on.

A part that cannot be held cannot be held with more, so a proof outlives every further yes. Limits on
breaks are the exception, for a meeting more can fill a break: with them nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable

from treffen.admission.answers import Refused
from treffen.problem import RequestId
from treffen.timetable import Reason


class RefusalMemory:
    """The proofs against requests that still hold."""

    def __init__(self) -> None:
        self._refused: dict[RequestId, Refused] = {}
        self._proofs: dict[RequestId, tuple[Reason, tuple[RequestId, ...]]] = {}

    def keep(self, refused: Refused, *, rests_on: tuple[RequestId, ...]) -> None:
        """Remember a no, and the accepted requests that make it so."""
        self._refused[refused.request] = refused
        self.keep_reason(refused.request, refused.reason, rests_on=rests_on)

    def keep_reason(self, request: RequestId, reason: Reason, *, rests_on: tuple[RequestId, ...]) -> None:
        """Remember what was proved once, for cards. Whoever comes with the same tuple again shares it."""
        self._proofs[request] = reason, rests_on

    def reason(self, request: RequestId) -> Reason | None:
        """Why a request cannot be held, if a proof of it still holds."""
        proof = self._proofs.get(request)
        return None if proof is None else proof[0]

    def refused(self, request: RequestId) -> Refused | None:
        """The no that was given, if it still holds; without ways out, which depend on today."""
        return self._refused.get(request)

    def forget(self, given_up: Iterable[RequestId]) -> None:
        """These are given up, or known in another form: what rests on them holds no more."""
        gone = set(given_up)
        if gone:
            lasting = {id(rests_on): rests_on for _, rests_on in self._proofs.values()}
            lasting = {at: rests_on for at, rests_on in lasting.items() if gone.isdisjoint(rests_on)}
            kept = {r: p for r, p in self._proofs.items() if r not in gone and id(p[1]) in lasting}
            self._proofs = kept
            self._refused = {r: n for r, n in self._refused.items() if r in kept}
