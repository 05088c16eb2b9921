"""Rules about interpreters: where needed and only there, fit, present, one meeting at a time."""

from __future__ import annotations

from collections.abc import Iterator

from treffen.verification.index import IndexedMeeting, ProblemIndex, TimetableIndex
from treffen.verification.rules.clash import clashes
from treffen.verification.violation import Violation, ViolationKind


def _tongues(ground: ProblemIndex, h: IndexedMeeting) -> list[frozenset[str]]:
    return [ground.participants[p].languages for p in h.people]


def needs_interpreter(tongues: list[frozenset[str]]) -> bool:
    """Whether people share no language, as far as the languages of all of them are known.

    >>> needs_interpreter([frozenset({"de"}), frozenset({"en"})])
    True
    """
    return bool(tongues) and all(tongues) and not frozenset.intersection(*tongues)


def interpreters_are_where_needed(day: TimetableIndex) -> Iterator[Violation]:
    """A meeting has an interpreter if and only if those who attend share no language."""
    speak = day.ground.has_languages
    for h in day.held:
        has_one = h.meeting.interpreter is not None
        is_needed = speak and needs_interpreter(_tongues(day.ground, h))
        if is_needed and not has_one:
            yield Violation(
                kind=ViolationKind.INTERPRETER_MISSING, participants=h.people, requests=(h.request.id,)
            )
        if has_one and not is_needed:
            yield _about(ViolationKind.INTERPRETER_SUPERFLUOUS, h)


def interpreters_fit(day: TimetableIndex) -> Iterator[Violation]:
    """An interpreter shares a language with everybody in the meeting."""
    for h in _interpreted(day):
        tongues = _tongues(day.ground, h)
        speaks = day.ground.interpreters[h.meeting.interpreter].languages  # type: ignore[index]
        if needs_interpreter(tongues) and not all(speaks & t for t in tongues):
            yield _about(ViolationKind.INTERPRETER_UNFIT, h)


def interpreters_are_there(day: TimetableIndex) -> Iterator[Violation]:
    """An interpreter is free in all slots of the meeting."""
    ground = day.ground
    for h in _interpreted(day):
        away = h.mask & ~ground.helping[h.meeting.interpreter]  # type: ignore[index]
        if away:
            yield _about(ViolationKind.INTERPRETER_UNAVAILABLE, h, away=ground.slots_of(away))


def one_meeting_an_interpreter(day: TimetableIndex) -> Iterator[Violation]:
    """An interpreter serves one meeting at a time."""
    for one, other, who in clashes(list(_interpreted(day)), lambda h: (h.meeting.interpreter or "",)):
        yield Violation(
            kind=ViolationKind.INTERPRETER_CLASH,
            requests=(one.request.id, other.request.id),
            slots=day.ground.slots_of(one.mask & other.mask),
            interpreters=(day.ground.interpreters[who].id,),  # type: ignore[index]
        )


def _interpreted(day: TimetableIndex) -> Iterator[IndexedMeeting]:
    known = day.ground.interpreters
    return (h for h in day.held if h.meeting.interpreter in known) if known else iter(())


def _about(kind: ViolationKind, h: IndexedMeeting, *, away: tuple = ()) -> Violation:  # type: ignore[type-arg]
    who = () if h.meeting.interpreter is None else (h.meeting.interpreter,)
    return Violation(kind=kind, requests=(h.request.id,), interpreters=who, slots=away)
