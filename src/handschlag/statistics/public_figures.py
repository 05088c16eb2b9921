"""What everybody may see of an event: counted, stored, on its public page and as open data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from handschlag.accounts.access import counted_as_download
from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _
from handschlag.common.times import format_days, local_date
from handschlag.day.signs import Sign
from handschlag.design.components.organiser import Heat, Mark, Table, table_of
from handschlag.design.tallies import format_number
from handschlag.directory.models import Network, Status
from handschlag.events.models import Event, EventStatus
from handschlag.matching.demand.counts import demanded_of, links_of
from handschlag.matching.models import Service
from handschlag.statistics import kpis
from handschlag.statistics.documents import PUBLIC_ENDINGS, Cell, Document, Sheet, file_of, open_data_download
from handschlag.statistics.event_data import MissReason
from handschlag.statistics.figures import Figures
from handschlag.statistics.kpis import (
    AIMS,
    Kpi,
    Measure,
    Phase,
    TargetVerdict,
    Unit,
    asked_on,
    rounded,
    verdict_of,
)
from handschlag.statistics.matrix import (
    NetworkName,
    bounded_heat,
    labels_of,
    network_fields,
    network_names,
    picture_of,
)
from handschlag.statistics.models import KeptFigures, PublicFigures
from handschlag.statistics.suppression import (
    LEAST,
    Class,
    Pair,
    Rank,
    SuppressedMatrix,
    classes_of,
    is_tellable,
    merged,
    merged_few,
    order_of,
    pair_of,
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


SALT = "handschlag.statistics.suppression"


def rank_of(event_id: int) -> Rank:
    """The secret order of an event's cells: the same each time, as long as the secret key is."""

    def rank(key: Hashable) -> str:
        return salted_hmac(SALT, f"{event_id} {key!r}", algorithm="sha256").hexdigest()

    return rank


def public_content(service: Service, figures: Figures, *, now: datetime) -> Content:
    """As it would be published now."""
    public = Network.objects.filter(pk__in=list(figures.networks), status=Status.PUBLISHED)
    return content_of(
        figures,
        rank=rank_of(service.event_id),
        public=public.values_list("pk", flat=True),
        synergies=_synergies_between(service),
        is_asked=local_date(now) >= asked_on(service.event.last_day),
    )


def _synergies_between(service: Service) -> tuple[Synergy, ...]:
    """Pairs of networks of which one seeks what the other offers, the most fitting pairs of people first."""
    links = sorted(links_of(demanded_of(service)), key=lambda one: (-one.fitting, one.one, one.other))
    return tuple(
        Synergy(one=one.one, other=one.other, fitting=one.fitting, fields=one.common[:3])
        for one in links
        if one.fitting and min(one.one, one.other) > 0
    )


def published_of(event: Event) -> PublicFigures | None:
    """The figures that the organisers published; None where they did not, or took them back."""
    return PublicFigures.objects.filter(event=event).select_related("by").first()


def published_at(slug: str) -> PublicFigures | None:
    """What was published of a public event."""
    if "\0" in slug:
        return None
    rows = PublicFigures.objects.filter(event__slug=slug, event__status=EventStatus.PUBLISHED)
    return rows.select_related("event").first()


def kept_of(event: Event) -> KeptFigures | None:
    """The figures kept from before the people were erased; None where there are none."""
    return KeptFigures.objects.filter(event=event).first()


UNTOLD: Final = "–"  # a number that is not told
LINES: Final = 12


def public_context(
    content: Content, names: Mapping[int, NetworkName], *, fields: Mapping[str, str]
) -> dict[str, Any]:
    """The published figures as shown, in public and in the review before it."""
    seen = content.shown
    found, unmet = _synergies_of(content)
    return {
        "answer": _answer_of(content),
        "grounds": _grounds_of(content),
        "seen": seen_of(content),
        "kpis": [_kpi_row(kpi, content.figures[kpi]) for kpi in Kpi if kpi in content.figures],
        "heat": _heat_of(seen, content.networks, names) if content.networks else None,
        "hidden": len(seen.hidden),
        "picture": picture_of(
            seen.cells,
            {one: max(seen.row(one)[0], 1) for one in content.networks if one > 0},
            names,
            key=gettext(
                "Line: meetings. Circle: meetings of a network. Figures that are not published are left out."
            ),
        ),
        "classes": classes_sheet(content).table() if content.classes else None,
        "reasons": reasons_sheet(content).table() if content.reasons else None,
        "unmet": _synergy_table(gettext("Good match, not met yet"), unmet, names, fields=fields),
        "found": _synergy_table(gettext("Good match and met"), found, names, fields=fields),
    }


