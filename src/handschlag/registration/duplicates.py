"""Two registrations that may be one person: merged, or told apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rapidfuzz import fuzz

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.names import folded_name
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import number_in, refusal_message
from handschlag.directory.similar_actors import bare_name
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration import decisions
from handschlag.registration.access import CURRENT, event_for_team, require_team
from handschlag.registration.decisions import fill_places, reseat_others, set_state
from handschlag.registration.models import NoDuplicates, Registration
from handschlag.registration.places import (
    ACTIVE,
    PlaceState,
    RegistrationRefusal,
    lock_registration,
    save_registration,
)
from handschlag.registration.sessions import sessions_of, write_wishes

SIMILAR_NAME, SIMILAR_ORGANISATION = 86, 85
LARGEST_BLOCK = 60  # what more people have in common tells nobody apart
TITLES: Final = re.compile(
    r"\b(prof|professor|professorin|dr|doctor|phd|dipl|ing|mag|msc|bsc|ma|ba|mba|h c|hc|habil|rer|nat|med|"
    r"pol|phil|mr|mrs|ms|herr|frau)\b"
)
# Addresses that many people have who know nothing of each other.
FREE_MAIL: Final = frozenset({
    "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "outlook.com", "outlook.de",
    "hotmail.com", "hotmail.de", "yahoo.com", "yahoo.de", "icloud.com", "freenet.de", "posteo.de",
    "mailbox.org", "proton.me", "protonmail.com", "aol.com", "live.com", "me.com", "arcor.de",
})  # fmt: skip


class ResemblanceReason(StrEnum):
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_ACTOR = "same_actor"
    SIMILAR_ORGANISATION = "similar_organisation"
    SAME_DOMAIN = "same_domain"


@dataclass(frozen=True, kw_only=True)  # not slotted: its folded forms are computed once
class ComparedRegistration:
    """What is compared of a registration."""

    id: int
    name: str
    email: str
    organisation: str = ""
    actor: int | None = None

    @cached_property
    def bare(self) -> str:
        return " ".join(TITLES.sub(" ", folded_name(self.name)).split())

    @cached_property
    def house(self) -> str:
        return bare_name(self.organisation)

    @cached_property
    def domain(self) -> str:
        domain = self.email.rpartition("@")[2].lower()
        return "" if domain in FREE_MAIL else domain


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyPair:
    """Two that may be one, the lower id first."""

    first: int
    second: int
    reasons: tuple[ResemblanceReason, ...]
    likeness: int


def _compare(one: ComparedRegistration, other: ComparedRegistration) -> LikelyPair | None:
    """Why these two may be one person; None where nothing says so."""
    likeness = int(fuzz.token_sort_ratio(one.bare, other.bare, score_cutoff=SIMILAR_NAME))
    if not likeness or one.id == other.id:
        return None
    where = tuple(_places(one, other))
    if not where:
        return None
    name = (
        ResemblanceReason.SAME_NAME
        if sorted(one.bare.split()) == sorted(other.bare.split())
        else ResemblanceReason.SIMILAR_NAME
    )
    first, second = sorted((one.id, other.id))
    return LikelyPair(first=first, second=second, reasons=(name, *where), likeness=likeness)


def _places(one: ComparedRegistration, other: ComparedRegistration) -> Iterator[ResemblanceReason]:
    """What two people have in common besides their names."""
    if one.actor is not None and one.actor == other.actor:
        yield ResemblanceReason.SAME_ACTOR
    elif one.house and other.house and _alike(one.house, other.house):
        yield ResemblanceReason.SIMILAR_ORGANISATION
    if one.domain and one.domain == other.domain:
        yield ResemblanceReason.SAME_DOMAIN


def _alike(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(one, other) >= SIMILAR_ORGANISATION


def likely_pairs(people: Iterable[ComparedRegistration]) -> Sequence[LikelyPair]:
    """All pairs worth a look, the likeliest first."""
    found: dict[tuple[int, int], LikelyPair] = {}
    seen: set[tuple[int, int]] = set()
    for one, other in _pairs_to_compare(tuple(people)):
        key = (min(one.id, other.id), max(one.id, other.id))
        if key not in seen:
            seen.add(key)
            if pair := _compare(one, other):
                found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.likeness, pair.first, pair.second))


def _pairs_to_compare(
    people: tuple[ComparedRegistration, ...],
) -> Iterator[tuple[ComparedRegistration, ComparedRegistration]]:
    """Those who share a rare word of their names, or a small organisation."""
    blocks: dict[tuple[str, object], list[ComparedRegistration]] = defaultdict(list)
    for one in people:
        for word in set(one.bare.split()):
            blocks["word", word].append(one)
        if one.actor is not None:
            blocks["actor", one.actor].append(one)
        if one.house:
            blocks["house", one.house].append(one)
        if one.domain:
            blocks["domain", one.domain].append(one)
    for block in blocks.values():
        if len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _DoubtfulPair:
    pair: LikelyPair
    first: Registration
    second: Registration


def doubtful_pairs(event_id: int) -> Sequence[_DoubtfulPair]:
    """The likeliest first; without those that somebody has told apart. Three queries."""
    rows = Registration.objects.filter(event_id=event_id, state__in=ACTIVE, erased_at=None)
    columns = ("pk", "name", "email", "organisation", "actor__name", "actor")
    people = [
        ComparedRegistration(id=pk, name=name, email=email, organisation=entry or words, actor=actor)
        for pk, name, email, words, entry, actor in rows.values_list(*columns)
    ]
    apart = set(NoDuplicates.objects.filter(first__event_id=event_id).values_list("first_id", "second_id"))
    pairs = [one for one in likely_pairs(people) if (one.first, one.second) not in apart]
    known = rows.select_related("actor").in_bulk({pk for one in pairs for pk in (one.first, one.second)})
    return [
        _DoubtfulPair(pair=one, first=known[one.first], second=known[one.second])
        for one in pairs
        if one.first in known and one.second in known  # somebody may have cancelled between two queries
    ]


# What the kept registration takes over where it says nothing itself.
TAKEN_OVER: Final = ("phone", "role", "place", "actor_id", "organisation", "diet", "needs")
ADDED: Final = ("needs_step_free", "needs_quiet", "needs_interpreter")


@transaction.atomic
def merge(*, kept_id: int, other_id: int, by: Subject, now: datetime) -> Registration:
    """One registration stays, with what only the other one said; the other is cancelled without a letter.

    If the other one had the place, the kept one takes it over: nobody behind them is passed over or lost.
    """
    if kept_id == other_id:
        raise Refusal(PairRefusal.SAME)
    kept = lock_registration(kept_id)
    require_team(by, kept.event_id)
    other = lock_registration(other_id)
    if kept.event_id != other.event_id:
        raise Refusal(PairRefusal.OTHER_EVENT)
    if kept.state not in ACTIVE or other.state not in ACTIVE:
        raise Refusal(RegistrationRefusal.NOT_IN_THIS_STATE)
    had_place, states = other.state == PlaceState.CONFIRMED, (kept.state, other.state)
    save_registration(kept, seen=None, now=now, **_taken_over(kept, other))
    wishes = dict(other.choices.values_list("session_id", "wish"))
    write_wishes(kept, {**wishes, **dict(kept.choices.values_list("session_id", "wish"))}, now=now)
    set_state(other, PlaceState.CANCELLED, by=by, now=now)
    other.choices.update(seat="none")
    if had_place and kept.state != PlaceState.CONFIRMED:
        set_state(kept, PlaceState.CONFIRMED, by=by, now=now)
        decisions.tell_promoted(kept, now=now)
    decisions.tell_seated(reseat_others(kept, sessions_of(kept)), now=now)
    fill_places(kept.event, by=by, now=now)
    changes = {"other": [None, other.pk], "states": [list(states), [kept.state, other.state]]}
    audit.record(verb="registration.merged", target=kept, by_id=by.user_id, now=now, changes=changes)
    return kept


def _taken_over(kept: Registration, other: Registration) -> dict[str, object]:
    values: dict[str, object] = {
        name: getattr(other, name) for name in TAKEN_OVER if not getattr(kept, name) and getattr(other, name)
    }
    values |= {name: True for name in ADDED if getattr(other, name)}
    return {**values, "asked_at": min(kept.asked_at, other.asked_at)}


@transaction.atomic
def tell_apart(*, first_id: int, second_id: int, by: Subject, now: datetime) -> None:
    """These are two people: the pair is not shown again."""
    first, second = sorted((first_id, second_id))
    rows = {row.pk: row for row in Registration.objects.filter(pk__in=[first, second])}
    if len(rows) != 2 or first == second:
        raise Refusal(PairRefusal.SAME)
    require_team(by, rows[first].event_id)
    if rows[first].event_id != rows[second].event_id:
        raise Refusal(PairRefusal.OTHER_EVENT)
    pair = {"first": rows[first], "second": rows[second]}
    _row, is_new = NoDuplicates.objects.get_or_create(**pair, defaults={"by_id": by.user_id, "at": now})
    if is_new:
        audit.record(
            verb="registration.told_apart",
            target=rows[first],
            by_id=by.user_id,
            now=now,
            changes={"other": [None, second]},
        )


class PairRefusal(Reason):
    SAME = "same", _("A registration cannot be merged with itself.")
    OTHER_EVENT = "other_event", _("The two registrations belong to two events.")


_MOST_PAIRS: Final = 50


_REASONS: Final[Mapping[ResemblanceReason, str | Promise]] = {
    ResemblanceReason.SAME_NAME: gettext_lazy("same name"),
    ResemblanceReason.SIMILAR_NAME: gettext_lazy("similar name"),
    ResemblanceReason.SAME_ACTOR: gettext_lazy("same organisation"),
    ResemblanceReason.SIMILAR_ORGANISATION: gettext_lazy("similar organisation"),
    ResemblanceReason.SAME_DOMAIN: gettext_lazy("addresses of one organisation"),
}


def pairs_of(event: Event) -> Sequence[tuple[Registration, Registration, str]]:
    """Registrations that may be one person, the likeliest first, with what they have in common."""
    return [
        (found.first, found.second, ", ".join(str(_REASONS[reason]) for reason in found.pair.reasons))
        for found in doubtful_pairs(event.pk)[:_MOST_PAIRS]
    ]


@never_cache
@require_safe
def duplicates_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Registrations that may be one person, for the organisers to decide."""
    event, by = event_for_team(request, slug)
    context = console_context(event, by, current=CURRENT, pairs=pairs_of(event))
    return render(request, "registration/organising/pairs.html", context)


@require_POST
def merge_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Keeps one of two registrations and cancels the other, then leads to the pairs."""
    _event, by = event_for_team(request, slug)
    kept, other = number_in(request.POST, "kept"), number_in(request.POST, "other")
    try:
        merge(kept_id=kept, other_id=other, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("Merged. The other registration has been cancelled."))
    return redirect("registration:pairs", slug=slug)


@require_POST
def tell_apart_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Notes that two registrations are two people, then leads to the pairs."""
    _event, by = event_for_team(request, slug)
    first, second = number_in(request.POST, "first"), number_in(request.POST, "second")
    try:
        tell_apart(first_id=first, second_id=second, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, gettext("These are two people; the pair will not be shown again."))
    return redirect("registration:pairs", slug=slug)
