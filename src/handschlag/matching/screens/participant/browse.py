"""Everybody, to browse and to search; each with the state of the pair and a wish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.design.components.participant import Phrase
from handschlag.design.components.parts import Option, Pages
from handschlag.directory.rules.analysis import fold
from handschlag.matching.engine.vocabulary import term
from handschlag.matching.models import Direction, Participant
from handschlag.matching.queries.cards import Card, cards_of, own_lines
from handschlag.matching.queries.everybody import PeopleQuery, PeopleResult, search
from handschlag.matching.queries.free_slots import hours_of
from handschlag.matching.queries.recommendations import reasons_for
from handschlag.matching.rules.highlights import marked
from handschlag.matching.screens.participant.ballots import BallotBox, ballot_of, tallies_of, where_from
from handschlag.matching.screens.participant.pair_marks import pair_mark_of
from handschlag.matching.screens.participant.reasons import FitLine, fit_line
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab

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
    before, mark, after = marked(one.text, words)
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
