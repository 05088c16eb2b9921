"""What a timetable does wrong: one sentence for each broken rule, with everything it concerns."""

from __future__ import annotations

from collections.abc import Iterable

from treffen.problem import EntityKind
from treffen.verification import Violation, ViolationKind
from treffen.words.entity_labels import MEETINGS, Name, called_all, capitalised, label_of_id
from treffen.words.language import Language, Text, joined_words

# {meetings}: meetings named by their requests; {who}, {helper}: people; {when}: "im
# Zeitfenster 5"; {slots}, {place}, {firm}: bare ids or names. Verbs fit one person: a rule
# that speaks of several has their number in its own words.
VIOLATIONS: dict[ViolationKind, Text] = {
    ViolationKind.UNKNOWN_REQUEST: Text(
        "Der Plan enthält {meetings}, aber eine solche Anfrage gibt es nicht.",
        "The plan holds {meetings}, but there is no such request.",
    ),
    ViolationKind.UNKNOWN_SLOT: Text(
        "{meetings} liegt {when}, das es nicht gibt.",
        "{meetings} is {when}, which does not exist.",
    ),
    ViolationKind.UNKNOWN_PLACE: Text(
        "{meetings} nennt {place}; einen solchen Ort gibt es nicht.",
        "{meetings} names {place}, which does not exist.",
    ),
    ViolationKind.UNKNOWN_PARTICIPANT: Text(
        "{meetings} nennt {who}; eine solche Person gibt es nicht.",
        "{meetings} names {who}, who does not exist.",
    ),
    ViolationKind.UNKNOWN_INTERPRETER: Text(
        "{meetings} nennt {helper}; eine solche Person gibt es nicht.",
        "{meetings} names {helper}, who does not exist.",
    ),
    ViolationKind.HELD_TWICE: Text(
        "{meetings} steht mehr als einmal im Plan.",
        "{meetings} is in the plan more than once.",
    ),
    ViolationKind.NOT_HELD: Text(
        "{meetings} muss stattfinden, fehlt aber im Plan.",
        "{meetings} must take place, but is missing from the plan.",
    ),
    ViolationKind.FROZEN_CHANGED: Text(
        "{meetings} ist festgelegt ({slots}, {place}), steht aber nicht so im Plan.",
        "{meetings} is frozen ({slots}, {place}), but is not so in the plan.",
    ),
    ViolationKind.PAIR_TWICE: Text(
        "{meetings} haben dieselben Beteiligten; nur eines davon darf stattfinden.",
        "{meetings} have the same parties; only one of them may take place.",
    ),
    ViolationKind.OUT_OF_ORDER: Text(
        "{meetings} stehen in der falschen Reihenfolge: Das erste muss enden, bevor das zweite beginnt.",
        "{meetings} are in the wrong order: the first must end before the second starts.",
    ),
    ViolationKind.DOES_NOT_FIT_BLOCK: Text(
        "{meetings} beginnt {when} und endet nicht im selben Block.",
        "{meetings} starts {when} and does not end in the same block.",
    ),
    ViolationKind.SLOT_NOT_ALLOWED: Text(
        "{meetings} ist {when} nicht erlaubt.",
        "{meetings} is not allowed {when}.",
    ),
    ViolationKind.UNAVAILABLE: Text(
        "{who} ist {when} nicht da, soll aber in {meetings} sein.",
        "{who} is not there {when}, but is due in {meetings}.",
    ),
    ViolationKind.IN_TALK: Text(
        "{who} hört {when} einen Pflichtvortrag, soll aber in {meetings} sein.",
        "{who} must hear a talk {when}, but is due in {meetings}.",
    ),
    ViolationKind.PERSON_CLASH: Text(
        "{who} soll {when} an zwei Orten zugleich sein: {meetings}.",
        "{who} is due in two places {when}: {meetings}.",
    ),
    ViolationKind.OVER_MAXIMUM: Text(
        "{who} hat mehr Gespräche als erlaubt: {meetings}.",
        "{who} has more meetings than allowed: {meetings}.",
    ),
    ViolationKind.PLACE_NOT_ALLOWED: Text(
        "{meetings} darf nicht hier stattfinden: {place}.",
        "{meetings} may not be held here: {place}.",
    ),
    ViolationKind.PLACE_CLOSED: Text(
        "{place} ist {when} geschlossen, {meetings} steht aber dort.",
        "{place} is closed {when}, but {meetings} is there.",
    ),
    ViolationKind.PLACE_CLASH: Text(
        "{place} ist {when} doppelt belegt: {meetings}.",
        "{place} is taken twice {when}: {meetings}.",
    ),
    ViolationKind.PLACE_LACKS_FEATURE: Text(
        "{place} hat nicht die Ausstattung, die {meetings} braucht.",
        "{place} lacks a feature that {meetings} needs.",
    ),
    ViolationKind.DELEGATE_MISSING: Text(
        "In {meetings} fehlt jemand für die Organisation {firm}.",
        "In {meetings} nobody attends for the organisation {firm}.",
    ),
    ViolationKind.DELEGATE_SUPERFLUOUS: Text(
        "In {meetings} sitzt {who} für die Organisation {firm}, die nicht oder nur einmal gefragt ist.",
        "In {meetings} {who} sits for the organisation {firm}, which is not asked for, or only once.",
    ),
    ViolationKind.DELEGATE_OF_OTHER_ORGANISATION: Text(
        "In {meetings} soll {who} für die Organisation {firm} sitzen, gehört aber nicht zu ihr.",
        "In {meetings} {who} is to sit for the organisation {firm}, but does not belong to it.",
    ),
    ViolationKind.SAME_PERSON_TWICE: Text(
        "In {meetings} steht {who} zweimal.",
        "In {meetings} {who} is named twice.",
    ),
    ViolationKind.INTERPRETER_MISSING: Text(
        "In {meetings} gibt es keine gemeinsame Sprache, und niemand dolmetscht.",
        "In {meetings} there is no common language, and nobody interprets.",
    ),
    ViolationKind.INTERPRETER_SUPERFLUOUS: Text(
        "In {meetings} ist {helper} eingeteilt, aber nicht nötig.",
        "In {meetings} {helper} is assigned, but not needed.",
    ),
    ViolationKind.INTERPRETER_UNFIT: Text(
        "In {meetings} teilt {helper} nicht mit allen eine Sprache.",
        "In {meetings} {helper} does not share a language with everyone.",
    ),
    ViolationKind.INTERPRETER_UNAVAILABLE: Text(
        "{helper} ist {when} nicht da, soll aber in {meetings} dolmetschen.",
        "{helper} is not there {when}, but is to interpret in {meetings}.",
    ),
    ViolationKind.INTERPRETER_CLASH: Text(
        "{helper} soll {when} zweimal zugleich dolmetschen: {meetings}.",
        "{helper} is to interpret twice at once {when}: {meetings}.",
    ),
    ViolationKind.TOO_MANY_BREAKS: Text(
        "{who} hat mehr Pausen als erlaubt.",
        "{who} has more breaks than allowed.",
    ),
    ViolationKind.UNEVEN_BREAKS: Text(
        "Die Pausen sind zu ungleich verteilt: am meisten und am wenigsten haben {who}.",
        "Breaks are spread too unevenly: most and fewest have {who}.",
    ),
}
IN_ONE_SLOT = Text("im Zeitfenster {slots}", "in slot {slots}")
IN_SLOTS = Text("in den Zeitfenstern {slots}", "in slots {slots}")


