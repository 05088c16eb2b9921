"""What the two grids share: columns for slots under their blocks, in a region that may scroll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from treffen.files.page.markup import Markup, hidden, opened, tag
from treffen.files.page.view import View
from treffen.problem import Slot
from treffen.words import Text

SCROLLS = Text("Tabelle, lässt sich seitlich verschieben: {name}", "Table, scrolls sideways: {name}")

OF = Text("{taken} von {all}", "{taken} of {all}")


def opening(view: View, *, kind: str, caption: str) -> Markup:
    """The start of a grid: a labelled region, which the keyboard reaches and can scroll, and its table."""
    region = opened(
        "div",
        class_=f"region {kind}-region",
        role="region",
        tabindex="0",
        aria_label=view.say(SCROLLS, name=caption),
    )
    return Markup(region + opened("table", class_=f"grid {kind}") + tag("caption", hidden(caption)))


def closing() -> Markup:
    """The end of a grid."""
    return Markup("</tbody></table></div>")


def columns(view: View, *, before: str, after: int = 0) -> Markup:
    """Widths: one column of names, the slots grouped by block, then columns of figures."""
    groups = (tag("colgroup", *(tag("col", class_="s") for _ in run.slots)) for run in view.clock.runs)
    figures = tag("colgroup", *(tag("col", class_="f") for _ in range(after)))
    return Markup(tag("colgroup", tag("col", class_=before)) + "".join(groups) + (figures if after else ""))


def head(view: View, *, first: str, last: Iterable[str] = (), counts: bool = False) -> Markup:
    """One row of blocks, where there are several, and one of slots."""
    runs = view.clock.runs
    deep = 2 if len(runs) > 1 else None
    corner = tag("th", first, scope="col", class_="corner", rowspan=deep)
    after = (tag("th", words, scope="col", class_="n", rowspan=deep) for words in last)
    slots = tuple(_slots(view, counts=counts))
    if not deep:
        return tag("thead", tag("tr", corner, *slots, *after, class_="slots"))
    blocks = (
        tag("th", tag("span", run.title), scope="colgroup", colspan=len(run.slots), class_="k" if i else None)
        for i, run in enumerate(runs)
    )
    return tag(
        "thead", tag("tr", corner, *blocks, *after, class_="blocks"), tag("tr", *slots, class_="slots")
    )


def _slots(view: View, *, counts: bool) -> Iterator[Markup]:
    for slot in view.problem.slots:
        count = tag("small", _taken(slot, view)) if counts else ""
        yield tag("th", view.clock.when(slot.id), count, scope="col", class_=edge(slot, view))


def _taken(slot: Slot, view: View) -> str:
    return view.say(OF, taken=str(view.taken[slot.id]), all=str(view.open_places(slot.id)))


def edge(slot: Slot, view: View) -> str | None:
    """The class of a cell that opens a block other than the first."""
    return "k" if slot.id in view.first_slots else None
