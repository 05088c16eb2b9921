"""Rules with their prices, and interpreters, as organisers see and change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.refusals import Refusal
from handschlag.design.components.organiser import Point, PriceCurve, Table, TableRow
from handschlag.design.components.parts import Option
from handschlag.design.fields import OneLine
from handschlag.design.tallies import format_number
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.matching.access import FOLDER, event_for_team, no_matching_yet, require_team
from handschlag.matching.agreed_meetings import increase_revision, lock_service
from handschlag.matching.engine import rule_prices
from handschlag.matching.engine.rule_prices import (
    Curve,
    FixedLimit,
    Prices,
    bound_of,
    curve_of,
    promises_broken_by,
    too_few_wishes,
    with_book,
)
from handschlag.matching.engine_input import PLANNED, EngineInput, load_engine_input, price_fingerprint_of
from handschlag.matching.missing import steps_of
from handschlag.matching.models import Interpreter, Participant, Request, Rule, Service
from handschlag.matching.names import names_of
from handschlag.matching.refusals import PreparingRefusal, refusal_message
from handschlag.matching.rulebook import (
    SHAPES,
    Book,
    RuleKind,
    RuleSetting,
    book_of,
    is_sound,
    kind_pairs,
    standard,
)


@transaction.atomic
def set_rule(*, service_id: int, term: RuleSetting, seen: int, by: Subject, now: datetime) -> Rule:
    """The rule says this from now on; `seen` is its version, 0 where nobody had touched it.

    Refused where a meeting that is guaranteed could not be held any more.
    """
    service = lock_service(service_id)
    require_team(by, service.event_id)
    if not is_sound(term):
        raise Refusal(PreparingRefusal.NOT_SOUND)
    before = Rule.objects.filter(service=service, kind=term.kind).first()
    if (before.version if before else 0) != seen:
        raise Refusal(PreparingRefusal.STALE)
    facts = load_engine_input(service)
    if broken := promises_broken_by(facts, book_of(facts.rules).with_term(term)):
        raise Refusal(PreparingRefusal.BREAKS_PROMISES, number=len(broken))
    values: dict[str, Any] = {
        "number": term.number,
        "is_on": term.is_on,
        "is_hard": term.is_hard,
        "options": {"barred": sorted(map(list, term.barred))} if term.barred else {},
        "version": seen + 1,
    }
    row, _ = Rule.objects.update_or_create(service=service, kind=term.kind, defaults=values)
    increase_revision(service, structure=True)
    audit.record(verb="matching.ruled", target=row, by_id=by.user_id, now=now, changes=_told(before, row))
    return row


def _told(before: Rule | None, after: Rule) -> dict[str, list[Any]]:
    names = ("is_on", "is_hard", "number")
    pairs = {name: [getattr(before, name, None), getattr(after, name)] for name in names}
    return {"kind": [None, str(after.kind)], **{name: two for name, two in pairs.items() if two[0] != two[1]}}


@transaction.atomic
def add_interpreter(
    *, service_id: int, name: str, languages: tuple[str, ...], by: Subject, now: datetime
) -> Interpreter:
    """One meeting more at a time can be interpreted."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    position = Interpreter.objects.filter(service=service).count()
    made = Interpreter.objects.create(
        service=service, name=name, languages=list(languages), position=position
    )
    increase_revision(service, structure=True)
    audit.record(verb="matching.interpreter_added", target=made, by_id=by.user_id, now=now)
    return made


@transaction.atomic
def remove_interpreter(*, service_id: int, pk: int, by: Subject, now: datetime) -> None:
    """Not while a meeting needs this interpreter."""
    service = lock_service(service_id)
    require_team(by, service.event_id)
    row = Interpreter.objects.filter(service=service, pk=pk).first()
    if row is None:
        raise Refusal(PreparingRefusal.GONE)
    if row.meetings.exists():
        raise Refusal(PreparingRefusal.HAS_MEETINGS)
    audit.record(verb="matching.interpreter_removed", target=row, by_id=by.user_id, now=now)
    row.delete()
    increase_revision(service, structure=True)


PRICES: Final = "matching.prices"


def prices_for(service: Service, *, now: datetime) -> Prices | None:
    """The prices, or None while they are being found."""
    mark = price_fingerprint_of(service)
    kept = rule_prices.cached_prices(service, mark)
    if kept is not None:
        return kept
    if Request.objects.filter(service=service, state__in=PLANNED).count() < rule_prices.LARGE:
        return rule_prices.found_prices(service)[1]
    rows = Job.objects.filter(kind=PRICES, payload__service_id=service.pk, payload__mark=mark)
    job = rows.order_by("-pk").first()
    if job is not None and job.state == JobState.DONE and job.result:
        return rule_prices.store_prices(service, mark, rule_prices.decoded_prices(job.result))
    if job is None or job.state in {JobState.FAILED, JobState.CANCELLED}:
        enqueue(kind=PRICES, payload={"service_id": service.pk, "mark": mark}, owner_id=None, now=now)
    return None


