"""Pictures of the results as SVG, drawn here: how meetings are spread over people, and what took place."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from xml.sax.saxutils import escape

from benchmarks.simulation.figures import Figures

WIDTH, LEFT, RIGHT, ROW, TOP, BAR = 760, 300, 40, 30, 64, 18
BANDS = ((0, 2, "#CFE2E7"), (3, 5, "#A9CBD4"), (6, 8, "#1F7A90"), (9, 99, "#073F4F"))
INK, MUTED, LINE, PAPER = "#0F1F27", "#4A5A62", "#DCE2E4", "#FFFFFF"
Rows = Sequence[tuple[str, Sequence[Figures]]]


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK, size: int = 13) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}" font-size="{size}"'
    return f"<text {place}>{escape(words)}</text>"


def _box(x: float, y: float, *, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'


def _picture(title: str, about: str, *, height: int, parts: Sequence[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' aria-labelledby="t d" font-family="Fira Sans, Segoe UI, Arial, sans-serif">'
    )
    names = f'<title id="t">{escape(title)}</title><desc id="d">{escape(about)}</desc>'
    paper = _box(0, 0, width=WIDTH, height=height, fill=PAPER)
    return "\n".join([head, names, paper, _text(16, 24, title, size=15), *parts, "</svg>", ""])


def bands(rows: Rows, title: str) -> str:
    """One bar a way: the share of people with few, some, enough, and many meetings on the eve."""
    parts, x, said = [], float(LEFT), []
    for low, high, fill in BANDS:
        name = f"{low} to {high}" if high < 99 else f"{low} and more"
        parts += [_box(x, 38, width=14, height=14, fill=fill), _text(x + 20, 50, name, fill=MUTED)]
        x += 105
    scale = WIDTH - LEFT - RIGHT
    for n, (way, many) in enumerate(rows):
        y, x, shares = TOP + n * ROW, float(LEFT), _shares(many)
        parts.append(_text(LEFT - 12, y + 14, way, anchor="end"))
        for (low, _, fill), share in zip(BANDS, shares, strict=True):
            parts.append(_box(x, y, width=share * scale, height=BAR, fill=fill))
            if share >= 0.06:
                ink = "#FFFFFF" if low >= 6 else INK
                middle = x + share * scale / 2
                parts.append(_text(middle, y + 14, f"{100 * share:.0f}", anchor="middle", fill=ink))
            x += share * scale
        said.append(f"{way}: " + ", ".join(f"{100 * s:.0f} %" for s in shares))
    about = "Shares of people with 0 to 2, 3 to 5, 6 to 8, 9 and more meetings. " + "; ".join(said)
    height = TOP + ROW * len(rows) + 26
    parts.append(_text(LEFT, height - 12, "per cent of the people who take part, on the eve", fill=MUTED))
    return _picture(title, about, height=height, parts=parts)


def _shares(many: Sequence[Figures]) -> list[float]:
    everybody = [n for one in many for n in one.each]
    return [sum(low <= n <= high for n in everybody) / max(1, len(everybody)) for low, high, _ in BANDS]


def dots(rows: Rows, title: str) -> str:
    """One line a way: meetings that took place for each who came; a point a seed, a bar at the mean."""
    most = max(f.held for _, many in rows for f in many)
    top = max(1, int(most) + 1)
    scale, parts, said = (WIDTH - LEFT - RIGHT) / top, [], []
    foot = TOP - 12 + ROW * len(rows)
    for tick in range(top + 1):
        x = LEFT + tick * scale
        parts.append(f'<path d="M{x:.1f} {TOP - 16}V{foot}" stroke="{LINE}"/>')
        parts.append(_text(x, foot + 18, str(tick), anchor="middle", fill=MUTED))
    for n, (way, many) in enumerate(rows):
        y, middle = TOP + n * ROW, mean(f.held for f in many)
        parts.append(_text(LEFT - 12, y + 5, way, anchor="end"))
        parts += [
            f'<circle cx="{LEFT + f.held * scale:.1f}" cy="{y}" r="4" fill="none" stroke="#1F7A90"/>'
            for f in many
        ]
        x = LEFT + middle * scale
        parts.append(f'<path d="M{x:.1f} {y - 9}V{y + 9}" stroke="{INK}" stroke-width="2"/>')
        said.append(f"{way}: {middle:.2f}")
    parts.append(_text(LEFT, foot + 36, "meetings that took place, for each who came", fill=MUTED))
    about = "Means over the seeds. " + "; ".join(said)
    return _picture(title, about, height=foot + 50, parts=parts)
