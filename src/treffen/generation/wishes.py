"""The conference's wishes: who asks whom, how strongly, and what a request may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from treffen.generation.guests import Guests, Sort
from treffen.generation.hidden import Hidden
from treffen.generation.sampling import Array, popularity
from treffen.problem import (
    Delegation,
    Meeting,
    OrganisationId,
    PlaceId,
    Request,
    RequestId,
)

MAYBE, WANT, MUST = 2, 5, 10
WISHED = (0.35, 0.45, 0.2)
ANSWERED = (0.5, 0.35, 0.15)
FEWEST_WISHES, MORE_WISHES = 2, 3.0
COMPLEMENT, OTHER_NETWORK = 1.8, 1.3
GROUP_VALUE = 80
SPECIALS_OF = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """All requests, and those meetings that are frozen."""

    requests: tuple[Request, ...]
    frozen: tuple[Meeting, ...]


@dataclass(slots=True)
class _Draft:
    """Requests while they are given their special properties; `plain` have none yet."""

    rng: np.random.Generator
    guests: Guests
    hidden: Hidden
    requests: list[Request]
    seats: list[tuple[int, ...]]
    plain: list[int]
    frozen: list[Meeting]

    def count(self, usual: int) -> int:
        """How many of something, where an event of 150 people has `usual`."""
        return max(1, round(usual * len(self.guests.participants) / SPECIALS_OF))

    def number(self) -> RequestId:
        """The id of the next request."""
        return RequestId(f"w{len(self.requests) + 1:04}")


def _affinity(guests: Guests) -> Array:
    """[P, P] how much likelier somebody is asked: 1, times 1.8 between a company and research,
    times 1.3 across networks; 0 within an organisation."""
    people = guests.participants
    company, research = (np.array([s is x for s in guests.sorts]) for x in (Sort.COMPANY, Sort.RESEARCH))
    complement = np.outer(company, research) | np.outer(research, company)
    network = np.array([p.network or "" for p in people])
    organisation = np.array([p.organisation or "" for p in people])
    other = network[:, None] != network[None, :]
    fit = np.where(complement, COMPLEMENT, 1.0) * np.where(other, OTHER_NETWORK, 1.0)
    weights: Array = fit * (organisation[:, None] != organisation[None, :])
    return weights


def _strengths(rng: np.random.Generator, guests: Guests) -> dict[tuple[int, int], int]:
    """Directed wishes: each person has two and a Poisson number (mean 3) more, of three strengths."""
    people = len(guests.participants)
    asked = popularity(rng, people) * np.where(guests.exhibits, 1.5, 1.0)
    weights = _affinity(guests) * asked
    strengths = {}
    for p in range(people):
        able = int(np.count_nonzero(weights[p]))
        wishes = min(able, FEWEST_WISHES + int(rng.poisson(MORE_WISHES)))
        if not wishes:
            continue
        chances = weights[p] / weights[p].sum()
        for q in rng.choice(people, wishes, replace=False, p=chances).tolist():
            strengths[p, q] = int(rng.choice((MAYBE, WANT, MUST), p=WISHED))
    return strengths


def _ordinary(rng: np.random.Generator, draft: _Draft) -> None:
    """One request a pair. Whoever is asked without having asked answers with a strength of their
    own; the value is the product of both strengths (4 to 100)."""
    strengths = _strengths(rng, draft.guests)
    stand_free = frozenset(p.id for p in draft.hidden.places if not p.id.startswith("stand"))
    people = draft.guests.participants
    for a, b in strengths:
        if a > b and (b, a) in strengths:
            continue
        back = strengths.get((b, a)) or int(rng.choice((MAYBE, WANT, MUST), p=ANSWERED))
        at_stand = draft.guests.exhibits[a] or draft.guests.exhibits[b]
        request = Request(
            id=draft.number(),
            participants=(people[a].id, people[b].id),
            value=strengths[a, b] * back,
            places=None if at_stand else stand_free,
        )
        draft.requests.append(request)
        draft.seats.append((a, b))
    draft.plain = rng.permutation(len(draft.requests)).tolist()


# --- special requests, all taken from the hidden timetable ------------------------------------


def _hide(draft: _Draft, count: int, length: int = 1) -> Iterator[tuple[int, Meeting]]:
    """Up to `count` plain requests that found room in the hidden timetable; these are plain no more."""
    found = 0
    for at in list(draft.plain):
        if found == count:
            return
        request = replace(draft.requests[at], length=length)
        meeting = draft.hidden.put(request, draft.seats[at])
        if meeting is not None:
            found += 1
            draft.plain.remove(at)
            draft.requests[at] = request
            yield at, meeting


def _bound(draft: _Draft) -> None:
    """Frozen and fixed meetings, musts, musts in one half of the day, long meetings."""
    half = {s.id: frozenset(x.id for x in draft.hidden.day if x.block == s.block) for s in draft.hidden.day}
    requests = draft.requests
    draft.frozen += [meeting for _, meeting in _hide(draft, draft.count(3))]
    for n, (at, meeting) in enumerate(_hide(draft, draft.count(4))):
        place: PlaceId | None = meeting.place if n % 2 else None
        requests[at] = replace(requests[at], slot=meeting.slot, place=place, must=n < 2)
    for at, _ in _hide(draft, draft.count(10)):
        requests[at] = replace(requests[at], must=True)
    for n, (at, meeting) in enumerate(_hide(draft, draft.count(8))):
        requests[at] = replace(requests[at], slots=half[meeting.slot], must=n % 2 == 0)
    for n, (at, _) in enumerate(_hide(draft, draft.count(4), length=2)):
        requests[at] = replace(requests[at], must=n % 2 == 0)


def _groups(draft: _Draft) -> None:
    """Meetings of three or four people of different organisations; every second one must be held."""
    rng, people = draft.rng, draft.guests.participants
    for n in range(draft.count(5)):
        order = rng.permutation(len(people)).tolist()
        able = {people[p].organisation: p for p in order if draft.hidden.may_meet([p])}
        seats = tuple(sorted(able.values())[:: max(1, len(able) // 4)][: 3 + n % 2])
        if len(seats) >= 3:
            names = tuple(people[p].id for p in seats)
            request = Request(id=draft.number(), participants=names, value=GROUP_VALUE)
            hidden = draft.hidden.put(request, seats) is not None
            draft.requests.append(replace(request, must=hidden and n % 2 == 0))
            draft.seats.append(seats)


def _to_organisations(draft: _Draft) -> None:
    """Requests to an organisation, whoever attends for it; some must be held."""
    people = draft.guests.participants
    staff: dict[OrganisationId, list[int]] = {}
    for p, person in enumerate(people):
        if person.organisation is not None:
            staff.setdefault(person.organisation, []).append(p)
    large = [o for o, members in staff.items() if len(members) > 1]
    for n, at in enumerate(draft.rng.permutation(len(large))[: draft.count(10)].tolist()):
        organisation = large[at]
        asking = int(draft.rng.integers(len(people)))
        if people[asking].organisation == organisation:
            continue
        request = Request(
            id=draft.number(),
            participants=(people[asking].id,),
            delegates=(organisation,),
            value=WANT * WANT,
        )
        sent = staff[organisation][n % len(staff[organisation])]
        chosen = (Delegation(organisation=organisation, participant=people[sent].id),)
        hidden = draft.hidden.put(request, (asking, sent), chosen) is not None
        draft.requests.append(replace(request, must=hidden and n % 3 == 0))
        draft.seats.append((asking,))


def _in_order(draft: _Draft) -> None:
    """Pairs of plain requests of one person, of which one may only follow the other."""
    waiting: dict[int, int] = {}
    wanted = draft.count(6)
    for at in list(draft.plain):
        person = draft.seats[at][0]
        earlier = waiting.pop(person, None)
        if earlier is None:
            waiting[person] = at
            continue
        draft.requests[at] = replace(draft.requests[at], after=(draft.requests[earlier].id,))
        draft.plain = [x for x in draft.plain if x not in (at, earlier)]
        wanted -= 1
        if not wanted:
            return


def wishes(rng: np.random.Generator, guests: Guests, hidden: Hidden) -> _Wishes:
    """All requests of the conference; whatever must be held is held in `hidden`.

    For 150 people: 3 frozen meetings, 4 with a fixed slot (2 of them with a fixed place, 2
    musts), 10 musts, 8 for one half of the day (4 musts), 4 of two slots (2 musts), 5 groups (up to
    3 musts), up to 10 to an organisation (a third musts), 6 that must follow another one, and
    some 720 ordinary ones. Requests with an exhibitor may be held anywhere, all others not at stands.
    """
    draft = _Draft(rng=rng, guests=guests, hidden=hidden, requests=[], seats=[], plain=[], frozen=[])
    _ordinary(rng, draft)
    _bound(draft)
    _groups(draft)
    _to_organisations(draft)
    _in_order(draft)
    return _Wishes(requests=tuple(draft.requests), frozen=tuple(draft.frozen))
