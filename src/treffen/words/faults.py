"""Faults of an input: what is wrong, where, and what to do about it."""

from __future__ import annotations

from treffen.problem import EntityKind, Fault, FaultKind, Goal
from treffen.words.entity_labels import Name, called, capitalised, label_of_id, noun
from treffen.words.fields import TARGETS, expected, field
from treffen.words.language import Language, Text, quoted

# {one}: the noun with its id. {field}, {value}: quoted. {wants}: what the field takes.
# {noun}, {nouns}: the bare word. {target}: the noun that was meant by an unknown id.
FAULTS: dict[FaultKind, Text] = {
    FaultKind.BAD_TYPE: Text(
        "{one}: Im Feld {field} steht {value}. Dort gehört hin: {wants}.",
        "{one}: the field {field} holds {value}. It takes {wants}.",
    ),
    FaultKind.BAD_NUMBER: Text(
        "{one}: Die Zahl {value} im Feld {field} geht nicht. Dort gehört hin: {wants}.",
        "{one}: the number {value} in the field {field} will not do. It takes {wants}.",
    ),
    FaultKind.BAD_TIME: Text(
        "{one}: {value} im Feld {field} ist keine Zeit. "
        "Schreiben Sie Datum und Uhrzeit, zum Beispiel 2027-04-13T10:00+02:00.",
        "{one}: {value} in the field {field} is not a time. "
        "Write a date and a time, for example 2027-04-13T10:00+02:00.",
    ),
    FaultKind.EMPTY_ID: Text(
        "{noun} ohne Kennung: Geben Sie jedem Eintrag unter {nouns} eine eigene Kennung.",
        "{noun} without an id: give each of the {nouns} an id of its own.",
    ),
    FaultKind.LONG_ID: Text(
        "{one}: Die Kennung ist {raw} Zeichen lang. Kürzen Sie sie auf höchstens 200 Zeichen.",
        "{one}: the id is {raw} characters long. Shorten it to 200 characters at most.",
    ),
    FaultKind.DUPLICATE_ID: Text(
        "{one}: Diese Kennung kommt mehr als einmal vor. Geben Sie jedem Eintrag eine eigene.",
        "{one}: this id occurs more than once. Give each entry an id of its own.",
    ),
    FaultKind.UNKNOWN_ID: Text(
        "{one}: Im Feld {field} steht {value}. {target} mit dieser Kennung gibt es nicht. "
        "Berichtigen Sie die Kennung, oder ergänzen Sie den Eintrag.",
        "{one}: the field {field} names {value}. There is no {target} with this id. "
        "Correct the id, or add the entry.",
    ),
    FaultKind.NO_SLOTS: Text(
        "Es gibt keine Zeitfenster. Ergänzen Sie mindestens eines.",
        "There are no slots. Add at least one.",
    ),
    FaultKind.NO_PLACES: Text(
        "Es gibt keine Orte für die Gespräche. Ergänzen Sie mindestens einen.",
        "There are no places for the meetings. Add at least one.",
    ),
    FaultKind.ENDS_BEFORE_START: Text(
        "{one} endet um {raw}, also nicht nach dem Beginn. Berichtigen Sie Beginn oder Ende.",
        "{one} ends at {raw}, which is not after its start. Correct its start or its end.",
    ),
    FaultKind.NAIVE_TIME: Text(
        "{one}: Der Zeit {value} im Feld {field} fehlt die Zeitzone. Ergänzen Sie sie, zum Beispiel +02:00.",
        "{one}: the time {value} in the field {field} has no time zone. Add it, for example +02:00.",
    ),
    FaultKind.OUT_OF_ORDER: Text(
        "{one} beginnt um {raw}, also vor dem Ende des vorigen. "
        "Ordnen Sie die Zeitfenster nach der Zeit, ohne Überschneidung.",
        "{one} starts at {raw}, before the one above it has ended. "
        "Put the slots in order of time, without overlaps.",
    ),
    FaultKind.SPLIT_BLOCK: Text(
        "{one} setzt den Block {value} fort, obwohl ein anderer dazwischen liegt. "
        "Ein Block ist eine Folge ohne Unterbrechung. Geben Sie dem zweiten Teil einen eigenen Namen.",
        "{one} continues the block {value} although another lies between. "
        "A block is a run without interruption. Give its second part a name of its own.",
    ),
    FaultKind.TOO_FEW_PARTIES: Text(
        "{one} nennt weniger als zwei Beteiligte. Ergänzen Sie, wer sich trifft.",
        "{one} names fewer than two parties. Add who is to meet.",
    ),
    FaultKind.LONGER_THAN_BLOCKS: Text(
        "{one} dauert {raw} Zeitfenster; so lang ist kein Block. "
        "Kürzen Sie die Länge, oder ergänzen Sie in einem Block Zeitfenster.",
        "{one} lasts {raw} slots; no block is that long. Shorten its length, or add slots to a block.",
    ),
    FaultKind.SAME_PERSON_TWICE: Text(
        "{one} nennt {person} zweimal. Niemand trifft sich selbst. Berichtigen Sie die Beteiligten.",
        "{one} names {person} twice. Nobody meets themselves. Correct the parties.",
    ),
    FaultKind.NO_DELEGATE: Text(
        "{one}: Die Organisation {value} hat niemanden, der dafür noch teilnehmen kann. "
        "Nennen Sie sie nur einmal, und melden Sie dort jemanden an.",
        "{one}: the organisation {value} has nobody left who can attend for it. "
        "Name it only once, and register somebody there.",
    ),
    FaultKind.MINIMUM_OVER_MAXIMUM: Text(
        "{one}: Das Minimum {raw} liegt über dem Maximum. Senken Sie das eine, oder erhöhen Sie das andere.",
        "{one}: the minimum {raw} is above the maximum. Lower the one or raise the other.",
    ),
    FaultKind.AFTER_ITSELF: Text(
        "{one} soll nach sich selbst stattfinden. Streichen Sie diese Angabe.",
        "{one} is to be held after itself. Remove that entry.",
    ),
    FaultKind.CYCLE: Text(
        "{one}: Die Reihenfolge {value} läuft im Kreis. Streichen Sie eine dieser Angaben.",
        "{one}: the order {value} runs in a circle. Remove one of these entries.",
    ),
    FaultKind.FIXED_NOT_ALLOWED: Text(
        "{one}: {value} im Feld {field} gehört nicht zu dem, was für sie erlaubt ist. "
        "Ändern Sie das Feld, oder erlauben Sie es.",
        "{one}: {value} in the field {field} is not among what is allowed for it. "
        "Change the field, or allow it.",
    ),
    FaultKind.UNKNOWN_GOAL: Text(
        "Das Ziel {value} gibt es nicht. Wählen Sie aus: {goals}.",
        "There is no goal {value}. Choose from: {goals}.",
    ),
    FaultKind.DUPLICATE_GOAL: Text(
        "Das Ziel {value} steht mehr als einmal in der Liste. Nennen Sie es nur einmal.",
        "The goal {value} is listed more than once. Name it only once.",
    ),
    FaultKind.FROZEN_TWICE: Text(
        "Anfrage {id} ist zweimal festgelegt. Streichen Sie einen der beiden Einträge.",
        "Request {id} is frozen twice. Remove one of the two entries.",
    ),
    FaultKind.DUPLICATE_TALK: Text(
        "{one} nennt denselben Vortrag zweimal. Streichen Sie eine der Angaben.",
        "{one} names the same talk twice. Remove one of the entries.",
    ),
    FaultKind.NOT_HELD: Text(
        "{one}: {value} im Feld {field} steht nicht im Plan. Nennen Sie ein Gespräch, das stattfinden soll.",
        "{one}: {value} in the field {field} is not in the plan. Name a meeting that is to be held.",
    ),
    FaultKind.NOT_A_PARTY: Text(
        "{one}: {value} nimmt an diesem Gespräch nicht teil. Nennen Sie eine der beteiligten Personen.",
        "{one}: {value} is not in this meeting. Name one of the people who are.",
    ),
    FaultKind.NO_TIMES: Text(
        "{one}: Minuten lassen sich nicht zählen, weil Zeitfenster keinen Beginn haben. "
        "Nennen Sie eine Zahl von Zeitfenstern.",
        "{one}: minutes cannot be counted, because slots have no start. Name a number of slots.",
    ),
    FaultKind.BAD_POSITION: Text(
        "{one}: {value} ist kein Punkt auf der Erde. Die Breite liegt zwischen -90 und 90, "
        "die Länge zwischen -180 und 180 Grad.",
        "{one}: {value} is no point on the earth. The latitude lies between -90 and 90, "
        "the longitude between -180 and 180 degrees.",
    ),
    FaultKind.EMPTY_STATEMENT: Text(
        "{one} ist leer. Schreiben Sie einen Text, oder nennen Sie mindestens einen Begriff.",
        "{one} is empty. Write a text, or name at least one concept.",
    ),
    FaultKind.NAMES_ITSELF: Text(
        "{one} nennt im Feld {field} sich selbst. Streichen Sie diese Angabe.",
        "{one} names itself in the field {field}. Remove that entry.",
    ),
    FaultKind.TOO_MANY_STATEMENTS: Text(
        "{one}: Im Feld {field} stehen {raw} Einträge. Kürzen Sie die Liste auf höchstens 100.",
        "{one}: the field {field} has {raw} entries. Shorten the list to 100 at most.",
    ),
    FaultKind.UNKNOWN_LANGUAGE: Text(
        "{one}: Die Sprache {value} kennen wir nicht. Schreiben Sie de oder en.",
        "{one}: we do not know the language {value}. Write de or en.",
    ),
    FaultKind.WRONG_DIRECTION: Text(
        "{one} steht in der falschen Liste: Angebote gehören zu den Angeboten, Gesuche zu den Gesuchen.",
        "{one} stands in the wrong list: offers belong to the offers, needs to the needs.",
    ),
}
ORGANISATION = Text("Eine Organisation", "organisation")
TARGET_IN_GERMAN: dict[EntityKind, str] = {
    EntityKind.SLOT: "Ein Zeitfenster",
    EntityKind.PLACE: "Einen Ort",
    EntityKind.PARTICIPANT: "Eine Teilnehmer:in",
    EntityKind.TALK: "Einen Vortrag",
    EntityKind.REQUEST: "Eine Anfrage",
    EntityKind.INTERPRETER: "Eine Dolmetscher:in",
    EntityKind.PROFILE: "Ein Profil",
}


