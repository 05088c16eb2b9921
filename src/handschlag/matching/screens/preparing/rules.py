"""What each rule costs, in meetings; and what a change would cost, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.charts import Point, PriceCurve
from handschlag.design.figures import grouped
from handschlag.design.organiser import Table, TableRow
from handschlag.design.parts import Option, Step
from handschlag.events.models import Event
from handschlag.matching.engine.rule_prices import (
    Curve,
    Given,
    Prices,
    bound_of,
    curve_of,
    too_few_wishes,
    with_book,
)
from handschlag.matching.models import Interpreter, Participant, Service
from handschlag.matching.queries.facts import Facts
from handschlag.matching.rules.rulebook import SHAPES, Book, RuleKind, Term, kind_pairs, standard
from handschlag.matching.screens.preparing.rule_words import GROUPS, KIND_WORDS, TITLES, WORDS
from handschlag.matching.screens.preparing.steps import steps_of

MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    title: str
    url: str
    value: str
    old: str
    kind: str
    price: str
    cost: int
    whom: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleGroup:
    title: str
    rows: Sequence[RuleRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """The panel of one rule; `cost` is what the change would cost, in words."""

    kind: str
    title: str
    words: str
    seen: int
    is_on: bool
    can_be_off: bool
    degrees: Sequence[Option]
    number: int | None
    least: int
    most: int
    unit: str
    pairs: Sequence[Option]
    cost: str
    grounds: str
    curve: PriceCurve | None
    shortcut: int | None
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesScreen:
    steps: Sequence[Step]
    answer: str
    grounds: str
    is_pending: bool
    groups: Sequence[RuleGroup]
    dearest: int
    editor: Editor | None
    interpreters: Sequence[Interpreter]
    forbidden: int
    forbidden_url: str
    lacking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page is to show: one rule, perhaps with a change that is not saved."""

    kind: RuleKind | None
    term: Term | None = None


def asked_in(values: Mapping[str, Any], *, pairs: Sequence[str], book: Book) -> Asked:
    """Out of an address or a form; what makes no sense is left as it stands."""
    known = {kind.value: kind for kind in RuleKind}
    kind = known.get(values.get("rule", ""))
    if kind is None:
        return Asked(kind=None)
    if "degree" not in values:
        return Asked(kind=kind)
    text = values.get("number", "")
    number = int(text) if text.isdecimal() and len(text) < 5 else book[kind].number
    barred = {tuple(pair.split("-", 1)) for pair in pairs if pair.count("-") == 1}
    return Asked(
        kind=kind,
        term=Term(
            kind=kind,
            is_on=values["degree"] != "off",
            is_hard=values["degree"] == "hard" if values["degree"] != "off" else book[kind].is_hard,
            number=number if SHAPES[kind].range else None,
            barred=frozenset((one, other) for one, other in barred) & frozenset(kind_pairs()),
        ),
    )


def rules_screen(
    event: Event, service: Service, facts: Facts, *, book: Book, prices: Prices | None, asked: Asked
) -> RulesScreen:
    tried = asked.term if asked.term and asked.term != book[asked.term.kind] else None
    dearest = max(prices.prices, key=lambda one: prices.prices[one], default="") if prices else ""
    answer, grounds = answer_of(prices, dearest)
    lacking = book.with_term(tried).number(RuleKind.LEAST) if tried else book.number(RuleKind.LEAST)
    return RulesScreen(
        steps=steps_of(event, service, current="rules"),
        answer=answer,
        grounds=grounds,
        is_pending=prices is None,
        groups=groups_of(event, facts, book=book, prices=prices, asked=asked),
        dearest=prices.prices.get(dearest, 0) if prices else 0,
        editor=editor_of(facts, book, asked.kind, tried=tried, prices=prices) if asked.kind else None,
        interpreters=facts.interpreters,
        forbidden=len(facts.forbidden),
        forbidden_url=reverse("matching:forbidden", args=[event.slug]),
        lacking=lacking_of(facts, lacking) if lacking else "",
    )


def answer_of(prices: Prices | None, dearest: str) -> tuple[str, str]:
    if prices is None:
        return _("Prices are being found."), _("The page brings them as soon as they are there.")
    if not prices.asked:
        return _("Nobody has asked for a meeting yet, so rules cost nothing so far."), _(
            "You can set them now; prices come with the wishes."
        )
    answer = _("All rules together leave at most %(bound)s of %(asked)s meetings possible.") % {
        "bound": grouped(prices.bound),
        "asked": grouped(prices.asked),
    }
    if prices.prices.get(dearest, 0) > 0:
        answer += " " + _("The dearest: %(rule)s.") % {"rule": TITLES[dearest]}
    return answer, _(
        "Counted are requests that are open or agreed. Each price is a proved bound, computed alone; prices "
        "overlap, so they do not add up."
    )


