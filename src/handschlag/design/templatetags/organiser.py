"""`{% load organiser %}`: the parts of organisers' pages. Each draws one thing and decides nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, Literal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from handschlag.design import plots
from handschlag.design.components.organiser import (
    CapacityChart,
    Fact,
    Heat,
    Mark,
    NetworkPicture,
    PriceCurve,
    Receipt,
    Shape,
    Strips,
    Table,
    Timetable,
    ValueChart,
    Variants,
)
from handschlag.design.components.parts import Link
from handschlag.design.icons import number
from handschlag.design.templatetags.design import icon

register = template.Library()
FOLDER: Final = "design/organiser"
MANY: Final = 13  # columns that stand side by side on a screen of 1280 only when they are narrow
STEPS: Final = 5
SHAPES: Final[dict[str, str]] = {
    "ok": '<circle cx="6" cy="6" r="5"/>',
    "running": '<circle class="hs-state__ring" cx="6" cy="6" r="4.5"/><path d="M6 1.5a4.5 4.5 0 0 0 0 9z"/>',
    "wait": '<circle class="hs-state__ring" cx="6" cy="6" r="4.5"/><path d="M6 1.5a4.5 4.5 0 0 0 0 9z"/>',
    "bad": '<path d="M6 1l5.5 10H.5z"/>',
    "free": '<circle class="hs-state__ring" cx="6" cy="6" r="4.5"/>',
    "off": '<path class="hs-state__stroke" d="M2 2l8 8M10 2l-8 8"/>',
    "done": '<path class="hs-state__stroke" d="M1.5 6.5l3 3 6-7"/>',
}
SAMPLES: Final = {
    "value": gettext_lazy("best plan"),
    "bound": gettext_lazy("proved limit: more is not possible"),
    "band": gettext_lazy("gap"),
    "median": gettext_lazy("reachable, median"),
    "spread": gettext_lazy("8 of 10 samples"),
    "seats": gettext_lazy("meeting capacity (tables × time slots)"),
}


def _sign(kind: str) -> SafeString:
    return format_html(
        '<svg class="hs-state__sign" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        mark_safe(SHAPES[kind]),  # noqa: S308 - our own drawing
    )


@register.inclusion_tag(f"{FOLDER}/answer.html")
def answer(
    sentence: str,
    grounds: str = "",
    *,
    tone: Literal["plain", "ok", "wait"] = "plain",
    proof: str = "",
    is_live: bool = False,
) -> dict[str, Any]:
    """The page's sentence and its grounds; green only when proved or a target is met."""
    return {"sentence": sentence, "grounds": grounds, "tone": tone, "proof": proof, "is_live": is_live}


@register.inclusion_tag(f"{FOLDER}/facts.html")
def facts(facts: Sequence[Fact]) -> dict[str, Any]:
    """Figures in one row between two lines."""
    return {"facts": facts}


@register.simple_tag
def state(kind: Shape, word: object) -> SafeString:
    """A shape and its word: never colour alone."""
    return format_html(
        '<span class="hs-state hs-state--{}">{}<span>{}</span></span>', kind, _sign(kind), word
    )


@register.simple_tag
def proof(word: object = "") -> SafeString:
    """A green check and its word; without one only beside "n of n"."""
    shown = format_html("<span>{}</span>", word) if word else _hidden(gettext("proved"))
    return format_html('<span class="hs-proof">{}{}</span>', _sign("done"), shown)


@register.simple_tag
def open_bound(word: object) -> SafeString:
    """What is still open: "≥ 41", "gap 9"."""
    return format_html('<span class="hs-open">{}</span>', word)


def _hidden(word: str) -> SafeString:
    return format_html('<span class="kern-sr-only">{}</span>', word)


@register.simple_tag
def amount(value: float, most: float, *, over: float = 0, tone: Literal["you", "wait"] = "you") -> SafeString:
    """A bar 12 pixels high beside its number; what is `over` follows in amber."""
    scale = 100 / most if most else 0
    width, more = max(0.0, value * scale), max(0.0, over * scale)
    return format_html(
        '<svg class="hs-amount" width="100%" height="12" aria-hidden="true" focusable="false">'
        '<rect class="hs-amount__{}" width="{}%" height="12"/>'
        '<rect class="hs-amount__wait" x="{}%" width="{}%" height="12"/></svg>',
        tone,
        number(width),
        number(width),
        number(more),
    )


@register.inclusion_tag(f"{FOLDER}/table.html")
def figures(table: Table) -> dict[str, Any]:
    """Figures in rows; also the twin of a chart."""
    words = {place for row in table.rows for place, cell in enumerate(row.cells) if _is_worded(cell)}
    return {"table": table, "words": words}


def _is_worded(cell: object) -> bool:
    """Whether a cell is read as words, from the left; a figure with its unit is none."""
    return isinstance(cell, Mark) or sum(sign.isalpha() for sign in str(cell)) > max(6, len(str(cell)) / 2)


