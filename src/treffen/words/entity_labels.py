"""What the parts of a problem are called, and how one of them is named in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from treffen.problem import EntityKind
from treffen.words.language import Count, Language, Text, joined_words

Name = Callable[[EntityKind, str], str]
"""Looks up what to show for an id; may return the id itself."""

NOUNS: dict[EntityKind, Count] = {
    EntityKind.EVENT: Count(Text("Veranstaltung", "event"), Text("Veranstaltungen", "events")),
    EntityKind.SLOT: Count(Text("Zeitfenster", "slot"), Text("Zeitfenster", "slots")),
    EntityKind.PLACE: Count(Text("Ort", "place"), Text("Orte", "places")),
    EntityKind.PARTICIPANT: Count(
        Text("Teilnehmer:in", "participant"), Text("Teilnehmer:innen", "participants")
    ),
    EntityKind.REQUEST: Count(Text("Anfrage", "request"), Text("Anfragen", "requests")),
    EntityKind.TALK: Count(Text("Vortrag", "talk"), Text("Vorträge", "talks")),
    EntityKind.INTERPRETER: Count(
        Text("Dolmetscher:in", "interpreter"), Text("Dolmetscher:innen", "interpreters")
    ),
    EntityKind.WALK: Count(Text("Weg", "walk"), Text("Wege", "walks")),
    EntityKind.FROZEN: Count(
        Text("festes Gespräch", "frozen meeting"), Text("feste Gespräche", "frozen meetings")
    ),
    EntityKind.PROMISED: Count(
        Text("zugesagtes Gespräch", "promised meeting"), Text("zugesagte Gespräche", "promised meetings")
    ),
    EntityKind.DISRUPTION: Count(Text("Störung", "disruption"), Text("Störungen", "disruptions")),
    EntityKind.PROFILE: Count(Text("Profil", "profile"), Text("Profile", "profiles")),
    EntityKind.STATEMENT: Count(
        Text("Angebot oder Gesuch", "offer or need"), Text("Angebote und Gesuche", "offers and needs")
    ),
    EntityKind.TOPIC_TABLE: Count(Text("Thementisch", "topic table"), Text("Thementische", "topic tables")),
}
MEETINGS = Count(Text("Gespräch", "meeting"), Text("Gespräche", "meetings"))
# Proper names stand alone; a request or a slot keeps its noun even when it has a label.
STANDS_ALONE = frozenset(
    {
        EntityKind.PLACE,
        EntityKind.PARTICIPANT,
        EntityKind.TALK,
        EntityKind.INTERPRETER,
        EntityKind.EVENT,
        EntityKind.PROFILE,
    }
)


def noun(kind: EntityKind, language: Language, *, many: bool = False) -> str:
    """The word for a part of a problem."""
    forms = NOUNS[kind]
    return (forms.many if many else forms.one).said(language)


def label_of_id(kind: EntityKind, id: str, *, name: Name | None) -> str:
    """What stands for an id: its name where there is one."""
    return id if name is None else name(kind, id)


def called(kind: EntityKind, id: str, *, language: Language, name: Name | None = None) -> str:
    """One part in a sentence: `Teilnehmer:in 17`, or the plain name where it has one.

    >>> called(EntityKind.PARTICIPANT, "17", language="en")
    'participant 17'
    >>> called(EntityKind.PARTICIPANT, "17", language="en", name=lambda noun, id: "Ada Example")
    'Ada Example'
    """
    text = label_of_id(kind, id, name=name)
    if not text:
        return noun(kind, language)
    is_name = text != id or " " in text.strip()
    return text if is_name and kind in STANDS_ALONE else f"{noun(kind, language)} {text}"


def called_all(kind: EntityKind, ids: Iterable[str], *, language: Language, name: Name | None = None) -> str:
    """Several parts in a sentence, the noun said once: `Anfragen 3, 4 und 9`."""
    listed = list(ids)
    if len(listed) == 1:
        return called(kind, listed[0], language=language, name=name)
    texts = [label_of_id(kind, id, name=name) for id in listed]
    has_names = all(t != i or " " in t.strip() for t, i in zip(texts, listed, strict=True))
    together = joined_words(texts, language)
    if has_names and kind in STANDS_ALONE:
        return together
    return f"{noun(kind, language, many=True)} {together}"


def capitalised(sentence: str) -> str:
    """The sentence with a capital at its head; ids further in are left alone."""
    return sentence[:1].upper() + sentence[1:]
