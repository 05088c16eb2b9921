"""What the sheets of a plan ask again and again: who sits where when, and what it is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from treffen.files.reading import Labels
from treffen.problem import EntityKind, Meeting, Participant, ParticipantId, Problem, Request, Slot, SlotId
from treffen.timetable import Plan
from treffen.words import Language, Text

DAYS = {"de": "%d.%m. ", "en": "%d %b "}
AND = " \N{EN DASH} "


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A meeting with its request, everybody who attends, and all slots that it takes up."""

    meeting: Meeting
    request: Request
    people: tuple[ParticipantId, ...]
    slots: tuple[SlotId, ...]


class View:
    """A plan in the words of one language."""

    def __init__(self, problem: Problem, plan: Plan, *, labels: Labels, language: Language) -> None:
        self.problem, self.plan, self.labels, self.language = problem, plan, labels, language
        self.order = {slot.id: number for number, slot in enumerate(problem.slots)}
        self.rank = {place.id: number for number, place in enumerate(problem.places)}
        self.requests = {request.id: request for request in problem.requests}
        self._has_days = len({slot.start.date() for slot in problem.slots if slot.start}) > 1
        self._clock = {slot.id: self._time(slot) for slot in problem.slots}
        found = (self._held(meeting) for meeting in plan.timetable.meetings)
        key = self._when_and_where
        self.held = sorted((held for held in found if held is not None), key=key)
        self.by_person: dict[ParticipantId, dict[SlotId, _Held]] = defaultdict(dict)
        for held in self.held:
            for person in held.people:
                for slot in held.slots:
                    self.by_person[person][slot] = held

    def _held(self, meeting: Meeting) -> _Held | None:
        """A meeting of the plan; nothing if it names what the problem does not have."""
        request = self.requests.get(meeting.request)
        first = self.order.get(meeting.slot)
        if request is None or first is None:
            return None
        people = (*request.participants, *(d.participant for d in meeting.delegates))
        slots = tuple(slot.id for slot in self.problem.slots[first : first + request.length])
        return _Held(meeting=meeting, request=request, people=people, slots=slots)

    def _when_and_where(self, held: _Held) -> tuple[int, int]:
        return self.order[held.meeting.slot], self.rank.get(held.meeting.place, len(self.rank))

    def said(self, text: Text) -> str:
        """A text of our own."""
        return text.said(self.language)

    def name(self, noun: EntityKind, id: str) -> str:
        """What to show for an id: its label, the time of a slot, else the id."""
        label = self.labels.get((noun, id))
        if label:
            return label
        return self._clock.get(SlotId(id), id) if noun is EntityKind.SLOT else id

    def _time(self, slot: Slot) -> str:
        if slot.start is None:
            return slot.id
        day = slot.start.strftime(DAYS[self.language]) if self._has_days else ""
        end = f"\N{EN DASH}{slot.end:%H:%M}" if slot.end else ""
        return f"{day}{slot.start:%H:%M}{end}"

    def time(self, held: _Held) -> str:
        """The time of a meeting, from its first slot to its last."""
        first, last = (self.problem.slots[self.order[held.slots[n]]] for n in (0, -1))
        if first is last or first.start is None or last.end is None:
            ends = dict.fromkeys(self.name(EntityKind.SLOT, slot.id) for slot in (first, last))
            return AND.join(ends)
        return f"{self._time(first).partition(chr(0x2013))[0]}\N{EN DASH}{last.end:%H:%M}"

    def people(self, held: _Held, *, without: ParticipantId | None = None) -> str:
        """Who meets."""
        others = [person for person in held.people if person != without]
        return AND.join(self.name(EntityKind.PARTICIPANT, person) for person in others)

    def idle(self, person: Participant) -> Iterator[SlotId]:
        """Slots strictly between two meetings of a block with neither meeting nor talk."""
        busy = self.by_person.get(person.id, {})
        heard = self.talks_heard(person)
        for _, run in self.problem.blocks():
            taken = [number for number, slot in enumerate(run) if slot.id in busy]
            inside = run[taken[0] : taken[-1]] if taken else ()
            yield from (slot.id for slot in inside if slot.id not in busy and slot.id not in heard)

    def talks_heard(self, person: Participant) -> dict[SlotId, str]:
        """The talks a person hears, by slot: those that must be heard, and liked ones not missed."""
        if not person.must_attend and not person.likes:
            return {}
        busy, liked = self.by_person.get(person.id, {}), {like.talk for like in person.likes}
        heard: dict[SlotId, str] = {}
        for talk in self.problem.talks:
            is_kept = talk.id in liked and not any(slot in busy for slot in talk.slots)
            if talk.id in person.must_attend or is_kept:
                heard |= dict.fromkeys(talk.slots, self.name(EntityKind.TALK, talk.id))
        return heard