def groups_of(
    event: Event, facts: Facts, *, book: Book, prices: Prices | None, asked: Asked
) -> Sequence[RuleGroup]:
    here = reverse("matching:rules", args=[event.slug])
    return tuple(
        RuleGroup(
            title=str(title),
            rows=tuple(row_of(name, here, facts, book=book, prices=prices, asked=asked) for name in names),
        )
        for title, names in GROUPS
    )


def row_of(name: str, here: str, facts: Facts, *, book: Book, prices: Prices | None, asked: Asked) -> RuleRow:
    kind = RuleKind(name) if name in set(RuleKind) else None
    cost = prices.prices.get(name) if prices else None
    changed = asked.term if kind and asked.term and asked.term.kind is kind else None
    now = value_of(book[kind]) if kind else given_value(Given(name), facts)
    new = value_of(changed) if changed else now
    is_free = name == RuleKind.LEAST
    return RuleRow(
        title=str(TITLES[name]),
        url=f"{here}?rule={name}" if kind else "",
        value=new,
        old=now if new != now else "",
        kind=degree_word(changed or book[kind]) if kind else _("hard"),
        price=_("planning shows it")
        if name == RuleKind.BREAKS and book[kind or RuleKind.BREAKS].is_on
        else price_word(0 if is_free and cost is not None else cost),
        cost=cost or 0,
        whom=whom(name, facts, book=book, prices=prices),
        is_chosen=kind is not None and kind is asked.kind,
    )


def price_word(cost: int | None) -> str:
    if cost is None:
        return ""
    return f"− {grouped(cost)}" if cost > 0 else "0"


def degree_word(term: Term) -> str:
    if not term.is_on:
        return _("off")
    return _("hard") if term.is_hard else _("goal")


def value_of(term: Term) -> str:
    if not term.is_on:
        return _("not set")
    if term.kind is RuleKind.CROSS_NETWORK:
        return f"≥ {term.number} %"
    if term.kind is RuleKind.KINDS:
        n = len(term.barred)
        return ngettext("%(n)s pair of kinds", "%(n)s pairs of kinds", n) % {"n": n}
    if term.number is not None:
        return str(term.number)
    return _("always")


def given_value(given: Given, facts: Facts) -> str:
    if given is Given.FORBIDDEN:
        n = len(facts.forbidden)
        return ngettext("%(n)s pair", "%(n)s pairs", n) % {"n": n}
    if given is Given.TALKS:
        n = sum(len(one.musts) for one in facts.people)
        return ngettext("%(n)s entry", "%(n)s entries", n) % {"n": n}
    if given is Given.PRESENCE:
        n = sum(bool(one.arrives_at or one.leaves_at or one.blocked) for one in facts.people)
        return ngettext("%(n)s entry", "%(n)s entries", n) % {"n": n}
    slots = sum(len(run.slots) for run in facts.grid.runs)
    return _("%(places)s places, %(slots)s slots") % {"places": len(facts.places), "slots": slots}


def whom(name: str, facts: Facts, *, book: Book, prices: Prices | None) -> str:
    if prices is None:
        return ""
    n = prices.touched.get(name)
    if name == RuleKind.INTERPRETERS:
        n = len(facts.interpreters)
        return ngettext("%(n)s interpreter", "%(n)s interpreters", n) % {"n": n}
    if n is None or (name in set(RuleKind) and not book[RuleKind(name)].is_on):
        return ""
    people = ngettext("%(n)s person", "%(n)s people", n) % {"n": n}
    return _("%(people)s, confidential") % {"people": people} if name == Given.FORBIDDEN else people