def _answer_of(content: Content) -> str:
    across = content.figures.get(Kpi.ACROSS)
    if content.meetings is None:
        return gettext("Too few people met to publish figures.")
    held = ngettext("%(n)s meeting", "%(n)s meetings", content.meetings) % {
        "n": format_number(content.meetings)
    }
    if across is None or across.value is None:
        return f"{held}."
    return (
        f"{held}, "
        + gettext("%(share)s between different networks") % {"share": kpis.whole_percent(across.value)}
        + "."
    )


def _grounds_of(content: Content) -> str:
    if content.people is None:
        return ""
    judged = [one.verdict for one in content.figures.values() if one.state is PublicationState.TOLD]
    reached = gettext("%(n)s of %(of)s measurable targets reached.") % {
        "n": judged.count(TargetVerdict.REACHED),
        "of": len(judged),
    }
    people = ngettext("%(n)s person took part.", "%(n)s people took part.", content.people)
    return f"{people % {'n': format_number(content.people)}} {reached}"


def seen_of(content: Content) -> str:
    """The sign behind "held"; figures from before there was one say so."""
    if content.signs is None:
        return gettext(
            "Counted by the earlier rule: “took place” meant that nobody denied it, not that someone saw it."
        )
    signs = {Sign(sign): number for sign, number in content.signs.items()}
    return kpis.signs_said(signs, unknown=content.unknown or 0)


def basis_of(kpi: Kpi, told: PublishedFigure) -> str:
    """Of how many, where that tells no small number; otherwise why nothing is told."""
    if told.state is PublicationState.NOTHING:
        return str(kpis.UNMEASURED[kpi])
    if told.state is not PublicationState.TOLD:
        return gettext(told.state.label)
    if told.whole is None:
        return ""
    if told.part is None:
        return gettext("of %(n)s") % {"n": format_number(told.whole)}
    return str(kpis.BASES[kpi]) % {
        "part": format_number(told.part),
        "whole": format_number(told.whole),
    }


def mark_of(told: PublishedFigure) -> Mark:
    """Whether the target was reached, where that may be told."""
    if told.state is PublicationState.WITHHELD:
        return Mark("off", gettext("withheld"))
    return kpis.verdict_mark_of(told.verdict)


def _kpi_row(kpi: Kpi, told: PublishedFigure) -> kpis.KpiRow:
    return kpis.KpiRow(kpi=kpi, value=told.value, verdict=mark_of(told), basis=basis_of(kpi, told))


def _heat_of(seen: SuppressedMatrix, networks: Sequence[int], names: Mapping[int, NetworkName]) -> Heat:
    """All networks: nothing is put together here, since sums of hidden cells are not known."""
    labels = labels_of(names)
    return bounded_heat(
        seen,
        [one for one in order_of(seen.cells, networks) if one in labels],
        labels,
        title=gettext("Meetings between people"),
        corner=gettext("Network"),
        texts=dict.fromkeys(seen.hidden, UNTOLD),
    )


def classes_sheet(content: Content) -> Sheet:
    """How many people had how many meetings, in few classes."""
    return Sheet(
        key="per_person",
        title=gettext("Meetings per person"),
        heads=(gettext("Meetings"), gettext("People")),
        rows=[(_class_of(one.low, one.high), one.people) for one in content.classes],
    )


def _class_of(low: int, high: int | None) -> str:
    return f"{low}–{high}" if high is not None else gettext("%(n)s or more") % {"n": low}


def reasons_sheet(content: Content) -> Sheet:
    """Why meetings did not take place; rare reasons are put together."""
    return Sheet(
        key="not_held",
        title=gettext("Not held"),
        heads=(gettext("Reason"), gettext("Meetings")),
        rows=[(_reason_word(reason), number) for reason, number in content.reasons.items()],
    )


def _reason_word(reason: str) -> str:
    return gettext("other reasons") if reason == REST else gettext(MissReason(reason).label)


