"""The panel of one rule: what may be said of it, what a change costs, and the curve of its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.charts import Point, PriceCurve
from handschlag.design.components.organiser import Table, TableRow
from handschlag.design.components.parts import Option
from handschlag.design.numbers import format_number
from handschlag.matching.engine.rule_prices import Curve, Prices, bound_of, curve_of, with_book
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.rulebook import SHAPES, Book, RuleKind, RuleSetting, kind_pairs, standard
from handschlag.matching.screens.preparing.rule_labels import KIND_WORDS


def editor_of(
    facts: EngineInput, book: Book, kind: RuleKind, *, tried: RuleSetting | None, prices: Prices | None
) -> dict[str, Any]:
    """The panel of one rule; the cost is empty until a change is tried and prices are known."""
    shape, setting = SHAPES[kind], tried or book[kind]
    cost, grounds = _cost_of(facts, book, tried, prices=prices) if tried and prices else ("", "")
    has_curve = kind in {RuleKind.CROSS_NETWORK, RuleKind.MOST} and prices
    curve = curve_of(facts, kind, shown=setting.number) if has_curve else None
    return {
        "kind": kind.value,
        "title": _(kind.label),
        "words": _(shape.words),
        "seen": next((row.version for row in facts.rules if row.kind == kind), 0),
        "degrees": _degrees_of(setting),
        "range": shape.range,
        "number": standard(kind).number if setting.number is None else setting.number,
        "unit": "%" if kind is RuleKind.CROSS_NETWORK else "",
        "pairs": _pairs_of(setting) if kind is RuleKind.KINDS else (),
        "cost": cost,
        "grounds": grounds,
        "curve": _drawn(kind, curve, setting) if curve and curve.without else None,
        "shortcut": curve.free if curve and curve.without and curve.free != setting.number else None,
        "is_changed": tried is not None,
    }


def _degrees_of(term: RuleSetting) -> Sequence[Option]:
    shape = SHAPES[term.kind]
    now = "off" if not term.is_on else "hard" if term.is_hard else "goal"
    choices = (
        ("off", _("Off"), shape.can_be_off),
        ("hard", _("Required, even if there are fewer meetings"), shape.can_be_hard),
        ("goal", _("Goal: as far as possible"), shape.can_be_goal),
    )
    return tuple(
        Option(value=value, label=label, is_chosen=value == now) for value, label, fits in choices if fits
    )


def _pairs_of(term: RuleSetting) -> Sequence[Option]:
    return tuple(
        Option(
            value=f"{one}-{other}",
            label=_("%(one)s and %(other)s") % {"one": KIND_WORDS[one], "other": KIND_WORDS[other]},
            is_chosen=(one, other) in term.barred,
        )
        for one, other in kind_pairs()
    )


def _cost_of(facts: EngineInput, book: Book, tried: RuleSetting, *, prices: Prices) -> tuple[str, str]:
    """What would become possible or impossible; the change is not saved."""
    after = bound_of(with_book(facts, book.with_term(tried)))
    less = prices.bound - after
    names = {
        "n": format_number(abs(less)),
        "before": format_number(prices.bound),
        "after": format_number(after),
    }
    grounds = _("At most %(after)s meetings instead of %(before)s. Not saved yet.") % names
    if less > 0:
        text = ngettext("The change costs %(n)s meeting.", "The change costs %(n)s meetings.", less)
        return text % names, grounds
    if less < 0:
        text = ngettext("The change adds %(n)s meeting.", "The change adds %(n)s meetings.", -less)
        return text % names, grounds
    same = _("At most %(after)s meetings, as before. Not saved yet.")
    return _("The change costs no meetings."), same % names


def _drawn(kind: RuleKind, curve: Curve, term: RuleSetting) -> PriceCurve:
    unit = " %" if kind is RuleKind.CROSS_NETWORK else ""
    held = dict(curve.points)
    chosen = min(held, key=lambda number: abs(number - (term.number or 0)))
    free = (
        _("Up to %(n)s%(unit)s it costs no meetings.")
        if kind is RuleKind.CROSS_NETWORK
        else _("At %(n)s%(unit)s or more it costs no meetings.")
    ) % {"n": curve.free, "unit": unit}
    return PriceCurve(
        title=_("Meetings by this number"),
        alt=free,
        points=tuple((float(x), float(y)) for x, y in curve.points),
        chosen=Point(chosen, f"{chosen}{unit}: {format_number(held[chosen])}") if term.is_on else None,
        free_until=float(curve.free) if kind is RuleKind.CROSS_NETWORK else None,
        unit=unit,
        twin=Table(
            title=free,
            heads=(_("Number"), _("Possible meetings"), _("Cost")),
            rows=tuple(
                TableRow(
                    cells=(f"{x}{unit}", format_number(y), price_word(curve.without - y)),
                    is_chosen=term.is_on and x == term.number,
                )
                for x, y in curve.points
            ),
        ),
    )


def price_word(cost: int | None) -> str:
    """The cost with a minus sign, 0 where it costs nothing, empty where it is unknown."""
    if cost is None:
        return ""
    return f"− {format_number(cost)}" if cost > 0 else "0"
