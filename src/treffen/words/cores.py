"""A conflicting core in one plain sentence: what runs out, for whom, and where."""

from __future__ import annotations

from collections.abc import Sequence

from treffen.problem import EntityKind, Problem
from treffen.timetable import Core, CoreKind
from treffen.words.entity_labels import MEETINGS, NOUNS, Name, called_all, capitalised, label_of_id
from treffen.words.language import Language, Text, counted, joined_words

MOST_NAMED = 20
FREE_SLOTS = Text("freie Zeitfenster", "free slots")
FREE_SLOT = Text("freies Zeitfenster", "free slot")
IN_SLOT = Text("im Zeitfenster {slots}", "in slot {slots}")
IN_SLOTS = Text("in den Zeitfenstern {slots}", "in slots {slots}")
RANGE = Text("{first} bis {last}", "{first} to {last}")
# {who}: the participants; {meetings}: counted; {when}: in which slots; {free}: counted free slots.
CORES: dict[CoreKind, Text] = {
    CoreKind.SLOTS_OF_PARTICIPANT: Text(
        "{who} hat {meetings} {when}, aber nur {free}.",
        "{who} has {meetings} {when}, but only {free}.",
    ),
    CoreKind.PLACES: Text(
        "Für {meetings} {when} gibt es nicht genug passende Orte.",
        "There are not enough suitable places for {meetings} {when}.",
    ),
    CoreKind.ORDER: Text(
        "Die verlangte Reihenfolge passt für {meetings} nicht in die erlaubten Zeitfenster.",
        "The required order of {meetings} does not fit into the allowed slots.",
    ),
    CoreKind.FIXED: Text(
        "{meetings} {when} sind so festgelegt, dass sie einander ausschließen.",
        "{meetings} {when} are fixed so that they exclude one another.",
    ),
    CoreKind.BREAKS: Text(
        "{meetings} gehen nur mit mehr Pausen auf, als erlaubt sind{for_whom}.",
        "{meetings} only work out with more breaks than are allowed{for_whom}.",
    ),
    CoreKind.INTERPRETERS: Text(
        "Für {meetings} {when} sind nicht genug Dolmetscher:innen frei.",
        "Not enough interpreters are free for {meetings} {when}.",
    ),
    CoreKind.TOGETHER: Text(
        "{meetings}, die alle stattfinden müssen, gehen zusammen nicht auf.",
        "{meetings} that must all take place do not work out together.",
    ),
}
NO_SLOT_LEFT = Text(
    "{who} hat {meetings}, aber dafür bleibt kein erlaubtes Zeitfenster.",
    "{who} has {meetings}, but no allowed slot is left for them.",
)
NO_SLOT_AT_ALL = Text(
    "Für {meetings} gibt es kein erlaubtes Zeitfenster, in dem alle frei sind.",
    "There is no allowed slot for {meetings} in which everyone is free.",
)
TIGHT = Text(
    "{who} hat {meetings}, die nicht in {free} passen.",
    "{who} has {meetings} that do not fit into {free}.",
)
SHARED = Text(
    "Für {meetings} reichen die gemeinsamen freien Zeitfenster nicht: {who}.",
    "There are not enough common free slots for {meetings}: {who}.",
)
ONE_FIXED = Text(
    "{meetings} ist so festgelegt, dass es nicht stattfinden kann{when_tail}.",
    "{meetings} is fixed so that it cannot take place{when_tail}.",
)
FOR_WHOM = Text(" für {who}", " for {who}")
CONCERNED = Text("Betroffen: {requests}.", "Concerned: {requests}.")
MINIMAL = Text(
    "Entfällt eine davon, löst sich dieser Widerspruch.",
    "If any one of them is given up, this conflict is gone.",
)


def core(c: Core, language: Language, *, name: Name | None = None, problem: Problem | None = None) -> str:
    """What cannot be, as one sentence. With `problem`, runs of slots are named by their ends.

    >>> nine, eight = tuple("123456789"), tuple("abcdefgh")
    >>> kind = CoreKind.SLOTS_OF_PARTICIPANT
    >>> core(Core(kind=kind, requests=nine, participants=("17",), slots=eight), "en")
    'Participant 17 has 9 meetings in slots a, b, c, d, e, f, g and h, but only 8 free slots.'
    """
    then = when(c.slots, language, name, problem)
    who = (
        called_all(EntityKind.PARTICIPANT, c.participants, language=language, name=name)
        if c.participants
        else ""
    )
    words = {
        "who": who,
        "meetings": counted(len(c.requests), MEETINGS, language=language),
        "when": then,
        "when_tail": f" ({then})" if then else "",
        "free": _free(len(c.slots), language),
        "for_whom": FOR_WHOM.said(language).format(who=who) if who else "",
    }
    sentence = _template(c).said(language).format_map(words)
    return capitalised(" ".join(sentence.replace(" ,", ",").split()))


def core_details(c: Core, language: Language, *, name: Name | None = None) -> str:
    """Which requests the core names, and whether giving up any one of them resolves it."""
    texts = [label_of_id(EntityKind.REQUEST, r, name=name) for r in c.requests]
    listed = joined_words(texts, language, most=MOST_NAMED)
    nouns = NOUNS[EntityKind.REQUEST]
    noun = (nouns.one if len(texts) == 1 else nouns.many).said(language)
    sentence = CONCERNED.said(language).format(requests=f"{noun} {listed}")
    return f"{sentence} {MINIMAL.said(language)}" if c.is_minimal and len(texts) > 1 else sentence


def _template(c: Core) -> Text:
    if c.kind is CoreKind.FIXED and len(c.requests) == 1:
        return ONE_FIXED
    if c.kind is not CoreKind.SLOTS_OF_PARTICIPANT:
        return CORES[c.kind]
    if not c.slots:
        return NO_SLOT_LEFT if len(c.participants) == 1 else NO_SLOT_AT_ALL
    is_counting = len(c.requests) > len(c.slots) and len(c.participants) == 1
    if is_counting:
        return CORES[c.kind]
    return (CORES[CoreKind.TOGETHER], TIGHT, SHARED)[min(2, len(c.participants))]


def _free(count: int, language: Language) -> str:
    return f"{count} {(FREE_SLOT if count == 1 else FREE_SLOTS).said(language)}"


def when(slots: Sequence[str], language: Language, name: Name | None, problem: Problem | None) -> str:
    """In which slots, as a part of a sentence; nothing where none are named."""
    if not slots:
        return ""
    if len(slots) == 1:
        return IN_SLOT.said(language).format(slots=label_of_id(EntityKind.SLOT, slots[0], name=name))
    return IN_SLOTS.said(language).format(slots=_run(slots, language, name, problem))


def _run(slots: Sequence[str], language: Language, name: Name | None, problem: Problem | None) -> str:
    """The slots in order of time, unbroken runs of three and more by their ends: `1, 3 bis 9`."""
    number = {} if problem is None else {str(s.id): i for i, s in enumerate(problem.slots)}
    if any(s not in number for s in slots):
        return joined_words([label_of_id(EntityKind.SLOT, s, name=name) for s in slots], language)
    runs: list[list[str]] = []
    for slot in sorted(slots, key=number.__getitem__):
        if runs and number[slot] == number[runs[-1][-1]] + 1:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return joined_words([part for run in runs for part in _ends(run, language, name)], language)


def _ends(run: list[str], language: Language, name: Name | None) -> list[str]:
    texts = [label_of_id(EntityKind.SLOT, s, name=name) for s in run]
    if len(texts) < 3:
        return texts
    return [RANGE.said(language).format(first=texts[0], last=texts[-1])]