def editor_of(
    facts: Facts, book: Book, kind: RuleKind, *, tried: Term | None, prices: Prices | None
) -> Editor:
    shape, term = SHAPES[kind], tried or book[kind]
    versions = {row.kind: row.version for row in facts.rules}
    cost, grounds = cost_of(facts, book, tried, prices=prices) if tried and prices else ("", "")
    curve = curve_of(facts, kind) if kind in {RuleKind.CROSS_NETWORK, RuleKind.MOST} and prices else None
    low, high = shape.range or (0, 0)
    degrees = [
        ("off", _("Off"), shape.can_be_off),
        ("hard", _("Hard: rather fewer meetings"), shape.can_be_hard),
        ("goal", _("Goal: as far as possible"), shape.can_be_goal),
    ]
    now = "off" if not term.is_on else "hard" if term.is_hard else "goal"
    return Editor(
        kind=kind.value,
        title=str(TITLES[kind]),
        words=str(WORDS[kind]),
        seen=versions.get(kind.value, 0),
        is_on=term.is_on,
        can_be_off=shape.can_be_off,
        degrees=tuple(
            Option(value=value, label=label, is_chosen=value == now) for value, label, fits in degrees if fits
        ),
        number=(term.number if term.number is not None else standard(kind).number) if shape.range else None,
        least=low,
        most=high,
        unit="%" if kind is RuleKind.CROSS_NETWORK else "",
        pairs=pairs_of(term) if kind is RuleKind.KINDS else (),
        cost=cost,
        grounds=grounds,
        curve=drawn(kind, curve, term) if curve and curve.without else None,
        shortcut=curve.free if curve and curve.without and curve.free != term.number else None,
        is_changed=tried is not None,
    )


def pairs_of(term: Term) -> Sequence[Option]:
    return tuple(
        Option(
            value=f"{one}-{other}",
            label=_("%(one)s and %(other)s") % {"one": KIND_WORDS[one], "other": KIND_WORDS[other]},
            is_chosen=(one, other) in term.barred,
        )
        for one, other in kind_pairs()
    )


def cost_of(facts: Facts, book: Book, tried: Term, *, prices: Prices) -> tuple[str, str]:
    """What would become possible or impossible; the change is not saved."""
    after = bound_of(with_book(facts, book.with_term(tried)))
    less = prices.bound - after
    names = {"n": grouped(abs(less)), "before": grouped(prices.bound), "after": grouped(after)}
    grounds = _("At most %(after)s meetings instead of %(before)s. Not saved yet.") % names
    if less > 0:
        text = ngettext("The change costs %(n)s meeting.", "The change costs %(n)s meetings.", less)
        return text % names, grounds
    if less < 0:
        text = ngettext("The change brings %(n)s meeting.", "The change brings %(n)s meetings.", -less)
        return text % names, grounds
    same = _("At most %(after)s meetings, as before. Not saved yet.")
    return _("The change costs no meetings."), same % names


def drawn(kind: RuleKind, curve: Curve, term: Term) -> PriceCurve:
    unit = " %" if kind is RuleKind.CROSS_NETWORK else ""
    held = dict(curve.points)
    chosen = min(held, key=lambda number: abs(number - (term.number or 0)))
    free = (
        _("Up to %(n)s%(unit)s it costs nothing.")
        if kind is RuleKind.CROSS_NETWORK
        else _("From %(n)s%(unit)s on it costs nothing.")
    ) % {"n": curve.free, "unit": unit}
    return PriceCurve(
        title=_("Meetings by this number"),
        alt=free,
        points=tuple((float(x), float(y)) for x, y in curve.points),
        chosen=Point(chosen, f"{chosen}{unit}: {grouped(held[chosen])}") if term.is_on else None,
        free_until=float(curve.free) if kind is RuleKind.CROSS_NETWORK else None,
        unit=unit,
        twin=Table(
            title=free,
            heads=(_("Number"), _("Meetings at most"), _("Price")),
            rows=tuple(
                TableRow(
                    cells=(f"{x}{unit}", grouped(y), price_word(curve.without - y)),
                    is_chosen=term.is_on and x == term.number,
                )
                for x, y in curve.points
            ),
        ),
    )


def lacking_of(facts: Facts, least: int) -> str:
    """Who cannot reach the minimum, with names of a few: they are the ones to call."""
    found = too_few_wishes(facts, least)
    if not found:
        return ""
    rows = Participant.objects.filter(pk__in=found[:MOST_NAMES]).order_by("pk")
    names = ", ".join(rows.values_list("registration__name", flat=True))
    more = len(found) - min(len(found), MOST_NAMES)
    text = ngettext(
        "%(n)s person cannot reach %(least)s meetings, having fewer requests: %(names)s%(more)s.",
        "%(n)s people cannot reach %(least)s meetings, having fewer requests: %(names)s%(more)s.",
        len(found),
    )
    rest = _(" and %(n)s more") % {"n": more} if more else ""
    return text % {"n": len(found), "least": least, "names": names, "more": rest}


def as_saved(asked: Asked, book: Book) -> Term | None:
    """The term of a form, as it is stored: a rule that is switched off keeps its number."""
    if asked.term is None:
        return None
    if not asked.term.is_on:
        return replace(book[asked.term.kind], is_on=False)
    return asked.term