@register.inclusion_tag(f"{FOLDER}/heat.html")
def heat(heat: Heat) -> dict[str, Any]:
    """A table of counts in five steps of petrol, the number in every cell."""
    most = max((cell.count for row in heat.rows for cell in row.cells), default=0) or 1
    steps = [(row, [(cell, math.ceil(STEPS * cell.count / most)) for cell in row.cells]) for row in heat.rows]
    return {"heat": heat, "rows": steps}


@register.inclusion_tag(f"{FOLDER}/seg.html")
def seg(links: Sequence[Link], label: str) -> dict[str, Any]:
    """Views of one thing as links beside each other, with counts; the chosen one is filled."""
    return {"links": links, "label": label}


@register.inclusion_tag(f"{FOLDER}/seg_radios.html")
def seg_radios(
    name: str, options: Sequence[tuple[str, str]], chosen: str = "", *, legend: str = "", hint: str = ""
) -> dict[str, Any]:
    """A few short values of a form beside each other."""
    return {"name": name, "options": options, "chosen": chosen, "legend": legend, "hint": hint}


@register.simple_block_tag
def pane(content: SafeString, title: str, *, aside: object = "", level: int = 2) -> SafeString:
    """A bordered panel beside a table; each part inside is a `div` between lines."""
    return format_html(
        '<section class="hs-pane"><div class="hs-pane__head"><h{0}>{1}</h{0}>{2}</div>{3}</section>',
        level,
        title,
        format_html("<span>{}</span>", aside) if aside else "",
        content,
    )


@register.simple_block_tag
def insp(content: SafeString, title: str = "", sub: str = "") -> SafeString:
    """Above the timetable: the chosen meeting, and inside what can be done with it."""
    if not title:
        words = gettext("No meeting is chosen.")
        return format_html('<div class="hs-insp hs-insp--empty"><p>{}</p></div>', words)
    return format_html(
        '<div class="hs-insp"><div><p class="hs-insp__title">{}</p><p class="hs-insp__sub">{}</p></div>'
        '<div class="hs-insp__ways">{}</div></div>',
        title,
        sub,
        content,
    )


@register.simple_block_tag
def note(content: SafeString, title: str, *, tone: Literal["info", "wait", "danger"] = "info") -> SafeString:
    """What happened, what was not changed, and inside the one thing to do."""
    drawing = icon("info" if tone == "info" else "warning")
    return format_html(
        '<div class="hs-note hs-note--{}">{}<div><p class="hs-note__title">{}</p>{}</div></div>',
        tone,
        drawing,
        title,
        content,
    )


@register.inclusion_tag(f"{FOLDER}/chart.html")
def value_chart(chart: ValueChart) -> dict[str, Any]:
    """Value and proved bound over time."""
    return _drawn(chart, plots.value_chart(chart), ("bound", "band", "value"))


@register.inclusion_tag(f"{FOLDER}/chart.html")
def capacity_chart(chart: CapacityChart) -> dict[str, Any]:
    """Meetings by the number of tables."""
    return _drawn(chart, plots.capacity_chart(chart), ("median", "spread", "seats"))


@register.inclusion_tag(f"{FOLDER}/chart.html")
def price_curve(chart: PriceCurve) -> dict[str, Any]:
    """What a rule costs."""
    return _drawn(chart, plots.price_curve(chart), ()) | {"is_folded": True}


def _drawn(chart: Any, picture: SafeString, legend: Sequence[str]) -> dict[str, Any]:
    samples = [(kind, SAMPLES[kind]) for kind in legend]
    return {"chart": chart, "picture": picture, "legend": samples, "is_folded": False}


@register.inclusion_tag(f"{FOLDER}/web.html")
def network_picture(picture: NetworkPicture) -> dict[str, Any]:
    """Networks as circles, wishes as lines, missing bridges dotted; its twin beside it."""
    return {"picture": picture, "drawing": plots.web(picture)}


@register.inclusion_tag(f"{FOLDER}/variants.html")
def variants(variants: Variants) -> dict[str, Any]:
    """Plans to choose between: goals in their order, then what else is known."""
    chosen = [variant.is_chosen for variant in variants.variants]

    def beside(rows: Any) -> Any:
        return [(row, list(zip(row.cells, chosen, strict=True))) for row in rows]

    return {"variants": variants, "goals": beside(variants.goals), "facts": beside(variants.facts)}


@register.inclusion_tag(f"{FOLDER}/receipt.html")
def receipt(receipt: Receipt) -> dict[str, Any]:
    """What a published plan reaches, what is proved of it, and how to check that without us."""
    return {"receipt": receipt}


@register.inclusion_tag(f"{FOLDER}/timetable.html")
def timetable(table: Timetable) -> dict[str, Any]:
    """Places in zones down, slots across, two surnames in a cell."""
    zones = [
        (zone, [(place, list(zip(place.cells, table.slots, strict=True))) for place in zone.places])
        for zone in table.zones
    ]
    width = len(table.slots) + 1
    return {"table": table, "zones": zones, "width": width, "is_many": width > MANY}


@register.inclusion_tag(f"{FOLDER}/strips.html")
def strips(strips: Strips) -> dict[str, Any]:
    """People down, their slots across."""
    rows = [(row, list(zip(row.cells, strips.slots, strict=True))) for row in strips.rows]
    return {"strips": strips, "rows": rows}