def _target(f: Fault, language: Language) -> str:
    if f.noun is EntityKind.WALK:
        return Text("Eine Zone", "zone").said(language)
    if f.field == "concepts":
        return Text("Einen Begriff", "concept").said(language)
    target = TARGETS.get(f.field)
    if target is None or (f.field == "delegates" and f.noun not in (EntityKind.FROZEN, EntityKind.PROMISED)):
        return ORGANISATION.said(language)
    return TARGET_IN_GERMAN[target] if language == "de" else noun(target, language)


def fault(f: Fault, language: Language, *, name: Name | None = None) -> str:
    """One fault as one or two sentences.

    >>> from treffen.problem import EntityKind, Fault, FaultKind
    >>> fault(Fault(kind=FaultKind.TOO_FEW_PARTIES, noun=EntityKind.REQUEST, id="7"), "en")
    'Request 7 names fewer than two parties. Add who is to meet.'
    """
    words = {
        "one": called(f.noun, f.id, language=language, name=name),
        "id": label_of_id(EntityKind.REQUEST, f.id, name=name),
        "field": quoted(field(f.field, language), language),
        "value": quoted(f.value, language),
        "raw": f.value,
        "wants": expected(f.field, language),
        "noun": noun(f.noun, language),
        "nouns": noun(f.noun, language, many=True),
        "target": _target(f, language),
        "person": called(EntityKind.PARTICIPANT, f.value, language=language, name=name),
        "goals": ", ".join(Goal),
    }
    return capitalised(FAULTS[f.kind].said(language).format_map(words))