def _synergies_of(content: Content) -> tuple[list[Synergy], list[Synergy]]:
    """Pairs that fit and met, and pairs that fit and did not: a hidden cell is a meeting."""
    met = content.shown.cells.keys() | content.shown.hidden
    found = [one for one in content.synergies if (one.one, one.other) in met]
    return found, [one for one in content.synergies if (one.one, one.other) not in met]


def _synergy_table(
    title: str, rows: Sequence[Synergy], names: Mapping[int, NetworkName], *, fields: Mapping[str, str]
) -> Table | None:
    known = [one for one in rows if one.one in names and one.other in names]
    if not known:
        return None
    lines = [
        (
            f"{names[one.one].name} – {names[one.other].name}",
            ", ".join(fields[code] for code in one.fields if code in fields),
            format_number(one.fitting),
        )
        for one in known[:LINES]
    ]
    heads = (gettext("Between"), gettext("In common"), gettext("Fitting pairs"))
    return table_of(
        gettext("%(title)s: %(n)s") % {"title": title, "n": format_number(len(known))}, heads, lines
    )


def public_document(event: Event, content: Content, *, names: Mapping[int, NetworkName]) -> Document:
    """The published figures as sheets; what is withheld stays an empty cell."""
    facts = {
        gettext("Event"): event.title,
        gettext("Date"): format_days(event.first_day, event.last_day),
        gettext("People"): kpis.NONE if content.people is None else str(content.people),
        gettext("Meetings"): kpis.NONE if content.meetings is None else str(content.meetings),
        gettext("Held"): seen_of(content) or kpis.NONE,
        gettext("Left out"): gettext(
            "Empty cells are withheld: they are below 3 or would reveal a figure that is."
        ),
    }
    if event.is_demo:
        facts[gettext("Note")] = gettext("Demo: people, organisations and dates are invented.")
    return Document(
        title=gettext("Public statistics: %(event)s") % {"event": event.title},
        facts=facts,
        sheets=(
            _kpi_sheet(content),
            _matrix_sheet(content, names),
            classes_sheet(content),
            reasons_sheet(content),
        ),
    )


def _kpi_sheet(content: Content) -> Sheet:
    def row(kpi: Kpi) -> tuple[Cell, ...]:
        told, aim = content.figures[kpi], kpis.aim_of(kpi)
        return (
            gettext(kpi.label),
            told.value,
            aim,
            AIMS[kpi].elsewhere,
            mark_of(told).word,
            basis_of(kpi, told),
        )

    return Sheet(
        key="figures",
        title=gettext("Figures"),
        heads=(
            gettext("Figure"),
            gettext("Value"),
            gettext("Target"),
            gettext("Comparison"),
            gettext("Result"),
            gettext("Basis"),
        ),
        rows=tuple(row(kpi) for kpi in Kpi if kpi in content.figures),
    )


def _matrix_sheet(content: Content, names: Mapping[int, NetworkName]) -> Sheet:
    labels, seen = labels_of(names), content.shown
    order = [one for one in order_of(seen.cells, content.networks) if one in labels]

    def row(one: int) -> Sequence[Cell]:
        pairs = [pair_of(one, other) for other in order]
        return (
            labels[one].name,
            *(None if pair in seen.hidden else seen.cells.get(pair, 0) for pair in pairs),
            seen.row(one)[0],
        )

    return Sheet(
        key="meetings_between_networks",
        title=gettext("Meetings between networks"),
        heads=(gettext("Network"), *(labels[one].name for one in order), gettext("together, at least")),
        rows=tuple(row(one) for one in order),
    )


def _found_at(slug: str) -> PublicFigures:
    row = published_at(slug)
    if row is None:
        raise Http404
    return row


@cached_for_visitors
@require_safe
def event_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The published figures of one event, open to everybody; not found until they are published."""
    row = _found_at(slug)
    content = decoded(row.content)
    context = {
        "event": row.event,
        "published_at": row.published_at,
        "shown": public_context(content, network_names(content.networks), fields=network_fields()),
        "files": PUBLIC_ENDINGS,
    }
    return render(request, "statistics/event.html", context)


@counted_as_download
@require_safe
def event_file(_request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The published figures of one event as a file; not found for other endings."""
    if ending not in PUBLIC_ENDINGS:
        raise Http404
    row = _found_at(slug)
    content = decoded(row.content)
    document = public_document(row.event, content, names=network_names(content.networks))
    return open_data_download(file_of(document, ending), ending, f"{slug}-statistics")
