"""A problem as rows of cells, one dictionary a noun: what the readers of tables take."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import Any

from treffen.files.reading import Labels
from treffen.files.sheets.clock import ZONE, localised, time_zone
from treffen.files.sheets.lists import join, literal, quoted
from treffen.files.sheets.times import NO_BLOCK
from treffen.problem import (
    EntityKind,
    Interpreter,
    Meeting,
    Participant,
    Place,
    Problem,
    Request,
    Slot,
    SlotId,
    Talk,
    Walk,
)
from treffen.words import Language

Cell = str | int | datetime
Cells = dict[str, Cell]
YES = {"de": "ja", "en": "yes"}


def rows_of(problem: Problem, labels: Labels | None, *, language: Language) -> dict[str, list[Cells]]:
    """The rows of each sheet, by its key; cells without content are left out."""
    return _Rows(problem, labels or {}, language).all()


class _Rows:
    def __init__(self, problem: Problem, labels: Labels, language: Language) -> None:
        self.problem, self.labels, self.language = problem, labels, language
        self.zone = time_zone(ZONE)
        self.order = {slot.id: n for n, slot in enumerate(problem.slots)}
        self.slots = set(self.order)
        self.places = {place.id for place in problem.places}
        self.people = {person.id for person in problem.participants}
        self.requests = {request.id for request in problem.requests}
        self.talks = {talk.id for talk in problem.talks}

    def all(self) -> dict[str, list[Cells]]:
        makers: dict[str, tuple[EntityKind, Callable[[Any], Cells]]] = {
            "slots": (EntityKind.SLOT, self._slot),
            "places": (EntityKind.PLACE, self._place),
            "participants": (EntityKind.PARTICIPANT, self._participant),
            "requests": (EntityKind.REQUEST, self._request),
            "talks": (EntityKind.TALK, self._talk),
            "interpreters": (EntityKind.INTERPRETER, self._interpreter),
            "walks": (EntityKind.WALK, self._walk),
            "frozen": (EntityKind.FROZEN, self._frozen),
        }
        found = {"event": self._event()}
        for key, (noun, make) in makers.items():
            found[key] = [self._filled(noun, make(one)) for one in getattr(self.problem, key)]
        return found

    def _filled(self, noun: EntityKind, cells: Cells) -> Cells:
        label = self.labels.get((noun, str(cells.get("id", ""))))
        if label:
            cells["name"] = label
        return {field: cell for field, cell in cells.items() if cell != ""}

    def _event(self) -> list[Cells]:
        problem = self.problem
        found: list[Cells] = []
        if problem.title:
            found.append({"key": "title", "value": problem.title})
        if not problem.places:
            found.append({"key": "tables", "value": 0})
        found.append({"key": "pair_once", "value": self._flag(problem.pair_once)})
        for key in ("most_breaks", "break_spread"):
            value = getattr(problem, key)
            if value is not None:
                found.append({"key": key, "value": value})
        found.append({"key": "goals", "value": join(goal.value for goal in problem.goals)})
        return found

    def _flag(self, value: bool) -> str:
        if not value:
            return "nein" if self.language == "de" else "no"
        return YES[self.language]

    # --- nouns --------------------------------------------------------------------------------

    def _slot(self, slot: Slot) -> Cells:
        starts = {s.start.astimezone(self.zone or UTC).date() for s in self.problem.slots if s.start}
        is_blank = len(starts) > 1 and not any(s.block for s in self.problem.slots)
        return {
            "id": slot.id,
            "start": self._moment(slot.start),
            "end": self._moment(slot.end),
            "block": NO_BLOCK if is_blank else slot.block,
        }

    def _moment(self, moment: datetime | None) -> Cell:
        """A local time where it is unmistakable, else the exact moment with its offset."""
        if moment is None or self.zone is None:
            return "" if moment is None else moment.isoformat()
        local = moment.astimezone(self.zone)
        _, wrong = localised(local.date(), local.time(), self.zone)
        if wrong or local.second or local.microsecond or (local.hour, local.minute) == (0, 0):
            return moment.isoformat()
        return local.replace(tzinfo=None)

    def _place(self, place: Place) -> Cells:
        return {
            "id": place.id,
            "kind": place.kind.value,
            "zone": place.zone,
            "features": _texts(place.features),
            "open": self._when(place.open),
        }

    def _talk(self, talk: Talk) -> Cells:
        return {"id": talk.id, "slots": self._when(talk.slots)}

    def _participant(self, person: Participant) -> Cells:
        return {
            "id": person.id,
            "organisation": person.organisation or "",
            "network": person.network or "",
            "free": self._when(person.free),
            "minimum": person.minimum or "",
            "maximum": _number(person.maximum),
            "most_breaks": _number(person.most_breaks),
            "home": person.home or "",
            "needs": _texts(person.needs),
            "languages": _texts(person.languages),
            "must_attend": _some(sorted(person.must_attend), self.talks),
            "likes": "; ".join(self._like(like.talk, like.price) for like in person.likes),
        }

    def _like(self, talk: str, price: int) -> str:
        if price == 1:
            return quoted(talk)
        plain = f"{quoted(talk)}={price}"
        return f"{literal(talk)}={price}" if plain in self.talks else plain

    def _interpreter(self, one: Interpreter) -> Cells:
        return {"id": one.id, "languages": _texts(one.languages), "free": self._when(one.free)}

    def _request(self, request: Request) -> Cells:
        places = request.places
        return {
            "id": request.id,
            "participants": _some(request.participants, self.people),
            "delegates": _some(request.delegates),
            "value": request.value if request.value != 1 else "",
            "must": self._flag(True) if request.must else "",
            "slots": self._when(request.slots),
            "slot": request.slot or "",
            "places": "" if places is None else join(sorted(places), self.places),
            "place": request.place or "",
            "after": _some(request.after, self.requests),
            "length": request.length if request.length != 1 else "",
            "needs": _texts(request.needs),
            "fewest": request.fewest or "",
        }

    def _walk(self, walk: Walk) -> Cells:
        return {"here": walk.here, "there": walk.there, "minutes": walk.minutes}

    def _frozen(self, meeting: Meeting) -> Cells:
        pairs = (f"{literal(d.organisation)}={literal(d.participant)}" for d in meeting.delegates)
        return {
            "request": meeting.request,
            "slot": meeting.slot,
            "place": meeting.place,
            "delegates": "; ".join(pairs),
            "interpreter": meeting.interpreter or "",
        }

    def _rank(self, slot: str) -> int:
        return self.order.get(SlotId(slot), 0)

    def _when(self, slots: frozenset[Any] | None) -> str:
        return "" if slots is None else join(sorted(slots, key=self._rank), self.slots)


def _number(value: int | None) -> Cell:
    return "" if value is None else value


def _texts(texts: Iterable[str]) -> str:
    return _some(sorted(texts))


def _some(texts: Iterable[str], known: Collection[str] = ()) -> str:
    listed = list(texts)
    return join(listed, known) if listed else ""
