"""What to show for an id on a terminal: labels, clock times, people of a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from treffen.problem import EntityKind, Meeting, Problem, Request, Slot
from treffen.words import NOUNS, Language, counted

DAYS = {"de": "%d.%m.", "en": "%d %b"}


def sizes(problem: Problem, language: Language) -> dict[str, str]:
    """How much of everything an event has, in words."""
    counts = {
        "people": (EntityKind.PARTICIPANT, problem.participants),
        "requests": (EntityKind.REQUEST, problem.requests),
        "slots": (EntityKind.SLOT, problem.slots),
        "places": (EntityKind.PLACE, problem.places),
    }
    return {key: counted(len(those), NOUNS[noun], language=language) for key, (noun, those) in counts.items()}


class DisplayNames:
    """Names for the ids of one problem. Callable as `treffen.words` wants it."""

    def __init__(
        self, problem: Problem, labels: Mapping[tuple[EntityKind, str], str], language: Language
    ) -> None:
        self.problem = problem
        self.labels = labels
        self.language = language
        self.slot_number = {s.id: i for i, s in enumerate(problem.slots)}
        self._days = {s.start.date() for s in problem.slots if s.start is not None}
        self._clock = {s.id: self._time(s) for s in problem.slots}

    def __call__(self, noun: EntityKind, id: str) -> str:
        """The label of an id, for a slot its time of day, otherwise the id."""
        label = self.labels.get((noun, id))
        if label:
            return label
        return self._clock.get(id, id) if noun is EntityKind.SLOT else id  # type: ignore[call-overload]  # any text may ask

    @cached_property
    def requests(self) -> Mapping[str, Request]:
        """Each request by its id."""
        return {r.id: r for r in self.problem.requests}

    def _time(self, slot: Slot) -> str:
        if slot.start is None:
            return slot.id
        day = slot.start.strftime(DAYS[self.language]) + " " if len(self._days) > 1 else ""
        end = f"\N{EN DASH}{slot.end:%H:%M}" if slot.end is not None else ""
        return f"{day}{slot.start:%H:%M}{end}"

    def attendees(self, meeting: Meeting) -> tuple[str, ...]:
        """Ids of those who sit in a meeting, delegates chosen."""
        request = self.requests.get(meeting.request)
        invited = () if request is None else request.participants
        return (*invited, *(d.participant for d in meeting.delegates))

    def occupied(self, meeting: Meeting) -> str:
        """The time of a meeting, all its slots."""
        first = self.slot_number.get(meeting.slot)
        request = self.requests.get(meeting.request)
        if first is None or request is None or request.length == 1:
            return self(EntityKind.SLOT, meeting.slot)
        last = self.problem.slots[min(first + request.length, len(self.problem.slots)) - 1]
        start, end = self.problem.slots[first].start, last.end
        if start is None or end is None:
            return f"{self(EntityKind.SLOT, meeting.slot)} \N{EN DASH} {self(EntityKind.SLOT, last.id)}"
        return f"{self(EntityKind.SLOT, meeting.slot).split(chr(0x2013))[0]}\N{EN DASH}{end:%H:%M}"
