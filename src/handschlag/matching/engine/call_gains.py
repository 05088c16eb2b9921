"""What one call would bring: meetings that become possible, as an expectation.

Of the requests that wait for somebody, those count that still fit beside all that is guaranteed, each by the
share of answers that are a yes in this event. Who has no wishes yet brings as many as those who have sent
theirs did, in the middle. Nobody counts for more than there is room in the day, and a sender's room is used
up by the calls above: so the gains add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.common.threads.memo import Memo
from handschlag.matching.engine.admission_cache import CachedController, controller_for
from handschlag.matching.engine.answers import chances, room_for
from handschlag.matching.models import Service
from handschlag.matching.queries.price_fingerprints import state_of
from handschlag.matching.queries.readiness import CallCandidate, ReadinessCounts
from handschlag.matching.rules.reminders import Missing

MOST_TRIED: Final = 400  # requests that are tried one by one; further ones count as possible
MOST: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rates:
    """What this event has shown so far; before it has, a half."""

    yes: float  # of answers
    wishes: float  # requests of who has sent some, in the middle
    goes_on: float  # of who has a profile, who sends wishes
    joins: float  # of who is registered, who takes part

    def sends(self, missing: Missing) -> float:
        """The share of people with this gap who will send wishes of their own."""
        shares = {
            Missing.OUTSIDE: self.joins * self.goes_on,
            Missing.PROFILE: self.goes_on,
            Missing.WISHES: 1.0,
        }
        return shares.get(missing, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    person: CallCandidate
    gain: float
    together: float
    fitting: int  # open requests that still fit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """How things stand at the desk: who can take how many, and which open requests cannot be."""

    people: dict[int, int]
    impossible: frozenset[int]


_rooms = Memo[tuple[str, int, str], _Room](MOST)


def rates_of(standing: ReadinessCounts, usual: int) -> _Rates:
    """With one yes and one no before the first answer, so that few answers do not say too much."""
    return _Rates(
        yes=(standing.said_yes + 1) / (standing.said_yes + standing.said_no + 2),
        wishes=standing.sent / standing.wished if standing.wished else float(usual),
        goes_on=(standing.wished + 1) / (standing.described + 2),
        joins=(standing.taking_part + 1) / (standing.registered + 2),
    )


def gains_of(
    service: Service, people: Sequence[CallCandidate], standing: ReadinessCounts
) -> tuple[Gain, ...]:
    """The most useful call first."""
    rates, room = rates_of(standing, service.wanted), _room_of(service, people)
    first = sorted(people, key=lambda one: (-_alone(one, rates, room), one.registration))
    left = dict(room.people)
    found = [(one, _counted(one, rates, room, left)) for one in first]
    found.sort(key=lambda pair: (-pair[1][0], pair[0].registration))
    together, lines = 0.0, []
    for one, (gain, fitting) in found:
        together += gain
        lines.append(Gain(person=one, gain=gain, together=together, fitting=fitting))
    return tuple(lines)


def _alone(one: CallCandidate, rates: _Rates, room: _Room) -> float:
    return _counted(one, rates, room, dict(room.people))[0]


def _counted(
    one: CallCandidate, rates: _Rates, room: _Room, left: dict[int, int] | dict[int, float]
) -> tuple[float, int]:
    """The gain of a call, and how many requests it rests on; the room of the senders is used up."""
    own = float(room.people.get(one.participant or 0, 10**6))
    fitting = [ask for ask in one.open if ask.request not in room.impossible and left.get(ask.sender, 1) > 0]
    answers = min(own, rates.yes * len(fitting))
    share = answers / len(fitting) if fitting else 0.0
    for ask in fitting:
        left[ask.sender] = left.get(ask.sender, 1) - share  # type: ignore[assignment]
    more = rates.yes * rates.wishes * rates.sends(one.missing)
    return min(own, answers + more), len(fitting)


def _room_of(service: Service, people: Iterable[CallCandidate]) -> _Room:
    """Asked of the desk once for each state of the event."""
    return _rooms.get(state_of(service), lambda: _asked_at_the_desk(service, list(people)))


def _asked_at_the_desk(service: Service, people: Sequence[CallCandidate]) -> _Room:
    with controller_for(service) as kept:
        return _asked_of(kept, people)


def _asked_of(kept: CachedController, people: Sequence[CallCandidate]) -> _Room:
    ids = {one.participant for one in people if one.participant}
    ids |= {ask.sender for one in people for ask in one.open}
    here = {int(one.id[1:]) for one in kept.problem.participants}
    requests = [ask.request for one in people for ask in one.open][:MOST_TRIED]
    found = chances(kept, requests)
    known = {int(one.id[1:]) for one in kept.problem.requests}
    impossible = {pk for pk, (chance, _reason) in found.items() if chance == "impossible"}
    impossible |= {pk for pk in requests if pk not in known}
    return _Room(
        people={pk: room_for(kept, pk) for pk in ids & here},
        impossible=frozenset(impossible),
    )
