"""Answers to "may this yes be given?", in words: what is said to the one who asked.

The kinds of ways out are looked up by their values, not by their names: the desk that gives answers
takes libraries that `--help` must not wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from treffen.problem import EntityKind, Problem
from treffen.timetable import CoreKind, Unscheduled
from treffen.words.cores import when
from treffen.words.entity_labels import Name, called, called_all, capitalised
from treffen.words.language import Count, Language, Text, counted, joined_words, number
from treffen.words.unscheduled import reason

if TYPE_CHECKING:
    from treffen.admission import AdmissionRemedy, Answer, Effect, Possibility, Refused

MOST_NAMED = 8
YES = Text("Ja: {request} findet statt.", "Yes: {request} takes place.")
NO = Text(
    "Nein: {request} geht nicht neben allem, was zugesagt ist.",
    "No: {request} does not fit beside all that is promised.",
)
NOT_YET = Text(
    "Noch nicht: Für {request} ist weder ein Ja noch ein Nein bewiesen. Die Suche kann weitergehen.",
    "Not yet: neither a yes nor a no is proved for {request}. The search can go on.",
)
MOVED = Count(
    Text("Dafür ändert sich ein anderes Gespräch.", "One other meeting changes for it."),
    Text("Dafür ändern sich {n} andere Gespräche.", "{n} other meetings change for it."),
)
NOBODY_MOVED = Text("Kein anderes ändert sich.", "No other one changes.")
PROMISED = Count(
    Text("zugesagtes Gespräch", "promised meeting"), Text("zugesagte Gespräche", "promised meetings")
)
# {who}: the people; {when}: in which slots; {promised}: counted; {requests}: those in the way.
FULL_THEN = Text(
    "{who} hat {when} schon {promised} und kann nur dann.",
    "{who} already has {promised} {when}, and can only meet then.",
)
PLACES_THEN = Text(
    "Alle passenden Orte sind {when} belegt ({promised}).",
    "All suitable places are taken {when} ({promised}).",
)
IN_THE_WAY = Text(
    "Zusammen lassen {requests} dafür keine Zeit.", "Together, {requests} leave no time for it."
)
TOO_LONG_TO_SAY = Text(
    "Das ist bewiesen, hat aber keinen kurzen Grund: {promised} greifen ineinander.",
    "This is proved, but has no short reason: {promised} interlock.",
)
# {who}, {delegate}: people; {slot}: with its noun; {requests}, {cost}: what is given up.
WAYS: dict[str, Text] = {
    "free_slot": Text("Es geht, wenn {who} im {slot} frei ist.", "It works if {who} is free in {slot}."),
    "give_up_talk": Text(
        "Es geht, wenn {who} auf den Vortrag im {slot} verzichtet.",
        "It works if {who} gives up the talk in {slot}.",
    ),
    "raise_maximum": Text(
        "Es geht, wenn {who} ein Gespräch mehr zulässt.", "It works if {who} allows one meeting more."
    ),
    "give_up_meeting": Text(
        "Es geht, wenn {requests} nicht stattfinden muss (Wert {cost}).",
        "It works if {requests} need not take place (value {cost}).",
    ),
    "other_delegate": Text(
        "Es geht, wenn {delegate} statt {who} teilnimmt.", "It works if {delegate} comes instead of {who}."
    ),
    "more_places": Text(
        "Es geht mit einem weiteren passenden Ort im {slot}.",
        "It works with one more suitable place in {slot}.",
    ),
}
GIVE_UP_SEVERAL = Text(
    "Es geht, wenn {requests} nicht stattfinden müssen (Wert {cost}).",
    "It works if {requests} need not take place (value {cost}).",
)
CHANCES: dict[str, Text] = {
    "possible": Text("möglich", "possible"),
    "impossible": Text("nicht möglich", "not possible"),
    "unknown": Text("noch nicht geklärt", "not known yet"),
}
ENDANGERED = Count(
    Text("Gefährdet ist {requests}.", "{requests} is endangered."),
    Text("Gefährdet sind {requests}.", "{requests} are endangered."),
)
NOTHING_ENDANGERED = Text("Alles Zugesagte bleibt möglich.", "All that is promised stays possible.")


def reply(a: Answer, language: Language, *, name: Name | None = None, problem: Problem | None = None) -> str:
    """One of the three answers in a sentence or two, for a no with its reason.

    >>> from treffen.admission import Undecided
    >>> reply(Undecided(request="7"), "en")
    'Not yet: neither a yes nor a no is proved for request 7. The search can go on.'
    """
    request = called(EntityKind.REQUEST, a.request, language=language, name=name)
    if hasattr(a, "moved"):
        text, rest = YES, _moved(len(a.moved), language, none=NOBODY_MOVED)
    elif hasattr(a, "core"):
        text, rest = NO, refusal(cast("Refused", a), language, name=name, problem=problem)
    else:
        text, rest = NOT_YET, ""
    return f"{text.said(language).format(request=request)} {rest}".strip()


def refusal(
    r: Refused, language: Language, *, name: Name | None = None, problem: Problem | None = None
) -> str:
    """Why a request cannot be admitted, as one sentence. With `problem`, runs of slots are said short."""
    core, others = r.core, [x for x in r.core.requests if x != r.request]
    words = {
        "who": called_all(EntityKind.PARTICIPANT, core.participants, language=language, name=name),
        "when": when(core.slots, language, name, problem),
        "promised": counted(r.in_the_way, PROMISED, language=language),
        "requests": called_all(EntityKind.REQUEST, others[:MOST_NAMED], language=language, name=name),
    }
    text: Text | None = None
    if core.kind is CoreKind.TOGETHER:
        text = IN_THE_WAY if len(others) <= MOST_NAMED else TOO_LONG_TO_SAY
    elif core.slots and others and len(core.participants) == 1:
        text = FULL_THEN
    elif core.kind is CoreKind.PLACES and core.slots:
        text = PLACES_THEN
    if text is None:
        missed = Unscheduled(
            request=r.request, reason=r.reason, participants=core.participants, requests=tuple(others)
        )
        return reason(missed, language, name=name)
    return capitalised(text.said(language).format_map(words))


def way_out(w: AdmissionRemedy, language: Language, *, name: Name | None = None) -> str:
    """A change that was tried and opens the door, as a sentence.

    >>> from treffen.admission import AdmissionRemedyKind, AdmissionRemedy
    >>> way_out(AdmissionRemedy(kind=AdmissionRemedyKind.FREE_SLOT, participant="3", slot="5", moved=1), "en")
    'It works if participant 3 is free in slot 5. One other meeting changes for it.'
    """

    def one(kind: EntityKind, id: str | None) -> str:
        return "" if id is None else called(kind, id, language=language, name=name)

    text = GIVE_UP_SEVERAL if len(w.gives_up) > 1 else WAYS[w.kind]
    sentence = text.said(language).format(
        who=one(EntityKind.PARTICIPANT, w.participant),
        delegate=one(EntityKind.PARTICIPANT, w.delegate),
        slot=one(EntityKind.SLOT, w.slot),
        requests=called_all(EntityKind.REQUEST, w.gives_up, language=language, name=name),
        cost=number(w.cost, language),
    )
    return f"{sentence} {_moved(w.moved, language)}".strip()


def possibility(p: Possibility, language: Language) -> str:
    """What a card says: possible, not possible, not known yet."""
    return CHANCES[p.chance].said(language)


def effect(e: Effect, language: Language, *, name: Name | None = None) -> str:
    """What a change endangers and what it moves, in two sentences."""
    names = [called(EntityKind.REQUEST, r, language=language, name=name) for r in e.endangered]
    if not names:
        head = NOTHING_ENDANGERED.said(language)
    else:
        form = ENDANGERED.one if len(names) == 1 else ENDANGERED.many
        head = capitalised(form.said(language).format(requests=joined_words(names, language)))
    return f"{head} {_moved(len(e.moved), language, none=NOBODY_MOVED)}"


def _moved(n: int, language: Language, *, none: Text | None = None) -> str:
    if n == 0:
        return "" if none is None else none.said(language)
    return (MOVED.one if n == 1 else MOVED.many).said(language).format(n=number(n, language))