type Text = str | Promise
GROUPS: Final[tuple[tuple[Text, tuple[RuleKind | FixedLimit, ...]], ...]] = (
    (
        gettext_lazy("Permitted pairs"),
        (
            RuleKind.SAME_ORGANISATION,
            RuleKind.SAME_NETWORK,
            RuleKind.KINDS,
            FixedLimit.FORBIDDEN,
            RuleKind.CROSS_NETWORK,
        ),
    ),
    (gettext_lazy("Amount per person"), (RuleKind.LEAST, RuleKind.MOST, RuleKind.BREAKS)),
    (gettext_lazy("Time"), (FixedLimit.TALKS, FixedLimit.PRESENCE)),
    (
        gettext_lazy("Place and language"),
        (RuleKind.STEP_FREE, RuleKind.QUIET, RuleKind.INTERPRETERS, FixedLimit.PLACES),
    ),
)
KIND_WORDS: Final[Mapping[str, Text]] = {
    "company": gettext_lazy("Companies"),
    "university": gettext_lazy("Universities"),
    "research": gettext_lazy("Research institutions"),
    "other": gettext_lazy("others"),
}


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


@never_cache
@require_safe
def rules_page(request: HttpRequest, slug: str) -> Any:
    """One rule may be open, with a change that is only tried."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    book = book_of(service.rules.all())
    draft = draft_in(request.GET, pairs=request.GET.getlist("pair"), book=book)
    has_requests = draft.kind is not None or book.number(RuleKind.LEAST) is not None
    facts = load_engine_input(service, has_requests=has_requests)
    screen = rules_screen(
        event,
        service,
        facts,
        book=book,
        prices=prices_for(service, now=timezone.now()),
        draft=draft,
    )
    context = console_context(event, by, current="matching:set_up", screen=screen, form=InterpreterForm())
    return render(request, f"{FOLDER}/rules.html", context)


@require_POST
def save_rule(request: HttpRequest, slug: str) -> Any:
    """Saves one rule, then leads to the rules; what cannot be read changes nothing."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    book = book_of(service.rules.all())
    draft = draft_in(request.POST, pairs=request.POST.getlist("pair"), book=book)
    term, seen = as_saved(draft, book), request.POST.get("seen", "")
    if term is None or not seen.isdecimal():
        return redirect("matching:rules", slug=slug)
    try:
        set_rule(service_id=service.pk, term=term, seen=int(seen[:9]), by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no))
    else:
        messages.success(request, _("Rule saved."))
    return redirect("matching:rules", slug=slug)


@require_POST
def interpreters(request: HttpRequest, slug: str) -> Any:
    """One more, or one less."""
    event, by, service = event_for_team(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    form, gone = InterpreterForm(request.POST), request.POST.get("remove", "")
    try:
        if gone.isdecimal():
            remove_interpreter(service_id=service.pk, pk=int(gone[:15]), by=by, now=timezone.now())
        elif form.is_valid():
            add_interpreter(service_id=service.pk, by=by, now=timezone.now(), **form.cleaned_data)
        else:
            messages.error(request, _("Enter a name and at least two languages, for example de, en."))
    except Refusal as no:
        messages.error(request, refusal_message(no))
    return redirect("matching:rules", slug=slug)


def addresses_of(service: Service) -> Sequence[tuple[str, str]]:
    """Address and name of everybody who takes part."""
    rows = Participant.objects.filter(service=service, left_at=None).order_by("registration__name")
    return tuple(rows.values_list("registration__email", "registration__name"))


class InterpreterForm(forms.Form):
    name = OneLine(label=gettext_lazy("Name of the interpreter"), max_length=120)
    languages = OneLine(
        label=gettext_lazy("Languages, two letters each"),
        max_length=60,
        help_text=gettext_lazy("For example de, en, pl"),
    )

    def clean_languages(self) -> tuple[str, ...]:
        codes = [part.strip().lower() for part in self.cleaned_data["languages"].split(",")]
        if len(codes) < 2 or not all(len(code) == 2 and code.isalpha() for code in codes):
            raise forms.ValidationError(gettext_lazy("Enter at least two languages, separated by commas."))
        return tuple(dict.fromkeys(codes))
