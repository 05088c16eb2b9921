"""Why a request is not held, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from treffen.problem import EntityKind
from treffen.timetable import Reason, Remedy, RemedyKind, Unscheduled
from treffen.words.entity_labels import Name, called, called_all, capitalised
from treffen.words.language import Language, Text, number


class _Forms(NamedTuple):
    """A sentence without evidence, about one, and about several."""

    none: Text
    one: Text
    many: Text


def _always(text: Text) -> _Forms:
    return _Forms(text, text, text)


# {people}: the participants of the evidence; {requests}: its requests.
ABOUT_PEOPLE: dict[Reason, _Forms] = {
    Reason.NO_COMMON_SLOT: _Forms(
        Text(
            "Die Beteiligten haben kein gemeinsames Zeitfenster, in dem das Gespräch erlaubt ist.",
            "The parties share no slot in which the meeting is allowed.",
        ),
        Text(
            "{people} ist in keinem Zeitfenster frei, in dem das Gespräch erlaubt ist.",
            "{people} is free in no slot in which the meeting is allowed.",
        ),
        Text(
            "{people} haben kein gemeinsames Zeitfenster, in dem das Gespräch erlaubt ist.",
            "{people} share no slot in which the meeting is allowed.",
        ),
    ),
    Reason.NO_INTERPRETER: _Forms(
        Text(
            "Die Beteiligten sprechen keine gemeinsame Sprache, und niemand dolmetscht zwischen ihnen.",
            "The parties share no language, and nobody interprets between them.",
        ),
        Text(
            "{people} spricht die Sprache der anderen nicht, und niemand dolmetscht.",
            "{people} does not speak the others' language, and nobody interprets.",
        ),
        Text(
            "{people} sprechen keine gemeinsame Sprache, und niemand dolmetscht zwischen ihnen.",
            "{people} share no language, and nobody interprets between them.",
        ),
    ),
    Reason.PERSON_FULL: _Forms(
        Text(
            "Jemand der Beteiligten hat schon so viele Gespräche, wie möglich oder gewünscht sind.",
            "One of the parties already has as many meetings as can be or as were wished for.",
        ),
        Text(
            "{people} hat schon so viele Gespräche, wie möglich oder gewünscht sind.",
            "{people} already has as many meetings as can be or as were wished for.",
        ),
        Text(
            "{people} haben schon so viele Gespräche, wie möglich oder gewünscht sind.",
            "{people} already have as many meetings as can be or as were wished for.",
        ),
    ),
    Reason.BREAKS: _Forms(
        Text(
            "Jede Zeit, die noch bleibt, brächte mehr Pausen, als erlaubt sind.",
            "Every time that is left would bring more breaks than are allowed.",
        ),
        Text(
            "Jede Zeit, die noch bleibt, brächte mehr Pausen für {people}, als erlaubt sind.",
            "Every time that is left would bring more breaks for {people} than are allowed.",
        ),
        Text(
            "Jede Zeit, die noch bleibt, brächte mehr Pausen für {people}, als erlaubt sind.",
            "Every time that is left would bring more breaks for {people} than are allowed.",
        ),
    ),
}
ABOUT_REQUESTS: dict[Reason, _Forms] = {
    Reason.NO_SUITABLE_PLACE: _always(
        Text(
            "Kein Ort, der zu diesem Gespräch passt, ist dann offen, wenn alle Beteiligten frei sind.",
            "No place that suits this meeting is open when all its parties are free.",
        )
    ),
    Reason.PAIR_HELD: _Forms(
        Text(
            "Dieselben Beteiligten treffen sich schon in einem anderen Gespräch.",
            "The same parties already meet elsewhere in the timetable.",
        ),
        Text(
            "Dieselben Beteiligten treffen sich schon: {requests} findet statt.",
            "The same parties already meet: {requests} takes place.",
        ),
        Text(
            "Dieselben Beteiligten treffen sich schon: {requests} finden statt.",
            "The same parties already meet: {requests} take place.",
        ),
    ),
    Reason.PLACES_FULL: _always(
        Text(
            "Alle passenden Orte sind dann belegt, wenn alle Beteiligten frei sind.",
            "All suitable places are taken when all the parties are free.",
        )
    ),
    Reason.INTERPRETERS_FULL: _always(
        Text(
            "Alle, die hier dolmetschen können, sind dann belegt, wenn alle Beteiligten frei sind.",
            "Everyone who could interpret here is taken when all the parties are free.",
        )
    ),
    Reason.ORDER: _Forms(
        Text(
            "Die verlangte Reihenfolge lässt keine Zeit für dieses Gespräch.",
            "The required order leaves no time for this meeting.",
        ),
        Text(
            "Die Reihenfolge mit {requests} lässt keine Zeit für dieses Gespräch.",
            "The order with {requests} leaves no time for this meeting.",
        ),
        Text(
            "Die Reihenfolge mit {requests} lässt keine Zeit für dieses Gespräch.",
            "The order with {requests} leaves no time for this meeting.",
        ),
    ),
    Reason.OUT_VALUED: _Forms(
        Text(
            "Andere Gespräche zählen zusammen mehr und brauchen dieselben Zeiten.",
            "Other meetings count for more together and need the same times.",
        ),
        Text(
            "{requests} zählt mehr und braucht dieselbe Zeit.",
            "{requests} counts for more and needs the same time.",
        ),
        Text(
            "{requests} zählen zusammen mehr und brauchen dieselben Zeiten.",
            "{requests} count for more together and need the same times.",
        ),
    ),
}
# A slot keeps its noun in every sentence, so that "im {slot}" is always right.
REMEDIES: dict[RemedyKind, _Forms] = {
    RemedyKind.MORE_PLACES: _always(
        Text(
            "Im {slot} genügt ein weiterer passender Ort.",
            "One more suitable place in {slot} is enough.",
        )
    ),
    RemedyKind.FREE_PARTICIPANT: _Forms(
        Text(
            "Es genügt, wenn alle Beteiligten im {slot} frei sind.",
            "It is enough if all the parties are free in {slot}.",
        ),
        Text(
            "Es genügt, wenn {people} im {slot} frei ist.",
            "It is enough if {people} is free in {slot}.",
        ),
        Text(
            "Es genügt, wenn {people} im {slot} frei sind.",
            "It is enough if {people} are free in {slot}.",
        ),
    ),
    RemedyKind.RAISE_MAXIMUM: _Forms(
        Text(
            "Es genügt, wenn alle Beteiligten ein Gespräch mehr zulassen, im {slot}.",
            "It is enough if all the parties allow one meeting more, in {slot}.",
        ),
        Text(
            "Es genügt, wenn {people} ein Gespräch mehr zulässt, im {slot}.",
            "It is enough if {people} allows one meeting more, in {slot}.",
        ),
        Text(
            "Es genügt, wenn {people} je ein Gespräch mehr zulassen, im {slot}.",
            "It is enough if {people} each allow one meeting more, in {slot}.",
        ),
    ),
    RemedyKind.GIVE_UP: _Forms(
        Text(
            "Im {slot} geht es, wenn anderes im Wert von {cost} entfällt.",
            "In {slot} it works if others worth {cost} are given up.",
        ),
        Text(
            "Im {slot} geht es, wenn dafür {requests} entfällt (Wert {cost}).",
            "In {slot} it works if {requests} is given up (value {cost}).",
        ),
        Text(
            "Im {slot} geht es, wenn dafür {requests} entfallen (Wert {cost}).",
            "In {slot} it works if {requests} are given up (value {cost}).",
        ),
    ),
    RemedyKind.MORE_INTERPRETERS: _always(
        Text(
            "Es genügt, wenn im {slot} noch jemand dolmetscht.",
            "One more interpreter in {slot} is enough.",
        )
    ),
}


def _form(forms: _Forms, count: int, language: Language) -> str:
    text = forms.none if count == 0 else forms.one if count == 1 else forms.many
    return text.said(language)


def reason(u: Unscheduled, language: Language, *, name: Name | None = None) -> str:
    """Why a request is not held, as one sentence with its evidence.

    >>> reason(Unscheduled(request="7", reason=Reason.PERSON_FULL, participants=("3",)), "en")
    'Participant 3 already has as many meetings as can be or as were wished for.'
    """
    words = {
        "people": called_all(EntityKind.PARTICIPANT, u.participants, language=language, name=name),
        "requests": called_all(EntityKind.REQUEST, u.requests, language=language, name=name),
    }
    if u.reason in ABOUT_PEOPLE:
        sentence = _form(ABOUT_PEOPLE[u.reason], len(u.participants), language)
    else:
        sentence = _form(ABOUT_REQUESTS[u.reason], len(u.requests), language)
    return capitalised(sentence.format_map(words))


def remedy(r: Remedy, language: Language, *, name: Name | None = None) -> str:
    """The change that is proved to help, as one sentence with the slot gained.

    >>> remedy(Remedy(kind=RemedyKind.MORE_PLACES, slot="5"), "en")
    'One more suitable place in slot 5 is enough.'
    """
    ids = r.requests if r.kind is RemedyKind.GIVE_UP else r.participants
    words = {
        "people": called_all(EntityKind.PARTICIPANT, r.participants, language=language, name=name),
        "requests": called_all(EntityKind.REQUEST, r.requests, language=language, name=name),
        "slot": called(EntityKind.SLOT, r.slot, language=language, name=name),
        "cost": number(r.cost, language),
    }
    return capitalised(_form(REMEDIES[r.kind], len(ids), language).format_map(words))


def request_title(
    id: str, participants: Sequence[str], *, language: Language, name: Name | None = None
) -> str:
    """A request with its people: `Anfrage 12 (Teilnehmer:innen 3 und 4)`."""
    head = called(EntityKind.REQUEST, id, language=language, name=name)
    if not participants:
        return head
    return f"{head} ({called_all(EntityKind.PARTICIPANT, participants, language=language, name=name)})"
