"""What of an event everybody may see, and how it is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.statistics.rules.figures import Figures
from handschlag.statistics.rules.kpis import (
    AIMS,
    Kpi,
    Measure,
    Phase,
    TargetVerdict,
    Unit,
    rounded,
    verdict_of,
)
from handschlag.statistics.rules.mixing import Pair, merged
from handschlag.statistics.rules.suppression import (
    LEAST,
    Class,
    Rank,
    SuppressedMatrix,
    classes_of,
    is_tellable,
    merged_few,
    suppressed,
)

HIDDEN_NETWORK: Final = -1  # the row of networks that are not public themselves
REST: Final = "rest"  # reasons with few meetings together


class PublicationState(Labelled):
    """Whether a figure is told, and what is said in place of its basis where it is not."""

    TOLD = "told", ""
    WITHHELD = "withheld", _("withheld: would reveal a figure below 3")
    OPEN = "open", _("not known yet")
    NOTHING = "nothing", _("not measured")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigure:
    """A figure, rounded; the verdict is of the exact one."""

    state: PublicationState
    value: float | None = None
    verdict: TargetVerdict = TargetVerdict.OPEN
    part: int | None = None  # what it rests on, as far as that tells no small number
    whole: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Synergy:
    """Two networks of which one offers what the other seeks: pairs of people, three or more, and fields."""

    one: int
    other: int
    fitting: int
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    people: int | None
    meetings: int | None  # that somebody has seen
    unknown: int | None  # of which nobody says whether they were held
    signs: Mapping[str, int] | None  # by what those held are known; None where they were counted without
    figures: Mapping[Kpi, PublishedFigure]
    networks: tuple[int, ...]
    shown: SuppressedMatrix
    classes: tuple[Class, ...]
    reasons: Mapping[str, int]
    synergies: tuple[Synergy, ...]


def content_of(
    figures: Figures,
    *,
    rank: Rank,
    public: Iterable[int],
    synergies: Sequence[Synergy],
    is_asked: bool,
) -> Content:
    """The figures of an event that is over; networks that are not public stand together."""
    names = set(public)
    into = {one: HIDDEN_NETWORK for one in figures.networks if one > 0 and one not in names}
    seen = suppressed(merged(figures.mixing.cells, into), rank)
    networks = tuple(sorted({into.get(one, one) for one in figures.networks}))
    measures = {
        kpi: published_figure(measure, is_asked=is_asked, has_parts=seen.has_parts)
        for kpi, measure in figures.measures.items()
    }
    is_enough = figures.people >= LEAST
    return Content(
        people=figures.people if is_enough else None,
        meetings=figures.held if seen.has_total and (figures.held >= LEAST or not figures.held) else None,
        unknown=figures.unknown if figures.unknown >= LEAST or not figures.unknown else None,
        signs={sign.value: number for sign, number in sorted(figures.signs.items()) if number >= LEAST},
        figures=measures,
        networks=networks if is_enough else (),
        shown=seen,
        classes=classes_of(figures.histogram),
        reasons=merged_few({str(one): number for one, number in figures.reasons.items()}, REST),
        synergies=tuple(one for one in synergies if one.fitting >= LEAST and {one.one, one.other} <= names),
    )


def published_figure(measure: Measure, *, is_asked: bool, has_parts: bool) -> PublishedFigure:
    """How the measure may be told in public: withheld where its parts are too few to be safe."""
    verdict = verdict_of(measure, phase=Phase.AFTER, is_asked=is_asked)
    if verdict is TargetVerdict.OPEN:
        return PublishedFigure(state=PublicationState.OPEN)
    if measure.value is None:
        return PublishedFigure(state=PublicationState.NOTHING, verdict=verdict)
    if not _is_safe(measure) or (measure.kpi is Kpi.ACROSS and not has_parts):
        return PublishedFigure(state=PublicationState.WITHHELD)
    is_share = AIMS[measure.kpi].unit is Unit.PERCENT
    return PublishedFigure(
        state=PublicationState.TOLD,
        value=rounded(measure.kpi, measure.value),
        verdict=verdict,
        part=measure.part if is_share else None,
        whole=measure.whole if measure.whole >= LEAST else None,
    )


def _is_safe(measure: Measure) -> bool:
    """Shares neither of a small part nor with a small rest; means and medians of three or more."""
    if AIMS[measure.kpi].unit is Unit.PERCENT:
        return is_tellable(measure.part, measure.whole)
    if measure.kpi is Kpi.OUTCOMES:
        return measure.whole >= LEAST and (measure.part == 0 or measure.part >= LEAST)
    if measure.kpi is Kpi.MOVED:
        return measure.part >= LEAST
    return measure.whole >= LEAST


def encoded(content: Content) -> dict[str, Any]:
    """As it is stored."""
    seen = content.shown
    by_sign = {} if content.signs is None else {"unknown": content.unknown, "signs": dict(content.signs)}
    return {
        "people": content.people,
        "meetings": content.meetings,
        **by_sign,
        "figures": {kpi.value: _told_as(one) for kpi, one in content.figures.items()},
        "networks": list(content.networks),
        "cells": [[*pair, number] for pair, number in sorted(seen.cells.items())],
        "hidden": [list(pair) for pair in sorted(seen.hidden)],
        "has_parts": seen.has_parts,
        "has_total": seen.has_total,
        "classes": [[one.low, one.high, one.people] for one in content.classes],
        "reasons": dict(content.reasons),
        "synergies": [[one.one, one.other, one.fitting, list(one.fields)] for one in content.synergies],
    }


def _told_as(one: PublishedFigure) -> list[Any]:
    """One figure as it is stored; without its basis as it was stored before there was one."""
    basis = [] if one.part is None and one.whole is None else [one.part, one.whole]
    return [one.state.value, one.value, one.verdict.value, *basis]


def _told_of(stored: Sequence[Any]) -> PublishedFigure:
    """What `told_as` stored."""
    state, value, verdict, *basis = stored
    part, whole = basis or (None, None)
    return PublishedFigure(
        state=PublicationState(state), value=value, verdict=TargetVerdict(verdict), part=part, whole=whole
    )


def decoded(stored: Mapping[str, Any]) -> Content:
    """What `encoded` stored, today or before held meetings had to have a sign."""
    return Content(
        people=stored["people"],
        meetings=stored["meetings"],
        unknown=stored.get("unknown"),
        signs=stored.get("signs"),
        figures={Kpi(kpi): _told_of(one) for kpi, one in stored["figures"].items()},
        networks=tuple(stored["networks"]),
        shown=SuppressedMatrix(
            cells={(one, other): number for one, other, number in stored["cells"]},
            hidden=frozenset[Pair]((one, other) for one, other in stored["hidden"]),
            has_parts=stored["has_parts"],
            has_total=stored["has_total"],
        ),
        classes=tuple(Class(low=low, high=high, people=people) for low, high, people in stored["classes"]),
        reasons=stored["reasons"],
        synergies=tuple(
            Synergy(one=one, other=other, fitting=fitting, fields=tuple(fields))
            for one, other, fitting, fields in stored["synergies"]
        ),
    )


def digest_of(content: Content) -> str:
    """Of what is published: the same content has the same one."""
    text = json.dumps(encoded(content), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
