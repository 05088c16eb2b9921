"""Everybody who takes part, to browse and to search, and one person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from handschlag.common.language import pick
from handschlag.common.names import surname_first
from handschlag.common.web import number_in
from handschlag.design.components.participant import Phrase
from handschlag.design.components.parts import Option, Pages
from handschlag.directory.index.analysis import IndexToken
from handschlag.directory.index.search_query import asked_words
from handschlag.matching import reasons as reasons_in_words
from handschlag.matching.categories import barred_for
from handschlag.matching.engine.lists import why_not
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.engine_input import living
from handschlag.matching.memory import earlier_meetings_of
from handschlag.matching.models import Direction, Participant, Service, Statement
from handschlag.matching.participant_pages import Tab, for_participants, shell_of
from handschlag.matching.people import Card, cards_of, may_wish, networks_by_actor, own_lines
from handschlag.matching.profile_data import (
    FieldKind,
    ProfileColumns,
    RegistrationExtras,
    carded_fields,
    seen_of,
)
from handschlag.matching.reasons import FitLine, fit_line, marked_evidence
from handschlag.matching.recommendation_lists import OwnList, needs_met, own_list, places_of, reasons_for
from handschlag.matching.recommendations import box_for
from handschlag.matching.times import hours_of
from handschlag.matching.wishing import (
    NEVER_LISTED,
    WHY_NOT,
    BallotBox,
    ballot_of,
    pair_mark_of,
    tallies_of,
    where_from,
)
from handschlag.registration import registration_data
from treffen.language import fold, stem

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


EACH = 20


def browse_screen(
    me: Participant, wanted: PeopleQuery, *, page: int, token: str, box: BallotBox
) -> dict[str, Any]:
    """One page of the search among people; a page number beyond the ends becomes the nearest."""
    found = search(me.service, me, wanted)
    count = max(1, -(-len(found.ids) // EACH))
    number = min(max(1, page), count)
    ids = found.ids[(number - 1) * EACH : number * EACH]
    cards = cards_of(me, ids)
    hours = hours_of(me.service, [me.pk, *ids])
    reasons, mine = reasons_for(me), own_lines(me)

    def row(card: Card) -> dict[str, Any]:
        state = pair_mark_of(card, mine=hours.get(me.pk), theirs=hours.get(card.id))
        fit = fit_line(card, reasons.get(card.id, ()), mine)
        return {
            "card": card,
            "role": where_from(card) if card.role or card.place else "",
            "line": _line_of(card, fit, found.words),
            "state": None if state.is_usual else state,
            "ballot": replace(ballot_of(card, box), why=""),  # the state stands beside the name
            "is_wished": card.wish in {"must", "want"},
        }

    return {
        "shell": shell_of(me, token, current=Tab.SEARCH, now=box.now, waiting=box.budget.received),
        "title": _title_of(len(found.ids)),
        "bar": box,
        "tallies": tallies_of(me, box.budget, now=box.now),
        "wanted": wanted,
        "is_loose": found.is_loose,
        "fields": _field_options(found, wanted),
        "networks": _network_options(found, wanted),
        "rows": tuple(row(cards[pk]) for pk in ids if pk in cards),
        "pages": Pages(number=number, count=count, query=wanted.query),
        "query": "&".join(part for part in (wanted.query, f"page={number}" if number > 1 else "") if part),
        "is_narrowed": bool(wanted.text or wanted.field or wanted.network),
        "is_filtered": bool(wanted.field or wanted.network or wanted.order != "fit"),
    }


def _line_of(card: Card, fit: FitLine | None, words: Sequence[str]) -> FitLine | None:
    """One line of somebody: where the searched words stand, or what fits, or the first."""
    lines = (*card.offers, *card.needs)
    found = [one for one in lines if any(fold(word) in fold(one.text) for word in words)]
    if not lines or (fit is not None and not found):
        return fit
    one = (found or lines)[0]
    before, mark, after = marked_evidence(one.text, words)
    return FitLine(
        said=Phrase(before=before.rstrip(), mark=mark, after=after),
        side="theirs" if one.direction == Direction.OFFER else "yours",
        fit=fit.fit if fit else "",
    )


def _title_of(number: int) -> str:
    if not number:
        return _("No results")
    return ngettext("%(count)s person", "%(count)s people", number) % {"count": number}


def _field_options(found: PeopleResult, wanted: PeopleQuery) -> tuple[Option, ...]:
    rows = [
        Option(value=code, label=pick(one.label_de, one.label_en), is_chosen=code == wanted.field)
        for code in found.fields
        if (one := term(code)) is not None
    ]
    return tuple(sorted(rows, key=lambda one: one.label.casefold()))


def _network_options(found: PeopleResult, wanted: PeopleQuery) -> tuple[Option, ...]:
    rows = [
        Option(value=str(pk), label=name, is_chosen=pk == wanted.network)
        for pk, name in found.networks.items()
    ]
    return tuple(sorted(rows, key=lambda one: one.label.casefold()))


def person_screen(
    me: Participant, other: int, *, token: str, asks_why: bool, box: BallotBox
) -> dict[str, Any] | None:
    """None where nobody of this number takes part in the same event."""
    own = own_list(me, beside=[other])
    card = own.cards.get(other)
    if card is None or other == me.pk:
        return None
    hours = hours_of(me.service, [me.pk, other])
    line = own.lines.get(other)
    asked = why_not(me.service, me.pk, other) if asks_why and line is None else None
    reasons = line.reasons if line else asked[1] if asked else []
    ballot, is_listed = ballot_of(card, box), other in own.shown
    kind = line.place if line else asked[0] if asked else "not_opted_in"
    return {
        "shell": shell_of(me, token, current=Tab.SEARCH, now=box.now, waiting=box.budget.received),
        "card": card,
        "met": earlier_meetings_of(me).get(other),
        "role": where_from(card),
        "facts": _facts_of(card),
        "why": reasons_in_words.why_of(card, reasons, own_lines(me)) if reasons else None,
        "state": pair_mark_of(card, mine=hours.get(me.pk), theirs=hours.get(other)),
        "bar": box,
        "ballot": ballot,
        "may_take_back": bool(card.wish) and not ballot.locked,
        "tallies": tallies_of(me, box.budget, now=box.now),
        "is_listed": asks_why and is_listed,
        "why_not": WHY_NOT[_why_not(own, card, kind, reasons)] if asks_why and not is_listed else "",
        "may_ask_why": not asks_why and not is_listed and may_wish(card.standing),
    }


def _facts_of(card: Card) -> tuple[tuple[str, str], ...]:
    rows = (
        *_said(card, ProfileColumns),
        (_("Networks"), ", ".join(card.networks.values())),
        *_said(card, RegistrationExtras),
    )
    return tuple((label, value) for label, value in rows if value)


def _said(card: Card, part: type[ProfileColumns | RegistrationExtras]) -> Iterator[tuple[str, str]]:
    languages = dict(registration_data.LANGUAGES)
    for name, declared in carded_fields(part).items():
        value = card.said.get(name, "")
        if declared.kind is FieldKind.LANGUAGES:
            value = ", ".join(str(languages.get(code, code)) for code in value)
        yield _(declared.card), str(value)


def _why_not(own: OwnList, card: Card, kind: str, reasons: Sequence[Mapping[str, Any]]) -> str:
    """Only what holds of the list as it is shown, which refills: what the engine compares is another one."""
    if not may_wish(card.standing):
        return "asked"
    if kind in NEVER_LISTED:
        return kind
    if not needs_met(reasons):
        return "no_fit"
    return "organisation_full" if card.organisation.casefold() in own.organisations else "score"


@require_safe
@for_participants
def everybody_page(request: HttpRequest, participant: Participant, token: str) -> HttpResponse:
    """The page of search among people who take part; only participants see it."""
    page = number_in(request.GET, "page")
    screen = browse_screen(
        participant, PeopleQuery.of(request.GET), page=page, token=token, box=box_for(request, participant)
    )
    context = {"screen": screen, "shell": screen["shell"], "token": token, "me": participant}
    return render(request, "matching/people/browse.html", context)


@require_safe
@for_participants
def person_page(request: HttpRequest, participant: Participant, token: str, number: int) -> HttpResponse:
    """Whoever is not there, has left or belongs to another event is not found, always alike."""
    screen = person_screen(
        participant,
        number,
        token=token,
        asks_why="why" in request.GET,
        box=box_for(request, participant),
    )
    if screen is None:
        raise Http404
    context = {"screen": screen, "shell": screen["shell"], "token": token, "me": participant}
    return render(request, "matching/people/person.html", context)
