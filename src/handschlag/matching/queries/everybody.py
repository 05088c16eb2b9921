"""Everybody who takes part, narrowed by words, field and network, in a constant number of queries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from handschlag.common.rules.names import surname_first
from handschlag.directory.rules.analysis import IndexToken, asked_words, fold, stem
from handschlag.matching.models import Participant, Service, Statement
from handschlag.matching.queries.cards import networks_by_actor
from handschlag.matching.queries.categories import barred_for
from handschlag.matching.queries.engine_input import living
from handschlag.matching.queries.recommendations import places_of
from handschlag.matching.queries.visible_facts import seen_of

LONGEST = 100
SHORT = 2  # letters
_WORD = re.compile(r"\w+")
LAST = 10_000  # whoever is not compared comes last, by name
ORDERS = ("fit", "name", "organisation")
OWN = ("goal", "fields", "visibility", "service_id")
REGISTERED = ("name", "organisation", "role", "place", "speaks", "visibility", "actor__name")
COLUMNS = (*OWN, *(f"registration__{name}" for name in REGISTERED))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleQuery:
    """What somebody looks for."""

    text: str = ""
    field: str = ""
    network: int = 0
    order: str = "fit"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> PeopleQuery:
        number = given.get("network", "")
        return cls(
            text=" ".join(given.get("q", "").replace("\0", "").split())[:LONGEST],
            field=given.get("field", "")[:8],
            network=int(number) if number.isdecimal() and len(number) < 10 else 0,
            order=given.get("sort", "") if given.get("sort", "") in ORDERS else "fit",
        )

    @property
    def query(self) -> str:
        pairs = {"q": self.text, "field": self.field, "network": self.network or ""}
        pairs["sort"] = "" if self.order == "fit" else self.order
        return urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleResult:
    """Ids in their order, and what the whole list can be narrowed by.

    `words` are those that were looked for; `is_loose`: nobody has all of them, these have most.
    """

    ids: tuple[int, ...]
    words: tuple[str, ...]
    is_loose: bool
    fields: tuple[str, ...]
    networks: Mapping[int, str]


@dataclass(slots=True, kw_only=True)
class _Line:
    id: int
    name: str
    organisation: str
    actor: int
    fields: tuple[str, ...]
    texts: list[str] = field(default_factory=list)


def search(service: Service, me: Participant, wanted: PeopleQuery) -> PeopleResult:
    """Everybody but oneself and those whom one is not to meet."""
    barred = {other for _me, other in barred_for(service, (me.pk,))}
    lines = [one for one in _lines_of(service) if one.id != me.pk and one.id not in barred]
    networks = networks_by_actor({one.actor for one in lines if one.actor})
    if wanted.text:
        _add_texts(service, lines)
    fitting = [
        one
        for one in lines
        if (not wanted.field or wanted.field in one.fields)
        and (not wanted.network or wanted.network in networks.get(one.actor, {}))
    ]
    words, is_loose = tuple(wanted.text.split()), False
    if words:
        said = [(one, _said_by(one, networks.get(one.actor, {}))) for one in fitting]
        typed = fold(wanted.text).split()
        fitting = [one for one, text in said if all(word in text for word in typed)]
        if not fitting:
            tokens = asked_words(wanted.text)
            words = tuple(token.word.surface for token in tokens)
            fitting, is_loose = _with_most(said, tokens)
    fitting.sort(key=lambda one: (fold(surname_first(one.name)), one.id))
    if wanted.order == "organisation":  # whoever shows none comes last, by name
        fitting.sort(key=lambda one: (not one.organisation, fold(one.organisation)))
    if wanted.order == "fit":
        places = places_of(me)
        fitting.sort(key=lambda one: places.get(one.id, LAST))
    return PeopleResult(
        ids=tuple(one.id for one in fitting),
        words=words,
        is_loose=is_loose,
        fields=tuple(sorted({code for one in lines for code in one.fields})),
        networks={pk: name for own in networks.values() for pk, name in own.items()},
    )


def _lines_of(service: Service) -> list[_Line]:
    """Only what a card shows, so that nothing hidden can be guessed by searching.

    Fields may come from the entry of the organisation: they are hidden with it.
    """
    rows = living(service).select_related("registration__actor").only(*COLUMNS)
    found = []
    for row in rows:
        seen = seen_of(row)
        found.append(
            _Line(
                id=row.pk,
                name=row.registration.name,
                organisation=seen.organisation,
                actor=seen.actor,
                fields=tuple(row.fields) if seen.has_organisation else (),
            )
        )
    return found


def _add_texts(service: Service, lines: list[_Line]) -> None:
    texts: dict[int, list[str]] = defaultdict(list)
    rows = Statement.objects.filter(participant__service=service)
    for owner, text in rows.values_list("participant_id", "text"):
        texts[owner].append(text)
    for one in lines:
        one.texts = texts[one.id]


def _said_by(one: _Line, networks: Mapping[int, str]) -> str:
    return fold(" ".join((one.name, one.organisation, *networks.values(), *one.texts)))


def _with_most(worded: Sequence[tuple[_Line, str]], tokens: Sequence[IndexToken]) -> tuple[list[_Line], bool]:
    """Who has every word of a sentence in any form; if nobody has, who has most of them, at least half."""
    texts = [(one, set(_WORD.findall(text))) for one, text in worded]
    stems = {word: stem(word) for word in set[str]().union(*(words for _one, words in texts))}
    asked = [_forms_of(token, stems) for token in tokens]
    counts = [
        (one, sum(any(not any(map(words.isdisjoint, way)) for way in ways) for ways in asked))
        for one, words in texts
    ]
    most = max((count for _one, count in counts), default=0)
    if not most or most * 2 < len(asked):
        return [], False
    return [one for one, count in counts if count == most], most < len(asked)


def _forms_of(token: IndexToken, stems: Mapping[str, str]) -> Sequence[Sequence[set[str]]]:
    """The words of the participants that say this one, or each piece of it: Li-Ionen-Batterie."""
    return [
        [_inside(key, stems) for key in keys]
        for keys in ((token.key,), [stem(piece) for piece in token.word.pieces])
    ]


def _inside(key: str, stems: Mapping[str, str]) -> set[str]:
    """With two letters it is a word of its own: a Skizze does not say KI."""
    return {word for word, own in stems.items() if key == own or (len(key) > SHORT and key in own)}
