"""Who met whom: networks with names and codes, as a matrix that is its own table, and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, count
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import pick
from handschlag.design.components.organiser import (
    Heat,
    NetworkPicture,
    Node,
    Table,
    Tie,
    WarmRow,
    Warmth,
    table_of,
)
from handschlag.design.tallies import format_number
from handschlag.directory.models import Field, Network
from handschlag.matching.demand.pages import Point, layout
from handschlag.statistics.kpis import NONE, percent
from handschlag.statistics.suppression import (
    NOBODY,
    Mixing,
    Pair,
    SuppressedMatrix,
    merged,
    order_of,
    pair_of,
)

LONGEST_NAME: Final = 4  # letters up to which a name is its own code
_LETTERS: Final = 3


def codes_of(names: Mapping[int, str]) -> dict[int, str]:
    """A code of its own for each name; short names stay as they are.

    >>> codes_of({1: "Lichtbogen", 2: "WKÜ", 3: "Lichtung Saale", 4: "Ost-West"})
    {1: 'LIC', 2: 'WKÜ', 3: 'LIH', 4: 'OST'}
    """
    kept = {key: name for key, name in names.items() if 0 < len(name) <= LONGEST_NAME}
    used = set[str]()
    found = {}
    for key, name in (*kept.items(), *(one for one in names.items() if one[0] not in kept)):
        code = next(one for one in _candidates(name, is_kept=key in kept) if one not in used)
        used.add(code)
        found[key] = code
    return {key: found[key] for key in names}


def _candidates(name: str, *, is_kept: bool) -> Iterator[str]:
    letters = [one for one in name.upper() if one.isalnum()][:20] or ["N"]
    if is_kept:
        yield name
    if len(letters) >= _LETTERS:
        yield from _spelled(letters)
    start = "".join(letters[:2])
    yield from (f"{start}{number}" for number in count(1))


def _spelled(letters: list[str]) -> Iterable[str]:
    """The first letter with two later ones in their order, the earliest first."""
    first, *rest = letters
    return (f"{first}{''.join(two)}" for two in combinations(rest, _LETTERS - 1))


LONGEST_CODE = 12  # letters of a code in the head of a column


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkName:
    """The code stands in narrow places, the name beside it."""

    code: str
    name: str
    slug: str = ""


def network_names(networks: Iterable[int]) -> Mapping[int, NetworkName]:
    """The names of these networks by key, with a short code; keys that no longer exist are left out."""
    rows = Network.objects.filter(pk__in=list(networks)).order_by("pk")
    return {
        pk: NetworkName(code=(short or name)[:LONGEST_CODE], name=name, slug=slug)
        for pk, short, name, slug in rows.values_list("pk", "short_name", "name", "slug")
    }


def network_fields() -> Mapping[str, str]:
    """The fields of the upper level, by code."""
    rows = Field.objects.filter(parent=None).order_by("pk")
    return {code: pick(de, en) for code, de, en in rows.values_list("code", "label_de", "label_en")}


ROWS: Final = 15  # more would not fit beside their sums on a page of 1,280 pixels
CIRCLES: Final = 20
REST: Final = -1  # the row of all further networks together
LINES: Final = 8
TIES: Final = 40


def labels_of(names: Mapping[int, NetworkName]) -> dict[int, NetworkName]:
    """With the two rows that are no network; of equal codes the second carries its number."""
    found = {
        NOBODY: NetworkName(code=_("without"), name=_("in no network")),
        REST: NetworkName(code=_("further"), name=_("all further networks")),
    }
    used = {one.code for one in found.values()}
    for key, one in names.items():
        code = one.code if one.code not in used else f"{one.code[:9]} {key}"
        used.add(code)
        found[key] = NetworkName(code=code, name=one.name, slug=one.slug)
    return found


def _coded(labels: Mapping[int, NetworkName], rows: Sequence[int]) -> dict[int, NetworkName]:
    """The networks of the rows with codes of three letters; what is no network keeps its word."""
    codes = codes_of({one: labels[one].code for one in rows if one > NOBODY})
    return {one: replace(labels[one], code=codes.get(one, labels[one].code)) for one in rows}


def _legend_of(labels: Mapping[int, NetworkName], rows: Sequence[int]) -> tuple[tuple[str, str], ...]:
    return tuple((labels[one].code, labels[one].name) for one in rows if one > NOBODY)


def heat_of(mixing: Mixing, present: Sequence[int], names: Mapping[int, NetworkName]) -> tuple[Heat, int]:
    """The networks that met most, the others put together; how many those are."""
    order = order_of(mixing.cells, present)
    shown = [one for one in order if one != NOBODY][:ROWS]
    rest = [one for one in order if one not in shown and one != NOBODY]
    cells = merged(mixing.cells, dict.fromkeys(rest, REST))
    rows = [*shown, *([REST] if rest else []), *([NOBODY] if NOBODY in order else [])]
    labels = _coded(labels_of(names), rows)
    heat = Heat(
        title=_("Meetings between people"),
        corner=_("Network"),
        columns=tuple(labels[one].code for one in rows),
        rows=tuple(_row_of(one, rows, cells, labels[one]) for one in rows),
        total=_("together"),
        more=_("outward"),
        legend=_legend_of(labels, rows),
    )
    return heat, len(rest)


def _row_of(
    one: int, rows: Sequence[int], cells: Mapping[tuple[int, int], int], label: NetworkName
) -> WarmRow:
    counts = [cells.get(pair_of(one, other), 0) for other in rows]
    total, own = sum(counts), cells.get((one, one), 0)
    is_network = one > 0
    return WarmRow(
        code=label.code if label.name != label.code else "",
        label=label.name,
        cells=tuple(
            Warmth(count=count, is_own=is_network and one == other)
            for count, other in zip(counts, rows, strict=True)
        ),
        total=format_number(total),
        more=percent(100 * (total - own) / total) if total and is_network else NONE,
    )


def at_least(number: int) -> str:
    """A bound from below, in one piece."""
    return f"≥\N{NO-BREAK SPACE}{format_number(number)}"


def bounded_heat(
    seen: SuppressedMatrix | Together,
    rows: Sequence[int],
    labels: Mapping[int, NetworkName],
    *,
    title: str,
    corner: str,
    texts: Mapping[Pair, str],
) -> Heat:
    """Published cells, with what is written in place of some counts; sums are bounds where cells are."""
    coded = _coded(labels, rows)

    def row(one: int) -> WarmRow:
        label, (total, is_all) = coded[one], seen.row(one)
        pairs = [(pair_of(one, other), one == other and one > NOBODY) for other in rows]
        return WarmRow(
            code=label.code if label.name != label.code else "",
            label=label.name,
            cells=[
                Warmth(count=seen.cells.get(pair, 0), text=texts.get(pair, ""), is_own=is_own)
                for pair, is_own in pairs
            ],
            total=format_number(total) if is_all else at_least(total),
        )

    return Heat(
        title=title,
        corner=corner,
        columns=[coded[one].code for one in rows],
        rows=[row(one) for one in rows],
        total=_("together"),
        legend=_legend_of(coded, rows),
    )


def picture_of(
    cells: Mapping[tuple[int, int], int],
    people: Mapping[int, int],
    names: Mapping[int, NetworkName],
    *,
    key: str = "",
) -> NetworkPicture | None:
    """Lines between networks that met, the strongest of them; the table beside names the first."""
    labels = labels_of(names)
    met = {
        pair: number for pair, number in cells.items() if pair[0] != pair[1] and min(pair) > 0 and number > 0
    }
    strongest = sorted(met, key=lambda pair: (-met[pair], pair))
    drawn = sorted({one for one in people if one > 0}, key=lambda one: (-people[one], one))[:CIRCLES]
    if len(drawn) < 2:
        return None
    ties = {pair: met[pair] for pair in strongest if set(pair) <= set(drawn)}
    places = _placed(
        tuple(labels[one].code for one in drawn),
        tuple((labels[one].code, labels[other].code, number) for (one, other), number in ties.items()),
    )
    return NetworkPicture(
        title=_("Meetings between networks"),
        alt=_alt_of(len(drawn), strongest, met, labels),
        key=key or _("Line: meetings. Circle: people."),
        nodes=tuple(
            Node(
                code=labels[one].code,
                x=places[labels[one].code][0],
                y=places[labels[one].code][1],
                people=people[one],
            )
            for one in drawn
        ),
        ties=tuple(
            Tie(between=(labels[one].code, labels[other].code), wishes=number)
            for (one, other), number in list(ties.items())[:TIES]
        ),
        twin=_strongest_of(strongest[:LINES], met, labels),
    )


@lru_cache(maxsize=64)
def _placed(names: tuple[str, ...], ties: tuple[tuple[str, str, int], ...]) -> dict[str, Point]:
    """Where circles lie; worked out once for the same picture, since it takes longer than the page."""
    return layout(names, {(one, other): number for one, other, number in ties})


def _alt_of(
    number: int,
    strongest: Sequence[tuple[int, int]],
    met: Mapping[tuple[int, int], int],
    labels: Mapping[int, NetworkName],
) -> str:
    said = ngettext("%(n)s network.", "%(n)s networks.", number) % {"n": number}
    if not strongest:
        return said
    one, other = strongest[0]
    return f"{said} " + _("Most meetings, %(n)s, were between %(one)s and %(other)s.") % {
        "n": met[strongest[0]],
        "one": labels[one].name,
        "other": labels[other].name,
    }


def _strongest_of(
    pairs: Sequence[tuple[int, int]], met: Mapping[tuple[int, int], int], labels: Mapping[int, NetworkName]
) -> Table:
    rows = (
        (f"{labels[one].name} – {labels[other].name}", format_number(met[one, other])) for one, other in pairs
    )
    return table_of(_("Most meetings"), (_("Between"), _("Meetings")), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Meetings by pairs of groups: at least so many; exact where the pair is not among the `bounds`."""

    cells: Mapping[Pair, int]
    bounds: frozenset[Pair]

    def row(self, group: int) -> tuple[int, bool]:
        total = sum(number for pair, number in self.cells.items() if group in pair)
        return total, not any(group in pair for pair in self.bounds)
