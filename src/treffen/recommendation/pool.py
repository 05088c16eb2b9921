"""The pool: everybody who may be recommended to one another."""

from __future__ import annotations

from dataclasses import dataclass, field

from treffen.problem import Fault
from treffen.recommendation.faults import find_faults
from treffen.recommendation.profiles import Profile, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The profiles of one event.

    >>> from treffen.recommendation import Direction, Pool, Profile, Statement
    >>> seeks = Statement(id="n1", direction=Direction.NEED, text="Prüfstand für Batterien")
    >>> gives = Statement(id="o1", direction=Direction.OFFER, text="Batterieprüfung")
    >>> Pool(profiles=(Profile(id="ada", needs=(seeks,)), Profile(id="bo", offers=(gives,)))).faults()
    ()
    """

    profiles: tuple[Profile, ...]
    title: str = field(default="", compare=False)

    def faults(self, *, concepts: frozenset[str] | None = None) -> tuple[Fault, ...]:
        """All faults of this input, in its order; empty when it is sound.

        `concepts` are the ids of the vocabulary; without them concepts are not looked up.
        """
        return tuple(find_faults(self.profiles, concepts=concepts))

    def digest(self) -> str:
        """`sha256:...` of the content, the same for every file format and order of profiles."""
        return digest(self.profiles)
