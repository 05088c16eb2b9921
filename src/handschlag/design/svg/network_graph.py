"""Networks as circles, mutual wishes between them as lines, missing bridges dotted."""

from __future__ import annotations

import math
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.components.charts import NetworkPicture, Node, Tie
from handschlag.design.svg.logo_marks import number

WIDTH: Final = 480
HEIGHT: Final = 360
EDGE: Final = 32
BESIDE: Final = 52  # half a name of a dozen letters
THICKEST: Final = 9.0


def web(picture: NetworkPicture) -> SafeString:
    """Lines first, so that circles lie on them."""
    nodes = {node.code: node for node in picture.nodes}
    most = max((tie.wishes for tie in picture.ties), default=1) or 1
    lines = "".join(_line(tie, nodes, most) for tie in picture.ties)
    largest = max((node.people for node in picture.nodes), default=1) or 1
    circles = "".join(_circle(node, largest) for node in picture.nodes)
    return format_html(
        '<svg class="hs-web" viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}" focusable="false">'
        "{}</svg>",
        WIDTH,
        HEIGHT,
        picture.alt,
        mark_safe(lines + circles),  # noqa: S308 - our own drawing, texts escaped in it
    )


def _place(node: Node) -> tuple[float, float]:
    return BESIDE + node.x * (WIDTH - 2 * BESIDE), EDGE + node.y * (HEIGHT - 2 * EDGE)


def _line(tie: Tie, nodes: dict[str, Node], most: int) -> str:
    """As wide as there are wishes; a missing bridge has no width to show."""
    (x1, y1), (x2, y2) = (_place(nodes[code]) for code in tie.between)
    kind = "missing" if tie.is_missing else "tie"
    width = 1.75 if tie.is_missing else max(1.5, THICKEST * tie.wishes / most)
    return (
        f'<line class="hs-web__{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}"'
        f' y2="{number(y2)}" stroke-width="{number(width)}"/>'
    )


def _circle(node: Node, largest: int) -> str:
    """Its area says how many people there are."""
    x, y = _place(node)
    radius = 13 + 11 * math.sqrt(node.people / largest)
    return (
        f'<circle class="hs-web__node" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        f'<text class="hs-web__code" x="{number(x)}" y="{number(y + 4)}" text-anchor="middle">'
        f"{escape(node.code)}</text>"
    )
