"""What the parts of a problem are called, and how one of them is named in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from treffen.problem import Noun
from treffen.words.language import Count, Language, Text, joined

Name = Callable[[Noun, str], str]
"""Looks up what to show for an id; may return the id itself."""

NOUNS: dict[Noun, Count] = {
    Noun.EVENT: Count(Text("Veranstaltung", "event"), Text("Veranstaltungen", "events")),
    Noun.SLOT: Count(Text("Zeitfenster", "slot"), Text("Zeitfenster", "slots")),
    Noun.PLACE: Count(Text("Ort", "place"), Text("Orte", "places")),
    Noun.PARTICIPANT: Count(Text("Teilnehmer:in", "participant"), Text("Teilnehmer:innen", "participants")),
    Noun.REQUEST: Count(Text("Anfrage", "request"), Text("Anfragen", "requests")),
    Noun.TALK: Count(Text("Vortrag", "talk"), Text("Vorträge", "talks")),
    Noun.INTERPRETER: Count(Text("Dolmetscher:in", "interpreter"), Text("Dolmetscher:innen", "interpreters")),
    Noun.WALK: Count(Text("Weg", "walk"), Text("Wege", "walks")),
    Noun.FROZEN: Count(Text("festes Gespräch", "frozen meeting"), Text("feste Gespräche", "frozen meetings")),
    Noun.PROMISED: Count(
        Text("zugesagtes Gespräch", "promised meeting"), Text("zugesagte Gespräche", "promised meetings")
    ),
    Noun.DISRUPTION: Count(Text("Störung", "disruption"), Text("Störungen", "disruptions")),
    Noun.PROFILE: Count(Text("Profil", "profile"), Text("Profile", "profiles")),
    Noun.STATEMENT: Count(
        Text("Angebot oder Gesuch", "offer or need"), Text("Angebote und Gesuche", "offers and needs")
    ),
}
MEETINGS = Count(Text("Gespräch", "meeting"), Text("Gespräche", "meetings"))
# Proper names stand alone; a request or a slot keeps its noun even when it has a label.
STANDS_ALONE = frozenset(
    {Noun.PLACE, Noun.PARTICIPANT, Noun.TALK, Noun.INTERPRETER, Noun.EVENT, Noun.PROFILE}
)


def noun(kind: Noun, language: Language, *, many: bool = False) -> str:
    """The word for a part of a problem."""
    forms = NOUNS[kind]
    return (forms.many if many else forms.one).said(language)


def shown(kind: Noun, id: str, *, name: Name | None) -> str:
    """What stands for an id: its name where there is one."""
    return id if name is None else name(kind, id)


def called(kind: Noun, id: str, *, language: Language, name: Name | None = None) -> str:
    """One part in a sentence: `Teilnehmer:in 17`, or the plain name where it has one.

    >>> called(Noun.PARTICIPANT, "17", language="en")
    'participant 17'
    >>> called(Noun.PARTICIPANT, "17", language="en", name=lambda noun, id: "Ada Example")
    'Ada Example'
    """
    text = shown(kind, id, name=name)
    if not text:
        return noun(kind, language)
    is_name = text != id or " " in text.strip()
    return text if is_name and kind in STANDS_ALONE else f"{noun(kind, language)} {text}"


def called_all(kind: Noun, ids: Iterable[str], *, language: Language, name: Name | None = None) -> str:
    """Several parts in a sentence, the noun said once: `Anfragen 3, 4 und 9`."""
    listed = list(ids)
    if len(listed) == 1:
        return called(kind, listed[0], language=language, name=name)
    texts = [shown(kind, id, name=name) for id in listed]
    has_names = all(t != i or " " in t.strip() for t, i in zip(texts, listed, strict=True))
    together = joined(texts, language)
    if has_names and kind in STANDS_ALONE:
        return together
    return f"{noun(kind, language, many=True)} {together}"


def capitalised(sentence: str) -> str:
    """The sentence with a capital at its head; ids further in are left alone."""
    return sentence[:1].upper() + sentence[1:]
