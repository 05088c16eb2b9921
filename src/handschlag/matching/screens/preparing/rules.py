"""What each rule costs, in meetings; and what a change would cost, before it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.numbers import format_number
from handschlag.events.models import Event
from handschlag.matching.engine.rule_prices import FixedLimit, Prices, too_few_wishes
from handschlag.matching.models import Service
from handschlag.matching.queries.display_names import names_of
from handschlag.matching.queries.engine_input import EngineInput
from handschlag.matching.rules.rulebook import SHAPES, Book, RuleKind, RuleSetting, kind_pairs
from handschlag.matching.screens.preparing.rule_editor import editor_of, price_word
from handschlag.matching.screens.preparing.rule_labels import GROUPS
from handschlag.matching.screens.preparing.steps import steps_of

MOST_NAMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _RuleDraft:
    """What the page is to show: one rule, perhaps with a change that is not saved."""

    kind: RuleKind | None
    setting: RuleSetting | None = None


def draft_in(values: Mapping[str, Any], *, pairs: Sequence[str], book: Book) -> _RuleDraft:
    """Out of an address or a form; what makes no sense is left as it stands."""
    known = {kind.value: kind for kind in RuleKind}
    kind = known.get(values.get("rule", ""))
    if kind is None:
        return _RuleDraft(kind=None)
    if "degree" not in values:
        return _RuleDraft(kind=kind)
    text = values.get("number", "")
    number = int(text) if text.isdecimal() and len(text) < 5 else book[kind].number
    barred = {tuple(pair.split("-", 1)) for pair in pairs if pair.count("-") == 1}
    return _RuleDraft(
        kind=kind,
        setting=RuleSetting(
            kind=kind,
            is_on=values["degree"] != "off",
            is_hard=values["degree"] == "hard" if values["degree"] != "off" else book[kind].is_hard,
            number=number if SHAPES[kind].range else None,
            barred=frozenset((one, other) for one, other in barred) & frozenset(kind_pairs()),
        ),
    )


def rules_screen(
    event: Event,
    service: Service,
    facts: EngineInput,
    *,
    book: Book,
    prices: Prices | None,
    draft: _RuleDraft,
) -> dict[str, Any]:
    """All rules with their prices, and the panel of the one asked for; without prices it is pending."""
    tried = draft.setting if draft.setting and draft.setting != book[draft.setting.kind] else None
    dearest = max(prices.prices, key=lambda one: prices.prices[one], default="") if prices else ""
    answer, grounds = _answer_of(prices, dearest)
    least = book.with_term(tried).number(RuleKind.LEAST) if tried else book.number(RuleKind.LEAST)
    return {
        "steps": steps_of(event, service, current="rules"),
        "answer": answer,
        "grounds": grounds,
        "is_pending": prices is None,
        "groups": [
            (title, [_row_of(rule, facts, book=book, prices=prices, draft=draft) for rule in rules])
            for title, rules in GROUPS
        ],
        "dearest": prices.prices.get(dearest, 0) if prices else 0,
        "editor": editor_of(facts, book, draft.kind, tried=tried, prices=prices) if draft.kind else None,
        "interpreters": facts.interpreters,
        "forbidden": len(facts.forbidden),
        "lacking": _lacking_of(facts, least) if least else "",
    }


def _answer_of(prices: Prices | None, dearest: str) -> tuple[str, str]:
    if prices is None:
        return _("Calculating the costs."), _("They appear on this page automatically.")
    if not prices.asked:
        return _("Nobody has requested a meeting yet, so rules have no effect so far."), _(
            "You can set rules now. We show their effect once there are requests."
        )
    answer = _("All rules together leave at most %(bound)s of %(asked)s meetings possible.") % {
        "bound": format_number(prices.bound),
        "asked": format_number(prices.asked),
    }
    if prices.prices.get(dearest, 0) > 0:
        rule = next(rule for _title, rules in GROUPS for rule in rules if rule == dearest)
        answer += " " + _("Highest cost: %(rule)s.") % {"rule": _(rule.label)}
    return answer, _(
        "Open and confirmed requests are counted. Each cost is a proved limit, calculated "
        "separately. Costs overlap, so they do not add up."
    )


def _row_of(
    rule: RuleKind | FixedLimit, facts: EngineInput, *, book: Book, prices: Prices | None, draft: _RuleDraft
) -> dict[str, Any]:
    kind = rule if isinstance(rule, RuleKind) else None
    cost = prices.prices.get(rule) if prices else None
    changed = draft.setting if kind and draft.setting and draft.setting.kind is kind else None
    old = _value_of(book[kind]) if kind else _given_value(FixedLimit(rule), facts)
    new = _value_of(changed) if changed else old
    is_free = rule is RuleKind.LEAST
    return {
        "kind": kind,
        "title": _(rule.label),
        "value": new,
        "old": old if new != old else "",
        "setting": changed or book[kind] if kind else None,
        "price": _("shown by planning")
        if kind is RuleKind.BREAKS and book[kind].is_on
        else price_word(0 if is_free and cost is not None else cost),
        "cost": cost or 0,
        "whom": _whom(rule, facts, book=book, prices=prices),
        "is_chosen": kind is not None and kind is draft.kind,
    }


def _value_of(term: RuleSetting) -> str:
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


def _given_value(given: FixedLimit, facts: EngineInput) -> str:
    if given is FixedLimit.FORBIDDEN:
        n = len(facts.forbidden)
        return ngettext("%(n)s pair", "%(n)s pairs", n) % {"n": n}
    if given is FixedLimit.TALKS:
        n = sum(len(one.musts) for one in facts.people)
        return ngettext("%(n)s entry", "%(n)s entries", n) % {"n": n}
    if given is FixedLimit.PRESENCE:
        n = sum(bool(one.arrives_at or one.leaves_at or one.blocked) for one in facts.people)
        return ngettext("%(n)s entry", "%(n)s entries", n) % {"n": n}
    slots = sum(len(run.slots) for run in facts.grid.runs)
    return _("%(places)s tables, %(slots)s time slots") % {"places": len(facts.places), "slots": slots}


def _whom(name: str, facts: EngineInput, *, book: Book, prices: Prices | None) -> str:
    if prices is None:
        return ""
    n = prices.touched.get(name)
    if name == RuleKind.INTERPRETERS:
        n = len(facts.interpreters)
        return ngettext("%(n)s interpreter", "%(n)s interpreters", n) % {"n": n}
    if n is None or (name in set(RuleKind) and not book[RuleKind(name)].is_on):
        return ""
    people = ngettext("%(n)s person", "%(n)s people", n) % {"n": n}
    return _("%(people)s, confidential") % {"people": people} if name == FixedLimit.FORBIDDEN else people


def _lacking_of(facts: EngineInput, least: int) -> str:
    """Who cannot reach the minimum, with names of a few: they are the ones to call."""
    found = too_few_wishes(facts, least)
    if not found:
        return ""
    names = ", ".join(names_of(found[:MOST_NAMES]))
    more = len(found) - min(len(found), MOST_NAMES)
    text = ngettext(
        "%(n)s person cannot reach %(least)s meetings because there are too few requests: %(names)s%(more)s.",
        "%(n)s people cannot reach %(least)s meetings because there are too few requests: %(names)s%(more)s.",
        len(found),
    )
    rest = _(" and %(n)s more") % {"n": more} if more else ""
    return text % {"n": len(found), "least": least, "names": names, "more": rest}


def as_saved(draft: _RuleDraft, book: Book) -> RuleSetting | None:
    """The setting of a form, as it is stored: a rule that is switched off keeps its number."""
    if draft.setting is None:
        return None
    if not draft.setting.is_on:
        return replace(book[draft.setting.kind], is_on=False)
    return draft.setting