def violation(v: Violation, language: Language, *, name: Name | None = None) -> str:
    """One broken rule as one sentence.

    >>> clash = Violation(
    ...     kind=ViolationKind.PERSON_CLASH, participants=("3",), requests=("7", "8"), slots=("5",)
    ... )
    >>> violation(clash, "en")
    'Participant 3 is due in two places in slot 5: meetings 7 and 8.'
    """
    slots = [label_of_id(EntityKind.SLOT, s, name=name) for s in v.slots]
    words = {
        "meetings": meetings(v.requests, language, name),
        "who": called_all(EntityKind.PARTICIPANT, v.participants, language=language, name=name),
        "helper": called_all(EntityKind.INTERPRETER, v.interpreters, language=language, name=name),
        "place": called_all(EntityKind.PLACE, v.places, language=language, name=name),
        "firm": joined_words(v.organisations, language),
        "slots": called_all(EntityKind.SLOT, v.slots, language=language, name=name),
        "when": _when(slots, language),
    }
    return capitalised(VIOLATIONS[v.kind].said(language).format_map(words))


def meetings(requests: Iterable[str], language: Language, name: Name | None = None) -> str:
    """Meetings, named by their requests: `Gespräche 7 und 8`."""
    listed = [label_of_id(EntityKind.REQUEST, r, name=name) for r in requests]
    noun = (MEETINGS.one if len(listed) == 1 else MEETINGS.many).said(language)
    return f"{noun} {joined_words(listed, language)}"


def _when(slots: list[str], language: Language) -> str:
    text = IN_ONE_SLOT if len(slots) == 1 else IN_SLOTS
    return text.said(language).format(slots=joined_words(slots, language))
